import type { Plan } from '../model/plan';
import type { NodeStatus } from '../model/state';
import { formatDuration } from '../text/durations';

/** Text has its own colour, because a dark page's theme would write light text on these light boxes. */
const COLOURS: Readonly<Record<NodeStatus, string>> = {
  done: 'fill:#d3f2d9,stroke:#2da44e,color:#1f2328',
  failed: 'fill:#ffd7d5,stroke:#cf222e,color:#1f2328',
  blocked: 'fill:#ffd7d5,stroke:#cf222e,stroke-width:3px,color:#1f2328',
  waiting: 'fill:#fff8c5,stroke:#9a6700,color:#1f2328',
  skipped: 'fill:#eaeef2,stroke:#8c959f,stroke-dasharray:4,color:#1f2328',
  running: 'fill:#ddf4ff,stroke:#0969da,color:#1f2328',
  pending: 'fill:#ffffff,stroke:#8c959f,color:#1f2328',
};

export interface RanStep {
  readonly name: string;
  readonly status: NodeStatus;
  readonly durationMs: number | null;
}

/**
 * The step graph as a Mermaid flowchart: a box per step, a node per activity. A solid arrow passes an output on, a dotted
 * arrow only waits, and a thick arrow takes results as they come. With `ran`, each step shows its outcome and duration.
 */
export function renderMermaid(plan: Plan, ran: readonly RanStep[] = []): string {
  const lines = ['flowchart LR'];
  for (const { name } of plan.steps) {
    lines.push(`  subgraph step_${name}["${quoted(labelOf(name, ran))}"]`);
    for (const node of plan.nodes.filter(({ step }) => step === name)) lines.push(`    ${idOf(node.name)}["${quoted(node.name)}"]`);
    lines.push('  end');
  }
  for (const node of plan.nodes) {
    for (const need of node.needs) lines.push(`  ${idOf(need)} --> ${idOf(node.name)}`);
    for (const need of node.streams) lines.push(`  ${idOf(need)} ==> ${idOf(node.name)}`);
    for (const need of node.settles) lines.push(`  ${idOf(need)} -.-> ${idOf(node.name)}`);
  }
  for (const { name, status } of ran.filter(({ name }) => plan.steps.some((step) => step.name === name))) {
    lines.push(`  style step_${name} ${COLOURS[status]}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A prefix distinguishes ids from Mermaid's keywords: a node may be called `end`. */
function idOf(node: string): string {
  return `n_${node.replace(/\W/g, '_')}`;
}

function quoted(label: string): string {
  return label.replaceAll('"', '#quot;');
}

function labelOf(name: string, ran: readonly RanStep[]): string {
  const step = ran.find((other) => other.name === name);
  if (step === undefined) return name;
  return `${name}: ${step.status}${step.durationMs === null ? '' : `, ${formatDuration(step.durationMs)}`}`;
}
