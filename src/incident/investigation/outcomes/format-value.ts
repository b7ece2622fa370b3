import { assertNever } from '../../text/assert-never';
import { formatDuration } from '../../text/durations';
import { formatNumber } from '../../text/number-words';
import { utcTime } from '../../text/utc-time';

/** How a message may show a value: `{{value | percent}}`. A percentage is given as a share of 1. */
export const FORMATS = ['percent', 'seconds', 'milliseconds', 'bytes', 'time'] as const;
export type Format = (typeof FORMATS)[number];

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** A value of a reading for people: four significant digits, whole numbers in full, null as `no value`. */
export function formatValue(value: number | string | null, format: Format | null): string {
  if (value === null) return 'no value';
  if (format === 'time') return timeOf(value);
  if (typeof value === 'string') return value;
  switch (format) {
    case null:
      return formatNumber(value);
    case 'percent':
      return `${formatNumber(100 * value)} %`;
    case 'seconds':
      return durationOf(1_000 * value);
    case 'milliseconds':
      return durationOf(value);
    case 'bytes':
      return bytesOf(value);
    default:
      return assertNever(format);
  }
}

/** Below ten milliseconds, a rounded number of them would say nothing. */
function durationOf(ms: number): string {
  const size = Math.abs(ms);
  const sign = ms < 0 ? '-' : '';
  return size < 10 ? `${sign}${formatNumber(size)} ms` : `${sign}${formatDuration(size)}`;
}

function bytesOf(bytes: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(bytes))) / 3)));
  return `${formatNumber(bytes / 1_000 ** power)} ${BYTE_UNITS[power]}`;
}

/** Text is a time as it is; a number counts seconds since 1970. */
function timeOf(value: number | string): string {
  const time = new Date(typeof value === 'number' ? 1_000 * value : value);
  return Number.isNaN(time.getTime()) ? String(value) : utcTime(time.toISOString(), 'minutes');
}
