import type { CallReason } from '../../../incident/model/call-reason';
import type { CallForPeopleMessage } from '../../../incident/model/room-message';
import { callButtons } from '../../../incident/war-room/buttons';
import type { Sample } from './sample';
import { afterMinutes, DANA, OMAR, sampleIncident } from './sample-incident';

/** One for each reason: a new reason does not compile until it is here. */
const REASONS: { readonly [Kind in CallReason['kind']]: Extract<CallReason, { readonly kind: Kind }> } = {
  escalation: { kind: 'escalation', level: 2, by: null },
  severity: { kind: 'severity', from: 'high', to: 'critical' },
  added: { kind: 'added', by: 'Dana Brandt' },
  assigned: { kind: 'assigned', by: 'Dana Brandt', role: 'commander' },
  reopened: { kind: 'reopened', by: 'Omar Castillo', reason: 'the errors are back' },
  late: { kind: 'late', of: null },
};

function call(changes: Partial<CallForPeopleMessage>): CallForPeopleMessage {
  const { takenBy = null } = changes;
  return {
    kind: 'callForPeople',
    incident: sampleIncident('critical'),
    why: null,
    takenBy,
    called: [DANA, OMAR],
    unresolved: [],
    assigned: true,
    buttons: callButtons({ status: takenBy === null ? 'triggered' : 'acknowledged', closedAt: null }),
    revision: 3,
    ...changes,
  };
}

const MISSING = { reference: 'nobody@example.com', reason: 'no user has this email' };
const AMBIGUOUS = {
  reference: 'ben',
  reason: '2 people match',
  candidates: [
    { userId: 'UBEN1', name: 'Ben Okafor', how: 'real_name' as const },
    { userId: 'UBEN2', name: 'Ben Ito', how: 'real_name' as const },
  ],
};

export const CALLS: readonly Sample<CallForPeopleMessage>[] = [
  { name: 'at the start', message: call({}) },
  ...Object.values(REASONS).map((why) => ({ name: `because: ${why.kind}`, message: call({ why }) })),
  {
    name: 'some are not found',
    message: call({ unresolved: [MISSING, AMBIGUOUS], refused: [{ reference: 'Sana Rehman', reason: 'is a guest' }] }),
  },
  { name: 'no one is found', message: call({ called: [], unresolved: [MISSING], why: REASONS.escalation }) },
  { name: 'an old schedule', message: call({ called: [{ ...DANA, onCallAsOf: afterMinutes(-90) }] }) },
  { name: 'someone has acknowledged already', message: call({ takenBy: 'Omar Castillo', why: REASONS.added }) },
];
