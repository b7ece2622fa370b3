import { type Content, html, Markup } from '../../../incident/report/html/html';
import { emojiNamed } from './emoji';
import { nameOf, type Reader } from './reader';
import { formatDate } from './slack-date';

const NOTHING = new Markup('');

/** Slack's markup as HTML. Whatever it does not know is shown as text. */
export function drawMrkdwn(text: string, reader: Reader): Markup {
  const parts = text.split(/```([\s\S]*?)```/);
  return join(
    parts.map((part, index) =>
      index % 2 === 1 ? html`<pre class="code">${plainOf(part.replace(/^\n/, ''), reader)}</pre>` : drawLines(part, reader, index > 0),
    ),
  );
}

function drawLines(text: string, reader: Reader, isAfterCode: boolean): Markup {
  // A code block stands on lines of its own, so the break beside it is not another line.
  const lines = text
    .replace(isAfterCode ? /^\n/ : /^(?!)/, '')
    .replace(/\n$/, '')
    .split('\n');
  if (text === '' || (lines.length === 1 && lines[0] === '')) return NOTHING;
  const runs: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of lines) {
    const isQuote = /^(?:&gt;|>)/.test(line);
    const last = runs.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(line);
    else runs.push({ isQuote, lines: [line] });
  }
  return join(
    runs.map((run) => {
      const drawn = run.lines.map((line) => drawInline(run.isQuote ? line.replace(/^(?:&gt;|>)\s?/, '') : line, reader));
      const inner = join(drawn.flatMap((line, index) => (index === 0 ? [line] : [html`<br>`, line])));
      return run.isQuote ? html`<blockquote>${inner}</blockquote>` : html`<span>${inner}</span>`;
    }),
  );
}

/** Code, a control sequence in angle brackets, emoji, then the three styles. A style's mark touches no word outside it. */
const INLINE =
  /`([^`]+)`|<([^<>]+)>|:([a-z0-9_+-]{1,60}):|(?<![\p{L}\p{N}*])\*(?=\S)([^*]*?[^*\s])\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_]*?[^_\s])_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~]*?[^~\s])~(?![\p{L}\p{N}~])/gu;

function drawInline(line: string, reader: Reader): Markup {
  const drawn: Markup[] = [];
  let end = 0;
  for (const match of line.matchAll(INLINE)) {
    const [whole, code, control, emoji, bold, italic, struck] = match;
    drawn.push(html`${unescaped(line.slice(end, match.index))}`);
    end = match.index + whole.length;
    if (code !== undefined) drawn.push(html`<code>${plainOf(code, reader)}</code>`);
    else if (control !== undefined) drawn.push(drawControl(control, reader));
    else if (emoji !== undefined) drawn.push(html`${emojiNamed(emoji) ?? whole}`);
    else if (bold !== undefined) drawn.push(html`<b>${drawInline(bold, reader)}</b>`);
    else if (italic !== undefined) drawn.push(html`<i>${drawInline(italic, reader)}</i>`);
    else drawn.push(html`<s>${drawInline(struck ?? '', reader)}</s>`);
  }
  drawn.push(html`${unescaped(line.slice(end))}`);
  return join(drawn);
}

/** What stands in angle brackets: a mention, a date, a link. */
function drawControl(control: string, reader: Reader): Markup {
  const [target = '', ...labels] = control.split('|');
  const label = labels.join('|');
  const mention = (text: string, isMe = false): Markup => html`<span class="${isMe ? 'mention me' : 'mention'}">${text}</span>`;
  const id = target.slice(1);
  if (/^@[A-Z0-9]+$/.test(target)) return mention(`@${nameOf(reader, id)}`, id === reader.userId);
  if (/^#[A-Z0-9]+$/.test(target)) return mention(`#${reader.channels.get(id) ?? (unescaped(label) || id)}`);
  if (/^!(?:here|channel|everyone)$/.test(target)) return mention(`@${id}`, true);
  if (target.startsWith('!subteam^')) return mention(unescaped(label) || `@${reader.groups.get(target.slice(9)) ?? target.slice(9)}`);
  if (target.startsWith('!date^')) return html`${dateIn(target, label, reader)}`;
  if (target.startsWith('!')) return html`${unescaped(label || target)}`;
  return drawLink(unescaped(target), unescaped(label));
}

/** Only web and mail addresses become links; anything else, like `javascript:`, stays text. */
export function drawLink(url: string, label: string): Markup {
  if (!/^(?:https?:\/\/|mailto:)[^\s"'<>`\\]+$/i.test(url)) return html`${label === '' ? url : `${label} (${url})`}`;
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer">${label === '' ? url : label}</a>`;
}

function dateIn(target: string, fallback: string, reader: Reader): string {
  const [, seconds = '', format = ''] = target.split('^');
  const epoch = Number(seconds);
  const isTime = /^\d{1,12}$/.test(seconds) && format !== '' && !Number.isNaN(new Date(epoch * 1_000).getTime());
  return isTime ? formatDate(epoch, unescaped(format), reader) : unescaped(fallback);
}

/** Inside code, control sequences show their text alone. */
function plainOf(text: string, reader: Reader): string {
  const shown = text.replace(/<([^<>]+)>/g, (whole, control: string) => {
    const [target = '', label = ''] = control.split('|');
    if (/^@[A-Z0-9]+$/.test(target)) return `@${nameOf(reader, target.slice(1))}`;
    if (target.startsWith('!date^')) return dateIn(target, label, reader);
    return /^(?:https?:|mailto:)/i.test(target) ? label || target : whole;
  });
  return unescaped(shown);
}

/** In this order: what is escaped twice stays escaped once. */
export function unescaped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

function join(parts: readonly Content[]): Markup {
  return html`${parts}`;
}
