import type { ActivityName } from '../../../../src/workflows/calls/activity-options';
import { nodesWith, settled, stepGraph } from '../../../../src/workflows/graph/step-graph';
import type { ResponseContext } from '../../../../src/workflows/response/response-context';
import type { NodeName } from '../../../../src/workflows/response/response-graph';

// The compiler is the test: `npm run typecheck` fails where an error that is expected here is none any more.
const { node } = nodesWith<ResponseContext, ActivityName>();
const about = { step: 'setUpSlack', description: 'a node of a test' } as const;

it('a node calls the activity that it declares, and no other', () => {
  const slack = node('setUpSlack', {}, (_, context, run) => context.call(run, {}), { ...about, activity: 'setUpSlack' });
  // @ts-expect-error The input is that of another activity.
  node('pinned', {}, (_, context, run) => context.call(run, { channelId: 'C1' }), { ...about, activity: 'setUpSlack' });
  // @ts-expect-error There is no such activity.
  node('sung', {}, async () => null, { ...about, activity: 'sing' });
  // @ts-expect-error It declares that it only computes.
  node('silent', {}, (_, context, run) => context.call(run, {}), { ...about, activity: null });
  expect(stepGraph([slack]).nodes).toHaveLength(1);
});

it('a node gets the outputs of the nodes that it needs, each of its type', () => {
  const count = node('count', {}, async () => 1, { ...about, activity: null });
  const text = node('text', { count }, async ({ count }) => count.toFixed(1), { ...about, activity: null });
  // @ts-expect-error What has settled may have no output.
  node('late', { count: settled(count) }, async ({ count }) => count.toFixed(1), { ...about, activity: null });
  // @ts-expect-error The output is a number.
  node('wrong', { count }, async ({ count }) => count.trim(), { ...about, activity: null });
  expect(stepGraph([count, text]).nodes.map(({ name }) => name)).toEqual(['count', 'text']);
});

it('a misspelt node is no node', () => {
  const known: NodeName = 'createChannel';
  // @ts-expect-error The names are those of the graph.
  const unknown: NodeName = 'createChanel';
  expect(known).not.toBe(unknown);
});
