import type { Plan, PlanNode } from '../../../../src/incident/model/plan';
import { renderMermaid } from '../../../../src/incident/report/mermaid';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';

const node = (name: string, changes: Partial<PlanNode> = {}): PlanNode => ({
  name,
  step: 'investigate',
  description: 'x',
  activity: name,
  needs: [],
  settles: [],
  streams: [],
  limits: null,
  optional: false,
  ...changes,
});
const step = (name: Plan['steps'][number]['name']): Plan['steps'][number] => ({
  name,
  description: 'x',
  depends: [],
  inputs: [],
  outputs: [],
});
const PLAN: Plan = {
  steps: [step('investigate'), step('updateSlackThread')],
  nodes: [
    node('end'),
    node('b "x"', { needs: ['end'] }),
    node('c', { step: 'updateSlackThread', needs: ['b "x"'], settles: ['end'], streams: ['end'] }),
  ],
};

it('draws steps, nodes and the three kinds of arrows', () => {
  expect(renderMermaid(PLAN)).toBe(`flowchart LR
  subgraph step_investigate["investigate"]
    n_end["end"]
    n_b__x_["b #quot;x#quot;"]
  end
  subgraph step_updateSlackThread["updateSlackThread"]
    n_c["c"]
  end
  n_end --> n_b__x_
  n_b__x_ --> n_c
  n_end ==> n_c
  n_end -.-> n_c
`);
});

it('shows how the steps ran, and leaves out what the plan does not have', () => {
  const drawn = renderMermaid(PLAN, [
    { name: 'investigate', status: 'blocked', durationMs: null },
    { name: 'updateSlackThread', status: 'done', durationMs: 1_400 },
    { name: 'setUpSlack', status: 'done', durationMs: 1 },
  ]);
  expect(drawn).toContain('subgraph step_investigate["investigate: blocked"]');
  expect(drawn).toContain('subgraph step_updateSlackThread["updateSlackThread: done, 1.4 s"]');
  expect(drawn).toMatch(/style step_investigate fill:#ffd7d5,stroke:#cf222e,stroke-width:3px/);
  expect(drawn).not.toContain('setUpSlack');
});

it('draws every node and every arrow of the response', () => {
  const drawn = renderMermaid(RESPONSE_PLAN);
  for (const { name, needs, settles, streams } of RESPONSE_PLAN.nodes) {
    expect(drawn).toContain(`n_${name}["${name}"]`);
    for (const need of needs) expect(drawn).toContain(`  n_${need} --> n_${name}\n`);
    for (const need of streams) expect(drawn).toContain(`  n_${need} ==> n_${name}\n`);
    for (const need of settles) expect(drawn).toContain(`  n_${need} -.-> n_${name}\n`);
  }
});
