import { parseEvents } from '../../src/incident/alerts/parse-events';
import { KNOWN_SOURCES } from '../../src/incident/alerts/vendors';
import { InvalidInputError } from '../../src/incident/text/errors';
import { BASES } from './bases';
import { fuzzParser } from './fuzz-parser';
import { GROWTHS, grown } from './mutate';

const BYTES = Number(process.env.FUZZ_BYTES ?? 10_000_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const SMALL = 30_000;
/** The first payloads of a source have most of its fields. */
const MEASURED = 2;
/** Above this a second look at a larger size is worth its time. */
const SUSPICIOUS = 20;
/** Ten times the size; code whose time grows with the square of it would take a hundred times as long. */
const TOO_SLOW = 30;
const TIMEOUT_MS = 1_800_000;

const report: string[] = [];
afterAll(() => {
  process.stdout.write(`${report.join('\n')}\n`);
});

it.each(KNOWN_SOURCES)(
  '%s refuses or reads whatever comes in',
  (source) => {
    const before = process.cpuUsage();
    const { bodies, bytes, accepted, faults } = fuzzParser(source, BYTES, SEED);
    const { user, system } = process.cpuUsage(before);
    report.push(
      `${source}: ${bodies} bodies, ${bytes} bytes, ${accepted} read, ${Math.round((user + system) / 1_000 / (bytes / 1e6))} ms/MB`,
    );
    expect(faults).toEqual([]);
  },
  TIMEOUT_MS,
);

it.each(KNOWN_SOURCES)(
  '%s takes time that grows no faster than the text, whichever field is large',
  (source) => {
    let slowest = { msPerMb: 0, what: '' };
    for (const base of (BASES[source] ?? []).slice(0, MEASURED)) {
      for (const [kind, grow] of GROWTHS) {
        for (const { path, of } of grown(base, grow)) {
          const read = (body: unknown) => attempt(body, source);
          const [small, large] = [of(SMALL), of(10 * SMALL)];
          const [short, long] = [timeOf(() => read(small), 3), timeOf(() => read(large), 1)];
          const msPerMb = long / (JSON.stringify(large).length / 1e6);
          if (msPerMb > slowest.msPerMb) slowest = { msPerMb, what: `${kind} in ${path}` };
          if (long <= SUSPICIOUS * Math.max(short, 0.5)) continue;
          const largest = of(100 * SMALL);
          const growth = timeOf(() => read(largest), 2) / timeOf(() => read(large), 3);
          report.push(
            `${source}: ${kind} in ${path} took ${(long / short).toFixed(1)} times as long at ten times the size, then ${growth.toFixed(1)}`,
          );
          expect(growth).toBeLessThan(TOO_SLOW);
        }
      }
    }
    report.push(`${source}: slowest ${slowest.msPerMb.toFixed(1)} ms/MB, ${slowest.what}`);
  },
  TIMEOUT_MS,
);

function attempt(body: unknown, source: string): unknown {
  try {
    return [parseEvents(body, { receivedAt: '2026-11-24T00:00:00.000Z', source })];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error;
  }
}

/** The shortest of some runs, in milliseconds of processor time. */
function timeOf(run: () => unknown, rounds: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
