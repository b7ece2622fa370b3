import fc from 'fast-check';
import { advance } from '../../../../src/incident/actions/life';
import { brokenPromises, played, type Reducer, SEQUENCES } from '../../../support/proposal-sequences';

it('keeps every promise in 10,000 sequences of events: repeated, late, lost, out of order, in any run and with any clock', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(SEQUENCES, (sequence) => {
      const { broken, ends } = played(sequence, advance);
      expect(broken).toEqual([]);
      for (const end of ends) seen.add(end);
    }),
    { numRuns: 10_000 },
  );
  expect([...seen].sort()).toEqual(['expired', 'failed', 'notRun', 'rejected', 'rolledBack', 'unknown', 'verified']);
});

/** What would be noticed: each breaks one rule of the reducer. */
const BROKEN: Readonly<Record<string, { readonly reducer: Reducer; readonly promise: RegExp }>> = {
  'approves whatever is said': {
    promise: /without an approval|an approval that was none/,
    reducer: (proposal, event, nowIso) =>
      event.kind === 'approve' && proposal.status === 'proposed'
        ? { proposal: { ...proposal, status: 'approved', decidedBy: event.by, decidedAt: nowIso }, entry: null }
        : advance(proposal, event, nowIso),
  },
  'prepares again after the run': {
    promise: /twice|after its end/,
    reducer: (proposal, event, nowIso) =>
      event.kind === 'prepared' && proposal.run !== undefined && event.step === 'does'
        ? { proposal: { ...proposal, status: 'approved', work: { proposed: proposal.work?.proposed as never } }, entry: null }
        : advance(proposal, event, nowIso),
  },
  'never lets an approval expire': {
    promise: /no end/,
    reducer: (proposal, event, nowIso) =>
      event.kind === 'expire' && proposal.status === 'proposed' ? { unfit: 'notAwaited' } : advance(proposal, event, nowIso),
  },
  'calls whatever ran verified': {
    promise: /unverified|its checks are not/,
    reducer: (proposal, event, nowIso) => {
      const fate = advance(proposal, event, nowIso);
      return 'proposal' in fate && fate.proposal.status === 'checking'
        ? { ...fate, proposal: { ...fate.proposal, status: 'verified' } }
        : fate;
    },
  },
  'does not undo what did not help': {
    promise: /not rolled back/,
    reducer: (proposal, event, nowIso) => {
      const fate = advance(proposal, event, nowIso);
      const isUndone = 'proposal' in fate && event.kind === 'checked' && fate.proposal.status === 'rollingBack';
      return isUndone ? { ...fate, proposal: { ...fate.proposal, status: 'failed' } } : fate;
    },
  },
  'counts an answer to another round': {
    promise: /after its end/,
    reducer: (proposal, event, nowIso) =>
      event.kind === 'checked' && proposal.status === 'verified'
        ? { proposal: { ...proposal, checks: event.findings.slice(1) }, entry: null }
        : advance(proposal, event, nowIso),
  },
};

it.each(Object.entries(BROKEN))('would show a reducer that %s', (_, { reducer, promise }) => {
  const broken = new Set<string>();
  fc.check(
    fc.property(SEQUENCES, (sequence) => {
      for (const one of brokenPromises(sequence, reducer)) broken.add(one);
    }),
    { numRuns: 3_000, seed: 1 },
  );
  expect([...broken].filter((one) => promise.test(one))).not.toEqual([]);
});
