const ROUNDS = 6;
/** Below this, a measurement says more about the clock than about the code. */
const MEASURABLE_US = 500;
const WARMING = 10;
/** The share of quadratic work at the smallest size that is still taken for noise. */
const SHARE = 1 / 44;
/** Time that grows this much is not linear. */
const HOPELESS = 36;
/**
 * The time may jump at one size, because the input no longer fits into a cache or garbage is collected. Code that is not
 * linear shows it at every size.
 */
const SCALES = [1, 2, 4, 8];

/**
 * How much longer ten times the input may take: twelve times at the smallest size. At a larger one the same share of quadratic
 * work weighs more, so a wider bound finds it too, and leaves room for what caches and large dictionaries cost.
 */
const mostAt = (scale: number): number => (10 + 100 * SHARE * scale) / (1 + SHARE * scale);

/**
 * Expects that ten times the input takes at most twelve times the time, or the equivalent at one of three larger sizes. CPU
 * time is compared, because other processes make a run take longer but do not add to its CPU time. The remaining noise only
 * adds to it, so the lowest of several rounds is closest to the truth.
 */
export function expectToGrowWithSize<Input>(inputOf: (factor: number) => Input, run: (input: Input) => unknown): void {
  const seen: string[] = [];
  for (const scale of SCALES) {
    const [most, growth] = [mostAt(scale), growthOf(inputOf(scale), inputOf(10 * scale), run, mostAt(scale))];
    if (growth <= most) return;
    seen.push(`${growth.toFixed(1)} (at most ${most.toFixed(1)})`);
    // It is not linear; larger inputs would only take minutes to show the same.
    if (scale > 1 && growth > HOPELESS) break;
  }
  expect(seen).toEqual([]);
}

function growthOf<Input>(small: Input, large: Input, run: (input: Input) => unknown, enough: number): number {
  // Run first until it is compiled, because the compiler's threads count towards this process too.
  workOf(() => run(small), WARMING);
  let repeats = 1;
  while (workOf(() => run(small), repeats) < MEASURABLE_US && repeats < 10_000) repeats *= 2;
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS && !(round > 0 && long / short <= enough); round += 1) {
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
