import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
/** Less than a test's own time limit, whose error would not say what the test was waiting for. */
const WITHIN_MS = 100_000;
const MAX_SHOWN = 8_000;

export interface WaitOptions {
  /** What the test is waiting for, in words; default: the source code of the condition. */
  readonly what?: string;
  readonly everyMs?: number;
  /** For waits that may take longer than usual. */
  readonly withinMs?: number;
}

const over = new AbortController();
afterAll(() => over.abort(new Error('the tests have ended')));

/**
 * Waits until a condition holds. @throws an error that names the condition if it does not hold in time, or an error once the
 * file's tests have ended.
 */
export async function waitUntil(holds: () => boolean | Promise<boolean>, options: WaitOptions = {}): Promise<void> {
  await wait(holds, (met) => met, { what: String(holds), ...options });
}

/** Reads until the condition holds for what was read, and returns that. @throws as `waitUntil`, with the last reading. */
export function readUntil<Seen>(
  read: () => Seen | Promise<Seen>,
  holds: (seen: Seen) => boolean,
  options: WaitOptions = {},
): Promise<Seen> {
  return wait(read, holds, { what: String(holds), ...options });
}

async function wait<Seen>(
  read: () => Seen | Promise<Seen>,
  holds: (seen: Seen) => boolean,
  { what, everyMs = LOOK_EVERY_MS, withinMs = WITHIN_MS }: WaitOptions,
): Promise<Seen> {
  const { signal } = over;
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const seen = await read();
    if (holds(seen)) return seen;
    if (Date.now() > giveUpAt) throw new Error(`waited ${withinMs / 1_000} s in vain for ${what}\nlast seen: ${shown(seen)}`);
    await pause(everyMs, undefined, { signal });
  }
}

function shown(seen: unknown): string {
  const text = JSON.stringify(seen) ?? 'nothing';
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
