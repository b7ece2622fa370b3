import { formatDuration } from '../../text/durations';

/** When the trouble began, and when it is looked at. */
export interface TroubleTime {
  readonly startedAt: Date;
  readonly now: Date;
}

const MINUTE_MS = 60_000;
/** What happened so long before the trouble may belong to it: alerts fire minutes after what they report. */
export const NEAR_MS = 30 * MINUTE_MS;

/** Whether a moment is near the trouble or after its start. */
export function isNear(ms: number | null, { startedAt }: TroubleTime, withinMs = NEAR_MS): boolean {
  return ms !== null && ms >= startedAt.getTime() - withinMs;
}

/** A moment as people think of it: `12 min before the trouble`, `3 min after it began`. */
export function fromTrouble(ms: number, { startedAt }: TroubleTime): string {
  const after = ms - startedAt.getTime();
  if (Math.abs(after) < MINUTE_MS) return 'as the trouble began';
  const whole = Math.round(Math.abs(after) / MINUTE_MS) * MINUTE_MS;
  const days = Math.floor(whole / 86_400_000);
  const long = days >= 2 ? `${days} d` : formatDuration(whole);
  return after < 0 ? `${long} before the trouble` : `${long} after it began`;
}
