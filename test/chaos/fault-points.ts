import type { SeenCall } from '../support/fault-proxy';

/** An incident of the chaos tests, as far as its calls can be told from those of others. */
export interface Subject {
  readonly incidentId: string;
  readonly channelName: string;
  readonly email: string;
}
export interface FaultPoint {
  readonly name: string;
  /** True: the call bears nothing of the incident, so the case needs a worker of its own. */
  readonly alone: boolean;
  readonly matches: (subject: Subject) => (call: SeenCall) => boolean;
}

/** The user who is asked for by her real name: the list of all users is read to find her. */
export const REAL_NAME = 'Nora Nolan';
export const REAL_NAME_EMAIL = 'nora@example.com';
/** Who is called when nobody of the start reacts. */
export const LEAD_EMAIL = 'lead@example.com';
/** And after her. */
export const HEAD_EMAIL = 'head@example.com';
export const STANDING_PEOPLE = [
  { email: REAL_NAME_EMAIL, name: 'nora', realName: REAL_NAME },
  { email: LEAD_EMAIL, name: 'lena', realName: 'Lena Lead' },
  { email: HEAD_EMAIL, name: 'hedda', realName: 'Hedda Head' },
];
/** The runbook's one failing probe. */
export const FAILING_PROBE = 'fails';

const point = (name: string, matches: (call: SeenCall, subject: Subject) => boolean, alone = false): FaultPoint => ({
  name,
  alone,
  matches: (subject) => (call) => matches(call, subject),
});
const message = (name: string, key: string): FaultPoint =>
  point(name, (call, { incidentId }) => call.method === 'chat.postMessage' && call.key === `${incidentId}/${key}`);
const inChannel = (method: string): FaultPoint =>
  point(method, (call, { channelName }) => call.method === method && call.channelName === channelName);

export const HEADLINE = message('post headline', 'announceIncident');
export const CALL_FOR_PEOPLE = message('post call for people', 'callForPeople');
export const FINDING = message('post finding', `postFindings/${FAILING_PROBE}`);
export const VERDICT = message('post verdict', 'postVerdict');
export const SUMMARY = message('post summary', 'postSummary');
export const CREATE_CHANNEL = inChannel('conversations.create');
export const INVITE = inChannel('conversations.invite');
export const PIN = inChannel('pins.add');

/** The ten calls of a response that people would miss. */
export const MAIN_POINTS: readonly FaultPoint[] = [
  point('auth.test', ({ method }) => method === 'auth.test', true),
  CREATE_CHANNEL,
  point('users.lookupByEmail', ({ method, params }, { email }) => method === 'users.lookupByEmail' && params.get('email') === email),
  INVITE,
  HEADLINE,
  CALL_FOR_PEOPLE,
  PIN,
  FINDING,
  VERDICT,
  SUMMARY,
];

export const OTHER_POINTS: readonly FaultPoint[] = [
  point('users.list', ({ method }) => method === 'users.list', true),
  message('post progress', 'postProgress'),
  point('edit headline', ({ method, key }, { incidentId }) => method === 'chat.update' && key === `${incidentId}/announceIncident`),
  point('edit progress', ({ method, key }, { incidentId }) => method === 'chat.update' && key === `${incidentId}/postProgress`),
  inChannel('conversations.setPurpose'),
  inChannel('conversations.setTopic'),
  inChannel('bookmarks.list'),
  inChannel('bookmarks.add'),
];

/** The calls of an escalation; all of them come once the level is due, which is after the response's own calls of that kind. */
export const ESCALATION_POINTS: readonly FaultPoint[] = [
  point('find lead', ({ method, params }) => method === 'users.lookupByEmail' && params.get('email') === LEAD_EMAIL, true),
  // The response invites two people in one call, the level is one person.
  point('invite lead', ({ method, channelName: channel, params }, { channelName }) => {
    return method === 'conversations.invite' && channel === channelName && !params.get('users')?.includes(',');
  }),
  point('post call for lead', ({ method, key }, { incidentId }) => method === 'chat.postMessage' && key.startsWith(`${incidentId}/call/`)),
  point('post news', ({ method, key }, { incidentId }) => method === 'chat.postMessage' && key.startsWith(`${incidentId}/news/`)),
  point('edit headline', ({ method, params }, { incidentId }) => {
    const attachments = params.get('attachments') ?? '';
    return method === 'chat.update' && attachments.includes('every escalation level has been paged') && attachments.includes(incidentId);
  }),
];
