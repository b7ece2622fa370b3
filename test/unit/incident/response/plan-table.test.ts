import type { ActivityLimits } from '../../../../src/incident/model/plan';
import { describeLimits, planRows } from '../../../../src/incident/response/plan-table';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';

const limits = (maximumAttempts: number, changes: Partial<ActivityLimits> = {}): ActivityLimits => ({
  taskQueue: 'incident-response',
  mayWait: false,
  startToCloseMs: 9_000,
  retry: { initialMs: 500, maximumMs: 30_000, coefficient: 2, maximumAttempts },
  ...changes,
});

it.each([
  [limits(0), '9 s per attempt, unlimited retries'],
  [limits(1), '1 attempt, 9 s'],
  [
    limits(4, { startToCloseMs: 60_000, scheduleToStartMs: 30_000, scheduleToCloseMs: 120_000 }),
    '4 attempts, 60 s each, 30 s to start, 120 s in total',
  ],
  [limits(2, { startToCloseMs: 1_500, scheduleToCloseMs: 3_600_000 }), '2 attempts, 1.5 s each, 1 h in total'],
])('says limits in short (%#)', (given, text) => {
  expect(describeLimits(given)).toBe(text);
});

it('shows every node of the response once, by step, with what it needs', () => {
  const rows = planRows(RESPONSE_PLAN);
  expect(rows.map(({ node }) => node).sort()).toEqual(RESPONSE_PLAN.nodes.map(({ name }) => name).sort());
  const order = RESPONSE_PLAN.steps.map(({ name }) => name as string);
  const places = rows.map(({ step }) => order.indexOf(step));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const node of RESPONSE_PLAN.nodes) {
    const row = rows.find(({ node: name }) => name === node.name);
    for (const need of node.needs) expect(row?.needs).toContain(need);
    for (const need of node.streams) expect(row?.needs).toContain(`each result of ${need}`);
    for (const need of node.settles) expect(row?.needs).toContain(`after ${need} finishes`);
    expect(row?.limits.endsWith('; optional')).toBe(node.optional);
    if (node.limits === null) expect(row?.limits).toContain('computed in the workflow');
  }
});
