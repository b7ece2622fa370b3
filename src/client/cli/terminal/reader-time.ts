import { utcTime } from '../../../incident/text/utc-time';

/** A time in UTC and, if that is another one, in the reader's time zone: `2026-01-04 01:00 UTC (02:00 in Europe/Berlin)`. */
export function readerTime(iso: string, timeZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  const utc = utcTime(iso, 'minutes');
  // Swedish writes dates as ISO 8601 does.
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso));
  if (utc === `${local} UTC`) return utc;
  const [day = '', time = ''] = local.split(' ');
  return `${utc} (${utc.startsWith(day) ? time : local} in ${timeZone})`;
}
