import { FAULTS } from '../support/fault-proxy';
import { describeWith } from '../support/needs';
import { MAIN_POINTS, OTHER_POINTS } from './fault-points';
import { type FaultCase, type Outcome, outcomeTable } from './outcome-table';
import { nameOf, runCases } from './run-cases';

const OWN_SLOTS = 2;

/** A regular expression for the names of the cases to run; to repeat a few of them. */
const only = new RegExp(process.env.CHAOS_ONLY ?? '');
const cases = [...MAIN_POINTS, ...OTHER_POINTS]
  .flatMap((point) => FAULTS.map((fault): FaultCase => ({ point, fault })))
  .filter((one) => only.test(nameOf(one)));

describeWith(['temporal', 'engine'], 'every fault at every call to Slack', () => {
  const outcomes: Outcome[] = [];
  let run: ReturnType<typeof runCases>;
  beforeAll(() => {
    run = runCases(cases, OWN_SLOTS);
  });
  afterAll(async () => {
    await run.finished;
    process.stdout.write(`\n${outcomeTable(outcomes)}\n`);
  });

  it.each(cases.map((one) => [nameOf(one), one] as const))('%s', async (_, one) => {
    const outcome = await run.outcomeOf(one);
    outcomes.push(outcome);
    expect(outcome.problems).toEqual([]);
  });
});
