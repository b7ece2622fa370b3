import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;
/** Less than a test's own limit, which would not say what was waited for. */
const WITHIN_MS = 100_000;
const MAX_SHOWN = 8_000;

export interface WaitOptions {
  /** What is waited for, in words; else the source of the condition says it. */
  readonly what?: string;
  readonly everyMs?: number;
  /** For what takes longer than a test usually may. */
  readonly withinMs?: number;
}

const over = new AbortController();
afterAll(() => over.abort(new Error('the tests have ended')));

/** Waits for a condition. @throws what was waited for, when it does not come in time; or once the tests of the file are over. */
export async function waitUntil(holds: () => boolean | Promise<boolean>, options: WaitOptions = {}): Promise<void> {
  await wait(holds, (met) => met, { what: String(holds), ...options });
}

/** Reads until what was read holds, and returns that. @throws as `waitUntil`, and with what was read last. */
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
