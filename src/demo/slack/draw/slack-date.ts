import type { Reader } from './reader';

type Where = Pick<Reader, 'timeZone' | 'now'>;
const DAY_MS = 86_400_000;

/** Slack's date tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function formatDate(epochSeconds: number, format: string, where: Where): string {
  const at = new Date(epochSeconds * 1_000);
  const shown = (options: Intl.DateTimeFormatOptions): string => inZone(at, where, options);
  const pretty = (full: string): string => relativeDay(at, where) ?? full;
  const numbers: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' };
  const short = shown({ month: 'short', day: 'numeric', year: 'numeric' });
  const date = `${shown({ month: 'long' })} ${ordinal(Number(shown({ day: 'numeric' })))}, ${shown({ year: 'numeric' })}`;
  const long = `${shown({ weekday: 'long' })}, ${date}`;
  const tokens: Readonly<Record<string, () => string>> = {
    date_num: () => inZone(at, where, numbers, 'en-CA'),
    date_slash: () => inZone(at, where, numbers),
    date: () => date,
    date_short: () => short,
    date_long: () => long,
    date_pretty: () => pretty(date),
    date_short_pretty: () => pretty(short),
    date_long_pretty: () => pretty(long),
    time: () => timeOf(at, where),
    time_secs: () => shown({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(at, where.now),
  };
  const text = format.replace(/\{(\w+)\}/g, (token, name: string) => (Object.hasOwn(tokens, name) ? (tokens[name]?.() ?? token) : token));
  return /^\{date\w*_pretty\}/.test(format) ? capitalised(text) : text;
}

/** The time of day as it stands beside a message. */
export function timeOf(at: Date, where: Where): string {
  return inZone(at, where, { hour: 'numeric', minute: '2-digit' });
}

/** The heading above the messages of a day. */
export function dayOf(at: Date, where: Where): string {
  const full = `${inZone(at, where, { weekday: 'long' })}, ${inZone(at, where, { month: 'long' })} ${ordinal(Number(inZone(at, where, { day: 'numeric' })))}`;
  return capitalised(relativeDay(at, where) ?? full);
}

function inZone(at: Date, { timeZone }: Where, options: Intl.DateTimeFormatOptions, locale = 'en-US'): string {
  // Node puts a narrow space before "AM"; Slack, an ordinary one.
  return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at).replace(/\u202f/g, ' ');
}

function relativeDay(at: Date, where: Where): string | null {
  const day = (date: Date): number => Date.parse(inZone(date, where, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA'));
  const days = Math.round((day(at) - day(where.now)) / DAY_MS);
  return days === 0 ? 'today' : days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : null;
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return `${day}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
}

function ago(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1_000);
  const format = new Intl.RelativeTimeFormat('en-US');
  const [unit, size] = (
    [
      ['day', 86_400],
      ['hour', 3_600],
      ['minute', 60],
    ] as const
  ).find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return format.format(Math.trunc(seconds / size), unit);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
