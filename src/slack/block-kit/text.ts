import { cleanLine, cleanText } from '../../incident/text/clean-text';
import { shortened } from '../../incident/text/graphemes';
import { utcTime } from '../../incident/text/utc-time';

/** Untrusted text inside mrkdwn. With these three characters escaped, it can contain neither a mention nor a link. */
export function escapeText(text: string, maxChars = 500): string {
  return escapeClean(cleanLine(text, maxChars), maxChars);
}

/** Like `escapeText`, but keeps line breaks. */
export function escapeLines(text: string, maxChars: number): string {
  return escapeClean(cleanText(text, maxChars), maxChars);
}

/** The limit applies to the escaped text, as Slack counts it; no escape is cut in two. */
function escapeClean(text: string, maxChars: number): string {
  return cutEscaped(markupFree(text), maxChars);
}

const markupFree = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Cuts escaped text. No escape and no character is cut in two: Slack's client cannot send half a character. */
export function cutEscaped(escaped: string, maxChars: number): string {
  const short = shortened(escaped, maxChars);
  return short === escaped ? escaped : `${short.slice(0, -1).replace(/&[a-z]{0,3}$/, '')}…`;
}

/** Lines as a code block that its content cannot break out of. */
export function codeBlock(lines: readonly string[], maxChars = 1_500): string {
  const text = escapeLines(lines.join('\n'), maxChars).replace(/```/g, "'''");
  return `\`\`\`\n${text}\n\`\`\``;
}

/** Lines as a code block, character by character. They must be visible text (`visibleText`) that fits into the message. */
export const exactBlock = (lines: readonly string[]): string => `\`\`\`\n${markupFree(lines.join('\n'))}\n\`\`\``;

/** A link with our own label; null if the address is not an http(s) URL. */
export function link(url: string, label: string): string | null {
  if (!/^https?:\/\//i.test(url) || /\s/.test(url)) return null;
  const safe = url.toWellFormed().replace(/&/g, '&amp;').replace(/</g, '%3C').replace(/>/g, '%3E').replace(/\|/g, '%7C');
  return `<${safe}|${escapeText(label, 80)}>`;
}

/** A time in the reader's own time zone. */
export function date(iso: string): string {
  return timeToken(iso, '{date_short_pretty} at {time}');
}

/** A time within a sentence, after "at" or "since". In the reader's own time zone. */
export function moment(iso: string): string {
  return timeToken(iso, '{time}, {date_short_pretty}');
}

/** Slack writes the time; clients that cannot show the fallback. */
function timeToken(iso: string, format: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms)
    ? escapeText(iso)
    : `<!date^${Math.floor(ms / 1_000)}^${format}|${utcTime(new Date(ms).toISOString(), 'minutes')}>`;
}

/** Our own mention of a person who was found. */
export function mention(userId: string): string {
  return /^[A-Z0-9]+$/.test(userId) ? `<@${userId}>` : escapeText(userId);
}
