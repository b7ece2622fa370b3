import type { IncidentState } from './state';
import { seconds } from './durations';

/** The response in a few lines of plain text, for the summary in the thread. */
export function summaryLines(state: IncidentState): string[] {
  // The summary is part of the last step, so the steps before it are what can be counted.
  const steps = state.steps.filter(({ name }) => name !== 'summarizeIncident');
  const done = steps.filter(({ status }) => status === 'done').length;
  const lines = [`${done} of ${steps.length} steps before this one done`];
  const { metrics, people, investigation } = state;
  if (metrics.timeToWarRoomMs !== null) lines.push(`war room after ${seconds(metrics.timeToWarRoomMs)}`);
  if (people !== null) {
    const asked = people.resolved.length + people.unresolved.length;
    const missing = people.unresolved.map(({ reference }) => reference).join(', ');
    lines.push(`people: ${asked - people.unresolved.length} of ${asked} found${missing === '' ? '' : `; not found: ${missing}`}`);
  }
  if (investigation !== null) {
    const { counts, health, confidence, confidenceInputs } = investigation;
    lines.push(`probes: ${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`);
    lines.push(`health ${health === null ? 'unknown' : `${health}/100`}, confidence ${confidence} % (${confidenceInputs})`);
  }
  for (const { name, status, problem } of steps) {
    if (status === 'blocked' && problem !== null) lines.push(`${name} is blocked: ${problem.message}`);
  }
  for (const { what, problem } of state.degradations) lines.push(`degraded: ${what}: ${problem.message}`);
  return lines;
}
