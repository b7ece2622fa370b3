import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

let over = new AbortController();
afterEach(() => {
  over.abort();
  over = new AbortController();
});

/** Waits for a condition; the test's own limit ends it. @throws once the test is over. */
export async function waitUntil(holds: () => boolean | Promise<boolean>): Promise<void> {
  const { signal } = over;
  while (!(await holds())) await pause(LOOK_EVERY_MS, undefined, { signal });
}
