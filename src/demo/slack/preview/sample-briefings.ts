import type { Briefing, Known } from '../../../incident/war-room/briefing';
import { callButtons } from '../../../incident/war-room/buttons';
import type { CardMessage } from '../../../incident/war-room/card';
import type { DirectCallMessage } from '../../../incident/war-room/direct-call';
import { firstSentence } from '../../../incident/war-room/headline-words';
import { verdictOf } from '../../../incident/war-room/verdict';
import type { Sample } from './sample';
import { afterMinutes, DANA, INVESTIGATION, OMAR, SAMPLE_TIME, sampleIncident } from './sample-incident';

const { id: incidentId, title, severity, description, channelName, policy } = sampleIncident('critical');
const ROOM = { channelId: 'C1', name: channelName, url: 'https://example.slack.com/archives/C1' };
const { gist, actions } = verdictOf(INVESTIGATION);
const KNOWN: Known = {
  ...gist,
  health: INVESTIGATION.health,
  confidence: INVESTIGATION.confidence,
  firstAction: actions[0]?.text ?? null,
};
const [level] = policy.bySeverity.critical.levels;

/** Before anything is known. */
const EARLY: Briefing = {
  incidentId,
  title,
  severity,
  status: 'triggered',
  createdAt: SAMPLE_TIME,
  resolvedBy: null,
  room: ROOM,
  alert: firstSentence(description),
  known: null,
  people: {
    roles: { commander: null, communications: null, scribe: null },
    acknowledgedBy: null,
    acknowledgedById: null,
    acknowledgedAt: null,
    called: [DANA, OMAR],
    silent: [DANA, OMAR],
    declined: [],
    missing: [],
    sought: [],
  },
  latestNote: null,
  blocked: [],
  next:
    level === undefined
      ? null
      : { kind: 'acknowledge', calls: { level: { number: 1, level, again: false }, at: afterMinutes(5) }, allCalled: false },
  haveRecovered: false,
  asked: null,
};

/** Omar has acknowledged, and Dana is in command. */
const UNDER_WAY: Briefing = {
  ...EARLY,
  status: 'acknowledged',
  known: KNOWN,
  people: {
    ...EARLY.people,
    roles: { commander: DANA, communications: null, scribe: null },
    acknowledgedBy: OMAR.name,
    acknowledgedById: OMAR.userId,
    acknowledgedAt: afterMinutes(3),
    silent: [],
    missing: ['nobody@example.com'],
  },
  latestNote: { actor: DANA.name, note: 'The pool is exhausted; restarting db-1.', at: afterMinutes(6) },
  next: { kind: 'news', at: afterMinutes(36), wantsCommander: false },
};

export const BRIEFINGS = {
  called: { ...EARLY, asked: { kind: 'acknowledge' } },
  leading: { ...UNDER_WAY, asked: { kind: 'lead', isCommander: true, wantsCommander: false, updateBy: afterMinutes(36) } },
  over: {
    ...UNDER_WAY,
    status: 'resolved',
    resolvedBy: DANA.name,
    next: { kind: 'close', at: afterMinutes(1_440) },
    asked: { kind: 'nothing', because: 'ended' },
  },
} as const satisfies Readonly<Record<string, Briefing>>;

function directCall(changes: Partial<DirectCallMessage>): DirectCallMessage {
  const buttons = callButtons({ status: 'triggered', closedAt: null }).filter((button) => button !== 'addCandidate');
  return { kind: 'directCall', incidentId, why: null, assigned: true, briefing: EARLY, buttons, revision: 3, ...changes };
}

export const DIRECT_CALLS: readonly Sample<DirectCallMessage>[] = [
  { name: 'at the start', message: directCall({}) },
  {
    name: 'an escalation',
    message: directCall({ why: { kind: 'escalation', level: 2, by: null }, briefing: { ...EARLY, known: KNOWN } }),
  },
  { name: 'people are only invited', message: directCall({ assigned: false }) },
  { name: 'someone has acknowledged since', message: directCall({ briefing: UNDER_WAY, buttons: [] }) },
];

const SHOWN = { title, severity, createdAt: SAMPLE_TIME, owner: null, room: ROOM };

export const CARDS: readonly Sample<CardMessage>[] = [
  { name: 'declared', message: { kind: 'card', incidentId, status: 'triggered', shown: SHOWN } },
  { name: 'owned', message: { kind: 'card', incidentId, status: 'acknowledged', shown: { ...SHOWN, owner: DANA } } },
  { name: 'resolved', message: { kind: 'card', incidentId, status: 'resolved', shown: { ...SHOWN, owner: DANA } } },
  { name: 'an alert has asked for privacy', message: { kind: 'card', incidentId, status: 'triggered', shown: null } },
];
