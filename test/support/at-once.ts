/**
 * For tests that mostly wait for time limits outside their control: all of them start together, before the first result is
 * checked. They share nothing except what an earlier `beforeAll` has set up.
 */
export function itAtOnce(scenes: Readonly<Record<string, () => Promise<void>>>): void {
  const running = new Map<string, Promise<void>>();
  beforeAll(() => {
    for (const [name, scene] of Object.entries(scenes)) {
      const outcome = scene();
      // Its own test checks the outcome, possibly later.
      outcome.catch(() => undefined);
      running.set(name, outcome);
    }
  });
  it.each(Object.keys(scenes))('%s', (name) => running.get(name));
}
