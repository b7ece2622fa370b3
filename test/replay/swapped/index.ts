import { RESPONSE_GRAPH } from '../../../src/workflows/response/response-graph';

export * from '../../../src/workflows';

/** The workflow with its first two nodes in each other's place: what the replay gate must not let pass. */
const nodes = RESPONSE_GRAPH.nodes as unknown[];
const [first, second] = nodes;
if (first === undefined || second === undefined) throw new Error('the response graph has fewer than two nodes');
nodes.splice(0, 2, second, first);
