import { type Scenario, SIGNAL_OF } from './data-set';
import type { Column } from './measurements';
import type { Question } from './timeline';

const BAND = 0.01;
const WINDOW = 5;
const LEAST_HISTORY = 20;

/**
 * What a simple rule answers. Of the metric that the alert is about, a service is anomalous if its worst sample lies outside the
 * band that holds 98 % of its history. If the alerted service is not, there is no cause; else it is the anomalous service without
 * an anomalous one among those that it calls, by deviation in standard deviations. Most likely first.
 */
export function naiveRanking({ known, alert }: Question, { calls }: Scenario): readonly string[] {
  const deviations = new Map<string, number>();
  for (const column of known.columns.filter(({ metric }) => SIGNAL_OF[metric] === alert.signal)) {
    deviations.set(column.service, Math.max(deviations.get(column.service) ?? 0, deviationOf(column)));
  }
  const isAnomalous = (service: string): boolean => (deviations.get(service) ?? 0) > 0;
  if (!isAnomalous(alert.service)) return [];
  return [...reachable(alert.service, calls)]
    .filter((service) => isAnomalous(service) && !(calls.get(service) ?? []).some((needed) => needed !== service && isAnomalous(needed)))
    .sort((a, b) => (deviations.get(b) ?? 0) - (deviations.get(a) ?? 0));
}

function deviationOf({ values, metric }: Column): number {
  const history = values.slice(0, -WINDOW).filter((value) => value !== null);
  const window = values.slice(-WINDOW).filter((value) => value !== null);
  if (history.length < LEAST_HISTORY || window.length === 0) return 0;
  const sorted = [...history].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? 0;
  const outside = metric === 'availability' ? at(BAND) - Math.min(...window) : Math.max(...window) - at(1 - BAND);
  const mean = history.reduce((sum, value) => sum + value, 0) / history.length;
  const variance = history.reduce((sum, value) => sum + (value - mean) ** 2, 0) / history.length;
  return Math.max(0, outside) / Math.max(Math.sqrt(variance), Number.EPSILON);
}

function reachable(from: string, calls: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([from]);
  // A set is walked in the order of insertion, and what is added on the way is walked too.
  for (const service of found) for (const needed of calls.get(service) ?? []) found.add(needed);
  return found;
}
