import type { SourceProbes } from './source-probes';
import { columns, spread } from './table';

/** As lines of the table. */
export function sourceLines({ runs, directMs, probeMs, addedMs, ratio }: SourceProbes): string[] {
  return [
    '',
    `A probe that asks a Prometheus, ${runs} pairs`,
    ...columns([
      spread("  the source's own answer, ms", directMs),
      spread('  the probe, from scheduled to recorded, ms', probeMs),
      spread('  more than the source, ms', addedMs),
      spread('  times the source', ratio),
    ]),
  ];
}

/** By how much a probe may be slower than its source. */
const ADDED_AT_MOST_MS = 50;

export function sourceGoal({ addedMs }: SourceProbes): { readonly name: string; readonly measured: number; readonly atMost: number } {
  return { name: "a probe above its source's own answer, ms (p50)", measured: addedMs.p50, atMost: ADDED_AT_MOST_MS };
}
