import type { IncidentState } from '../../src/incident/model/state';
import type { EntryData, TimelineEntry } from '../../src/incident/model/timeline-entry';
import { after, completeState, withNodes } from './sample-state';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * The state of an incident that has been through everything: escalated twice, acknowledged, resolved, reopened and resolved
 * again.
 */
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
        entry(0, 'ann', { kind: 'declared' }),
        entry(0.31, 'worker', {
          kind: 'warRoom',
          name: 'incident-prod-20260101-001',
          privacy: 'public',
          created: true,
          insteadOf: null,
        }),
        entry(5 * MINUTE, 'worker', escalation(1, 'level 1')),
        entry(10 * MINUTE, 'worker', escalation(2, 'leads')),
        entry(11 * MINUTE, 'ben', { kind: 'acknowledge' }),
        entry(14 * MINUTE, 'ben', { kind: 'addNote', note: 'the pool is exhausted, restarting db-1' }),
        entry(16 * MINUTE, 'ben', { kind: 'changeSeverity', from: 'high', to: 'critical' }),
        entry(40 * MINUTE, 'ben', { kind: 'resolve' }),
        entry(2 * HOUR, 'alert:grafana', { kind: 'reopen', reason: 'it fires again' }),
        entry(2.5 * HOUR, 'ben', { kind: 'acknowledge' }),
        entry(3 * HOUR, 'cat', { kind: 'resolve', note: 'more connections' }),
      ],
      ...changes,
    },
    { furnishRoom: { status: 'failed', attempts: 3, problem: { code: 'slack_error', message: 'Slack is down', mend: '' } } },
  );
}

function entry(seconds: number, actor: string, data: EntryData): TimelineEntry {
  return { at: after(seconds), recordedAt: after(seconds), actor, requestId: null, ...data };
}

function escalation(number: number, name: string): EntryData {
  return { kind: 'escalate', level: { number, level: { name, users: [`@${number}`] }, again: false }, nobody: null, isByClock: true };
}
