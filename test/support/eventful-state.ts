import type { IncidentState, TimelineEntry } from '../../src/incident/model/state';
import { after, completeState, withNodes } from './sample-state';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** One that has seen everything: escalated twice, acknowledged, resolved, reopened and resolved again. */
export function eventfulState(changes: Partial<IncidentState> = {}): IncidentState {
  const state = completeState();
  return withNodes(
    {
      ...state,
      status: 'resolved',
      acknowledgedAt: after(2.5 * HOUR),
      acknowledgedBy: 'ben',
      resolvedAt: after(3 * HOUR),
      resolvedBy: 'cat',
      reopenings: 1,
      escalation: { reached: 2, dueAt: null },
      roles: { ...state.roles, commander: { reference: '@ben', name: 'Ben Okafor', userId: 'U2' } },
      metrics: {
        timeToWarRoomMs: 310,
        timeToResponseMs: 1_900,
        timeToAcknowledgeMs: 11 * MINUTE * 1_000,
        timeToResolveMs: 3 * HOUR * 1_000,
      },
      timeline: [
        entry(0, 'ann', 'declared', 'declared the incident'),
        entry(0.31, 'worker', 'warRoom', 'opened the public war room #incident-prod-20260101-001'),
        entry(5 * MINUTE, 'worker', 'escalate', 'nobody has acknowledged in time: calls level 1'),
        entry(10 * MINUTE, 'worker', 'escalate', 'nobody has acknowledged in time: calls level 2, leads'),
        entry(11 * MINUTE, 'ben', 'acknowledge', 'acknowledged the incident'),
        entry(14 * MINUTE, 'ben', 'addNote', 'the pool is exhausted, restarting db-1'),
        entry(16 * MINUTE, 'ben', 'changeSeverity', 'changed the severity from high to critical'),
        entry(40 * MINUTE, 'ben', 'resolve', 'resolved the incident'),
        entry(2 * HOUR, 'alert:grafana', 'reopen', 'reopened the incident: it fires again'),
        entry(2.5 * HOUR, 'ben', 'acknowledge', 'acknowledged the incident'),
        entry(3 * HOUR, 'cat', 'resolve', 'resolved the incident: more connections'),
      ],
      ...changes,
    },
    { furnishRoom: { status: 'failed', attempts: 3, problem: { code: 'slack_error', message: 'Slack is down', mend: '' } } },
  );
}

function entry(seconds: number, actor: string, kind: string, text: string): TimelineEntry {
  return { at: after(seconds), recordedAt: after(seconds), actor, kind, text, requestId: null };
}
