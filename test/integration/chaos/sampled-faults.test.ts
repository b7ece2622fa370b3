import { CALL_FOR_PEOPLE, CREATE_CHANNEL, FINDING, HEADLINE, INVITE, PIN, SUMMARY, VERDICT } from '../../chaos/fault-points';
import type { FaultCase } from '../../chaos/outcome-table';
import { nameOf, runCases } from '../../chaos/run-cases';
import { describeWith } from '../../support/needs';

/** A few of `npm run test:chaos`: those that other engines lose or double something at. */
const cases: readonly FaultCase[] = [
  { point: HEADLINE, fault: 'kill after commit' },
  { point: FINDING, fault: 'kill before' },
  { point: CREATE_CHANNEL, fault: 'reset after commit' },
  { point: HEADLINE, fault: 'reset after commit' },
  { point: CALL_FOR_PEOPLE, fault: '200 with HTML' },
  { point: VERDICT, fault: '429' },
  { point: SUMMARY, fault: 'reset after commit' },
  { point: INVITE, fault: 'hang after commit' },
  { point: PIN, fault: '500' },
];

describeWith(['temporal', 'engine'], 'some faults at some calls to Slack', () => {
  let run: ReturnType<typeof runCases>;
  beforeAll(() => {
    run = runCases(cases, 2);
  });
  afterAll(() => run.finished);

  // All of them run beside each other from the start, so the first one waits for some of the others.
  const WITHIN_MS = 300_000;
  it.each(cases.map((one) => [nameOf(one), one] as const))(
    '%s loses and doubles nothing',
    async (_, one) => {
      expect((await run.outcomeOf(one)).problems).toEqual([]);
    },
    WITHIN_MS,
  );
});
