/** An age, in whole minutes, or in days from two days upwards: `under a minute`, `12 min`, `3 d`. */
export function ageOf(ms: number): string {
  if (ms < 60_000) return 'under a minute';
  const days = Math.floor(ms / 86_400_000);
  return days < 2 ? formatDuration(Math.floor(ms / 60_000) * 60_000) : `${days} d`;
}

/** Above this, durations do not need seconds. Below it they do: four consecutive events must not all be "1 min". */
const SECONDS_UNTIL_MS = 10 * 60_000;

/** A human-readable duration: `310 ms`, `1.4 s`, `1 min 12 s`, `12 min`, `3 h 5 min`. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1_000) return `${Math.round(ms)} ms`;
  if (Math.round(ms / 100) < 600) return `${(ms / 1_000).toFixed(1)} s`;
  const whole = Math.round(ms / 1_000);
  if (ms < SECONDS_UNTIL_MS && whole % 60 !== 0) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}
