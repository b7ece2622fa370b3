/** `2026-01-01 10:00:07 UTC`, or `2026-01-01 10:00 UTC` if seconds do not matter; the text itself if it is not a time. */
export function utcTime(iso: string, precision: 'seconds' | 'minutes' = 'seconds'): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  const length = precision === 'seconds' ? 19 : 16;
  return `${new Date(time).toISOString().slice(0, length).replace('T', ' ')} UTC`;
}
