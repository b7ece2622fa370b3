import type { Containers } from './containers';
import { columns, spread } from './table';

/** As lines of the table. */
export function containerLines({ rounds, probes, probesMs, sameMs, plainMs, ratios }: Containers): string[] {
  return [
    '',
    `${probes} probes in parallel, and docker run of the same, ${rounds} rounds`,
    ...columns([
      ['', 'min', 'p50', 'p95', 'max'],
      spread('  probes, from the first scheduled to the last recorded, ms', probesMs),
      spread('  docker run --rm, the same sandbox, ms', sameMs),
      spread('  docker run --rm, no sandbox, ms', plainMs),
      spread('  times the same sandbox, round by round', ratios.same),
      spread('  times no sandbox, round by round', ratios.plain),
    ]),
  ];
}

/** How many times `docker run` probes may take. */
const TIMES_AT_MOST = 1.5;

export function containerGoals({ probes, probesMs, sameMs, plainMs }: Containers) {
  return [
    {
      name: `${probes} probes in parallel, times docker run with the same sandbox (medians)`,
      measured: probesMs.p50 / sameMs.p50,
      atMost: TIMES_AT_MOST,
    },
    {
      name: `${probes} probes in parallel, times docker run without a sandbox (medians)`,
      measured: probesMs.p50 / plainMs.p50,
      atMost: TIMES_AT_MOST,
    },
  ];
}
