import { type ActivityLimits, type Plan, type PlanNode, STEPS, type StepName } from '../../incident/model/plan';
import { type DeclaredNode, type Need, nameOf, type StepGraph } from './step-graph';

const STEP_DESCRIPTIONS: Readonly<Record<StepName, string>> = {
  parseIncidentEvent: 'Parse the event',
  setUpSlack: 'Connect to Slack',
  resolveSlackUsers: 'Find the people',
  createWarRoom: 'Create the war room',
  investigate: 'Investigate in isolated containers',
  updateSlackThread: 'Post findings in the thread',
  summarizeIncident: 'Score and summarise the response',
};

/** Compiles the declaration into the plan shown by the dry run, the diagram and the report. */
export function compilePlan<Context>(graph: StepGraph<Context>, limits: Readonly<Record<string, ActivityLimits>>): Plan {
  const nodes = graph.nodes.map((node) => planNode(node, limits));
  return { nodes, steps: STEPS.map((name) => planStep(name, graph.nodes)) };
}

function planNode<Context>(node: DeclaredNode<Context>, limits: Readonly<Record<string, ActivityLimits>>): PlanNode {
  const needs = Object.values(node.needs);
  return {
    name: node.name,
    step: node.step,
    description: node.description,
    activity: node.activity,
    needs: needs.filter((need) => !('settled' in need) && !('streamed' in need)).map(nameOf),
    settles: needs.filter((need) => 'settled' in need).map(nameOf),
    streams: needs.filter((need) => 'streamed' in need).map(nameOf),
    limits: node.activity === null ? null : limitsOf(node.activity, limits),
    optional: node.optional ?? false,
  };
}

function limitsOf(activity: string, limits: Readonly<Record<string, ActivityLimits>>): ActivityLimits {
  const found = limits[activity];
  if (found === undefined) throw new Error(`activity ${activity} has no limits`);
  return found;
}

function planStep<Context>(name: StepName, nodes: readonly DeclaredNode<Context>[]): Plan['steps'][number] {
  const stepOf = new Map(nodes.map((node) => [node.name, node.step]));
  const crosses = (node: DeclaredNode<Context>): [string, Need][] =>
    Object.entries(node.needs).filter(([, need]) => stepOf.get(nameOf(need)) !== node.step);
  const own = nodes.filter((node) => node.step === name).flatMap(crosses);
  const taken = nodes.flatMap(crosses).filter(([, need]) => stepOf.get(nameOf(need)) === name);
  const order = (step: StepName | undefined): number => (step === undefined ? -1 : STEPS.indexOf(step));
  const depends = [...new Set(own.map(([, need]) => stepOf.get(nameOf(need))))].filter((step) => step !== undefined);
  return {
    name,
    description: STEP_DESCRIPTIONS[name],
    depends: depends.sort((a, b) => order(a) - order(b)),
    inputs: [...new Set(own.map(([key]) => key))],
    outputs: [...new Set(taken.map(([key]) => key))],
  };
}
