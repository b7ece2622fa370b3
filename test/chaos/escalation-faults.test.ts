import { FAULTS } from '../support/fault-proxy';
import { describeWith } from '../support/needs';
import { ESCALATION_POINTS, LEAD_EMAIL } from './fault-points';
import { type FaultCase, type Outcome, outcomeTable } from './outcome-table';
import { nameOf, runCases } from './run-cases';
import type { Scene } from './slot';

const OWN_SLOTS = 2;
/** Nobody acknowledges: one level is called by the clock, while the response may still run. */
const SCENE: Scene = {
  severity: 'critical',
  configuration: `escalation: { critical: [['${LEAD_EMAIL}']] }\nacknowledgeWithin: { critical: 5s }\nrepeatLastLevel: 0\n`,
  besides: { levels: 1, resolved: false },
};

const only = new RegExp(process.env.CHAOS_ONLY ?? '');
const cases = ESCALATION_POINTS.flatMap((point) => FAULTS.map((fault): FaultCase => ({ point, fault }))).filter((one) =>
  only.test(nameOf(one)),
);

describeWith(['temporal', 'engine'], 'every fault at every call of an escalation', () => {
  const outcomes: Outcome[] = [];
  let run: ReturnType<typeof runCases>;
  beforeAll(() => {
    run = runCases(cases, OWN_SLOTS, SCENE);
  });
  afterAll(async () => {
    await run.finished;
    process.stdout.write(`\n${outcomeTable(outcomes)}\n`);
  });

  it.each(cases.map((one) => [nameOf(one), one] as const))('%s calls the level once', async (_, one) => {
    const outcome = await run.outcomeOf(one);
    outcomes.push(outcome);
    expect(outcome.problems).toEqual([]);
  });
});
