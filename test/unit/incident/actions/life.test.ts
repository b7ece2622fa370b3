import type { ProposalEvent } from '../../../../src/incident/actions/event';
import { advance } from '../../../../src/incident/actions/life';
import { newProposal, type Put } from '../../../../src/incident/actions/proposals';
import { PROPOSAL_STATUSES, type Proposal, type ProposalStatus, type StepOutcome } from '../../../../src/incident/model/actions/proposal';
import { approvalOf, proposalClaim, SIGNED, sampleAction } from '../../../support/action-world';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';

const NOW = '2026-01-01T10:00:00.000Z';
const SOON = '2026-01-01T10:01:00.000Z';
const LATE = '2026-01-01T11:00:00.000Z';
const NO = { code: 'no', message: 'no', mend: '' };
const PREPARED = { runs: 'container', containerId: 'c', engine: 'e' } as const;
const claim = proposalClaim('PROD-1', { proposalId: 'P-0000000000', at: NOW });
const ACTION: Put = { kind: 'action', signed: { claim, signature: SIGNED }, action: sampleAction(), digest: 'd' };
const COMMAND: Put = { kind: 'command', proposalId: 'P-0000000000', command: { name: 'escalate', payload: {} }, reason: '' };
const ran = (kind: StepOutcome['kind']): StepOutcome => ({ kind, problem: null, output: '', startedAt: NOW, endedAt: NOW });

/** A proposal in this status, as if it had come there by itself. */
function inStatus(status: ProposalStatus, what: Put = ACTION): Proposal {
  const proposal = newProposal(what, { actor: 'alice@example.com' }, NOW);
  const { work } = proposal;
  if (work === undefined) return { ...proposal, status };
  const prepared =
    status === 'approved' ? {} : { prepared: { does: PREPARED, ...(status === 'rollingBack' ? { rollback: PREPARED } : {}) } };
  return { ...proposal, status, work: { ...work, ...prepared, checking: { round: 1, nextAt: NOW, until: LATE } } };
}

const { claim: approval, digest } = approvalOf('PROD-1', inStatus('proposed'));
const approve: ProposalEvent = { kind: 'approve', by: { actor: 'ben' }, digest, approval: { claim: approval, signature: SIGNED } };
const EVENTS = {
  approve,
  reject: { kind: 'reject', by: { actor: 'cleo' }, reason: 'no' },
  expire: { kind: 'expire' },
  incidentOver: { kind: 'incidentOver' },
  applied: { kind: 'applied', refused: null },
  prepared: { kind: 'prepared', step: 'does', result: { kind: 'prepared', prepared: PREPARED } },
  notPrepared: { kind: 'prepared', step: 'does', result: { kind: 'notRun', problem: NO } },
  ran: { kind: 'ran', step: 'does', outcome: ran('succeeded') },
  failed: { kind: 'ran', step: 'does', outcome: ran('failed') },
  ranBack: { kind: 'ran', step: 'rollback', outcome: ran('succeeded') },
  checked: { kind: 'checked', round: 1, findings: [sampleFinding(sampleProbe())] },
  otherRound: { kind: 'checked', round: 2, findings: [sampleFinding(sampleProbe())] },
} as const satisfies Record<string, ProposalEvent>;
type Name = keyof typeof EVENTS;

/** What each event makes of an action in each status; what is not here is refused with `ended`, `begun`, `used` or `notAwaited`. */
const MOVES: Readonly<Partial<Record<ProposalStatus, Readonly<Partial<Record<Name, ProposalStatus>>>>>> = {
  proposed: { approve: 'approved', reject: 'rejected', expire: 'expired', incidentOver: 'expired' },
  approved: { reject: 'rejected', expire: 'notRun', incidentOver: 'notRun', prepared: 'running', notPrepared: 'notRun' },
  running: { ran: 'checking', failed: 'rollingBack' },
  checking: { checked: 'verified' },
  rollingBack: { ranBack: 'rolledBack' },
};

const TABLE = PROPOSAL_STATUSES.flatMap((status) => (Object.keys(EVENTS) as Name[]).map((name): [ProposalStatus, Name] => [status, name]));

it.each(TABLE)('an action that is %s: %s', (status, name) => {
  const fate = advance(inStatus(status), EVENTS[name], name === 'expire' ? LATE : SOON);
  const expected = MOVES[status]?.[name];
  if (expected === undefined) expect('unfit' in fate && ['ended', 'begun', 'used', 'notAwaited'].includes(fate.unfit)).toBe(true);
  else expect(fate).toMatchObject({ proposal: { status: expected } });
});

it.each<[ProposalStatus, ProposalEvent, ProposalStatus | null]>([
  ['proposed', { kind: 'approve', by: { actor: 'alice@example.com' }, digest: inStatus('proposed', COMMAND).digest }, 'approved'],
  ['proposed', EVENTS.reject, 'rejected'],
  ['proposed', EVENTS.incidentOver, 'expired'],
  ['approved', EVENTS.applied, 'done'],
  ['approved', { kind: 'applied', refused: NO }, 'notRun'],
  ['approved', EVENTS.reject, null],
  ['approved', EVENTS.expire, null],
  ['approved', EVENTS.incidentOver, null],
  ['approved', EVENTS.prepared, null],
  ['done', EVENTS.applied, null],
])('a command that is %s, at %j', (status, event, expected) => {
  const fate = advance(inStatus(status, COMMAND), event, event.kind === 'expire' ? LATE : SOON);
  if (expected === null) expect(fate).toHaveProperty('unfit');
  else expect(fate).toMatchObject({ proposal: { status: expected } });
});

it('is not due before its time, and is at its very end', () => {
  const { expiresAt } = inStatus('proposed');
  expect(advance(inStatus('proposed'), EVENTS.expire, SOON)).toEqual({ unfit: 'notAwaited' });
  expect(advance(inStatus('proposed'), approve, expiresAt)).toEqual({ unfit: 'expired' });
  expect(advance(inStatus('proposed'), EVENTS.expire, expiresAt)).toMatchObject({ proposal: { status: 'expired' } });
});
