import type { Fault } from '../support/fault-proxy';
import type { FaultPoint } from './fault-points';

export interface FaultCase {
  readonly point: FaultPoint;
  readonly fault: Fault;
}
export interface Outcome extends FaultCase {
  /** What was lost or doubled; empty: nothing. */
  readonly problems: readonly string[];
  /** From the fault to a clean room. */
  readonly cleanAfterMs: number;
  /** From the start of the next worker, for faults that kill one. */
  readonly mendedAfterMs: number | null;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export function outcomeLine({ fault, point, problems, cleanAfterMs, mendedAfterMs }: Outcome): string {
  const restart = mendedAfterMs === null ? '' : `, ${seconds(mendedAfterMs)} after the restart`;
  const end = problems.length === 0 ? `clean after ${seconds(cleanAfterMs)}${restart}` : problems.join('; ');
  return `${problems.length === 0 ? '✓' : '✗'} ${fault} at ${point.name}: ${end}`;
}

/** How many faults were tried, what was lost or doubled, and how long mending took, a line a point. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const points = [...new Set(outcomes.map(({ point }) => point.name))];
  const width = Math.max(...points.map((name) => name.length));
  const lines = points.map((name) => {
    const of = outcomes.filter(({ point }) => point.name === name);
    const clean = of.filter(({ problems }) => problems.length === 0);
    const killed = of.flatMap(({ mendedAfterMs }) => (mendedAfterMs === null ? [] : [mendedAfterMs]));
    const mended = killed.length === 0 ? '' : `, after a restart ${seconds(Math.max(...killed))}`;
    const longest = Math.max(...of.map(({ cleanAfterMs }) => cleanAfterMs));
    return `${name.padEnd(width)}  ${clean.length} of ${of.length} clean, longest ${seconds(longest)}${mended}`;
  });
  const broken = outcomes.filter(({ problems }) => problems.length > 0);
  return [...lines, `${outcomes.length} faults tried, ${broken.length} lost or doubled something`, ...broken.map(outcomeLine)].join('\n');
}
