const ROUNDS = 6;
/** Below this, a measurement says more about the clock than about the code. */
const MEASURABLE_US = 500;
const WARMING = 10;
/** Linear work gives 10 and quadratic work 100; what caches, dictionaries and garbage collection add stays below this. */
const MOST = 20;
/** Code whose time grows this much at two sizes is not linear; larger inputs would only take minutes to show the same. */
const HOPELESS = 2 * MOST;
/**
 * The time may jump at one size, because the input no longer fits into a cache or garbage is collected. Code that is not
 * linear shows it at every size.
 */
const SCALES = [1, 2, 4, 8];

/**
 * Expects that ten times the input takes at most twenty times the time, at one of four sizes at least. CPU time is compared,
 * because other processes make a run take longer but do not add to its CPU time. The remaining noise only adds to it, so the
 * lowest of several rounds is closest to the truth.
 */
export function expectToGrowWithSize<Input>(inputOf: (factor: number) => Input, run: (input: Input) => unknown): void {
  let least = Number.POSITIVE_INFINITY;
  for (const scale of SCALES) {
    least = Math.min(least, growthOf(inputOf(scale), inputOf(10 * scale), run));
    if (least <= MOST || (scale > 1 && least > HOPELESS)) break;
  }
  expect(least).toBeLessThanOrEqual(MOST);
}

function growthOf<Input>(small: Input, large: Input, run: (input: Input) => unknown): number {
  // Run first until it is compiled, because the compiler's threads count towards this process too.
  workOf(() => run(small), WARMING);
  let repeats = 1;
  while (workOf(() => run(small), repeats) < MEASURABLE_US && repeats < 10_000) repeats *= 2;
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS && !(round > 0 && long / short <= MOST); round += 1) {
    short = Math.min(short, workOf(() => run(small), 10 * repeats) / (10 * repeats));
    long = Math.min(long, workOf(() => run(large), repeats) / repeats);
  }
  return long / short;
}

/** CPU time of this many runs, in microseconds. */
function workOf(run: () => unknown, repeats: number): number {
  const before = process.cpuUsage();
  for (let count = 0; count < repeats; count += 1) run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
