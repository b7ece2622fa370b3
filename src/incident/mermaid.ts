import { seconds } from './durations';
import type { Plan } from './plan';
import type { NodeStatus } from './state';

const COLOURS: Readonly<Partial<Record<NodeStatus, string>>> = {
  done: 'fill:#d3f2d9,stroke:#2da44e',
  failed: 'fill:#ffd7d5,stroke:#cf222e',
  blocked: 'fill:#ffd7d5,stroke:#cf222e,stroke-width:3px',
  waiting: 'fill:#fff8c5,stroke:#9a6700',
  skipped: 'fill:#eaeef2,stroke:#8c959f,stroke-dasharray:4',
  running: 'fill:#ddf4ff,stroke:#0969da',
};

export interface RanStep {
  readonly name: string;
  readonly status: NodeStatus;
  readonly durationMs: number | null;
}

/**
 * The step graph as a Mermaid flowchart: a box a step, a node an activity; a solid arrow hands an output on, a dotted
 * one only waits, a thick one takes results as they come. With `ran`, each step bears its outcome and duration.
 */
export function renderMermaid(plan: Plan, ran: readonly RanStep[] = []): string {
  const lines = ['flowchart LR'];
  for (const { name } of plan.steps) {
    lines.push(`  subgraph step_${name}["${labelOf(name, ran)}"]`);
    for (const node of plan.nodes.filter(({ step }) => step === name)) lines.push(`    ${node.name}["${node.name}"]`);
    lines.push('  end');
  }
  for (const node of plan.nodes) {
    for (const need of node.needs) lines.push(`  ${need} --> ${node.name}`);
    for (const need of node.streams) lines.push(`  ${need} ==> ${node.name}`);
    for (const need of node.settles) lines.push(`  ${need} -.-> ${node.name}`);
  }
  for (const { name, status } of ran) {
    const colour = COLOURS[status];
    if (colour !== undefined) lines.push(`  style step_${name} ${colour}`);
  }
  return `${lines.join('\n')}\n`;
}

function labelOf(name: string, ran: readonly RanStep[]): string {
  const step = ran.find((other) => other.name === name);
  if (step === undefined) return name;
  return `${name}: ${step.status}${step.durationMs === null ? '' : `, ${seconds(step.durationMs)}`}`;
}
