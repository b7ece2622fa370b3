/**
 * Tests that mostly wait for somebody else's time limits: all begin together, before the first of them is looked at.
 * They share nothing but what a `beforeAll` above has set up.
 */
export function itAtOnce(scenes: Readonly<Record<string, () => Promise<void>>>): void {
  const running = new Map<string, Promise<void>>();
  beforeAll(() => {
    for (const [name, scene] of Object.entries(scenes)) {
      const outcome = scene();
      // Looked at by its own test, which may come later.
      outcome.catch(() => undefined);
      running.set(name, outcome);
    }
  });
  it.each(Object.keys(scenes))('%s', (name) => running.get(name));
}
