const ROUNDS = 6;
/** Shorter than this, the clock says more than the code. */
const MEASURABLE_US = 500;
const WARMING = 10;
const MOST = 12;
/** What grows like this at two sizes, is not linear: a larger input would only take minutes to say the same. */
const HOPELESS = 3 * MOST;
/** Where an input leaves a cache, or a collection of garbage falls, the time jumps once; what is not linear, always grows. */
const SCALES = [1, 2, 4, 8];

/**
 * Expects that ten times the input takes at most twelve times the time, at one of four sizes. Only the two are compared,
 * and by the time that the processor has worked on them: what else runs on the machine makes a run longer, but not the
 * work. What is left of the noise only adds, so that the least of several rounds comes nearest to the truth.
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
  // Compiled first: the compiler works in threads of this process, too.
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

/** Microseconds of so many runs. */
function workOf(run: () => unknown, repeats: number): number {
  const before = process.cpuUsage();
  for (let count = 0; count < repeats; count += 1) run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
