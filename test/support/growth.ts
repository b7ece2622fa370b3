const ROUNDS = 6;
/** Shorter than this, the clock says more than the code. */
const MEASURABLE_US = 500;
const TIMES = 10;
const MOST = 12;
/** Where an input leaves a cache, or a collection of garbage falls, the time jumps once; what is not linear, always grows. */
const SCALES = [1, 2, 4, 8];

/**
 * Expects that ten times the input takes at most twelve times the time, at one of four sizes. Only the two are compared,
 * and by the time that the processor has worked on them: what else runs on the machine makes a run longer, but not the
 * work. What is left of the noise only adds, so that the least of several rounds comes nearest to the truth. Walking an
 * object of ten times the keys takes V8 more than ten times the time, up to twenty: where a plain copy of the input grows
 * by more than ten, the code may grow by as much more.
 */
export function expectToGrowWithSize<Input>(inputOf: (factor: number) => Input, run: (input: Input) => unknown): void {
  let least = Number.POSITIVE_INFINITY;
  for (const scale of SCALES) {
    if (least > MOST) least = Math.min(least, growthOf(inputOf(scale), inputOf(TIMES * scale), run));
  }
  expect(least).toBeLessThanOrEqual(MOST);
}

function growthOf<Input>(small: Input, large: Input, run: (input: Input) => unknown): number {
  const growth = ratioOf(small, large, run);
  return growth <= MOST ? growth : growth / Math.max(1, ratioOf(small, large, (input) => structuredClone(input)) / TIMES);
}

function ratioOf<Input>(small: Input, large: Input, run: (input: Input) => unknown): number {
  run(small);
  let repeats = 1;
  while (workOf(() => run(small), repeats) < MEASURABLE_US && repeats < 10_000) repeats *= 2;
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS && !(round > 0 && long / short <= MOST); round += 1) {
    short = Math.min(short, workOf(() => run(small), TIMES * repeats) / (TIMES * repeats));
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
