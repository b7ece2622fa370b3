import { html, type Markup } from '../../../incident/report/html/html';
import { identified, type Message } from '../slack-json';
import { drawAvatar } from './avatar';
import { drawBlocks } from './blocks';
import { drawMrkdwn } from './mrkdwn';
import { nameOf, type Reader } from './reader';
import { formatDate, timeOf } from './slack-date';

/** How one message stands among the others. */
export interface Setting {
  readonly channel: string;
  readonly isEphemeral: boolean;
  readonly isPinned: boolean;
  /** False if it follows one of the same author closely: then its author is not named again. */
  readonly namesAuthor: boolean;
  /** False inside a thread, which has no threads of its own. */
  readonly showsThread: boolean;
  /** Named in a message's own menu. */
  readonly shortcuts: readonly { readonly name: string; readonly callbackId: string }[];
}

/** Messages that Slack writes about the channel, in one soft line. */
const NOTICES: ReadonlySet<string> = new Set([
  'channel_topic',
  'channel_purpose',
  'channel_archive',
  'channel_unarchive',
  'channel_name',
  'channel_join',
  'group_topic',
  'group_purpose',
  'group_archive',
  'group_unarchive',
  'group_name',
  'group_join',
]);

export function drawMessage(given: Message, reader: Reader, setting: Setting): Markup {
  const message = identified(given);
  const { ts, thread_ts: threadTs, user = '' } = message;
  const ids = html`data-channel="${setting.channel}" data-ts="${ts}" ${threadTs === undefined ? null : html`data-thread="${threadTs}"`}`;
  const classes = ['message', ...(setting.isEphemeral ? ['ephemeral'] : []), ...(setting.isPinned ? ['pinned'] : [])].join(' ');
  const isNotice = NOTICES.has(message.subtype ?? '');
  const showsAuthor = setting.namesAuthor || setting.isEphemeral || setting.isPinned;
  return html`<article class="${classes}" ${ids}>${marksOf(setting)}<div class="row"><div class="side">${
    showsAuthor ? drawAvatar(reader, user) : html`<time>${timeOf(sentAt(ts), reader).replace(/ [AP]M$/, '')}</time>`
  }</div><div class="main">${showsAuthor ? drawAuthor(message, reader) : null}${
    isNotice ? html`<div class="notice">${noticeOf(message, reader)}</div>` : drawContent(message, reader)
  }${setting.showsThread ? drawReplies(message, reader) : null}</div>${drawMenu(setting)}</div></article>`;
}

function marksOf({ isEphemeral, isPinned }: Setting): Markup | null {
  if (isEphemeral) return html`<div class="mark">👁 Only visible to you</div>`;
  return isPinned ? html`<div class="mark">📌 Pinned</div>` : null;
}

function drawAuthor({ user = '', ts, bot_id }: Message, reader: Reader): Markup {
  const isApp = bot_id !== undefined || reader.people.get(user)?.isBot === true;
  const when = formatDate(Number(ts), '{date_long} at {time}', reader);
  return html`<div class="author"><b>${nameOf(reader, user)}</b>${isApp ? html`<span class="badge">APP</span>` : null}<time title="${when}">${timeOf(sentAt(ts), reader)}</time></div>`;
}

/** Slack shows the text only if there are no blocks: they say the same. */
export function drawContent({ text, blocks = [], attachments = [], edited }: Message, reader: Reader): Markup {
  const hasBlocks = blocks.length > 0 || attachments.some((one) => one.blocks !== undefined);
  const mark = edited === undefined ? null : html`<span class="edited">(edited)</span>`;
  const words = hasBlocks ? null : html`<div class="text">${drawMrkdwn(text, reader)} ${mark}</div>`;
  const bars = attachments.map(
    ({ color, blocks: inside = [], text: said = '', fallback = '' }) =>
      html`<div class="attachment">${bar(color ?? '')}<div class="grow">${inside.length > 0 ? drawBlocks(inside, reader) : html`<div class="text">${drawMrkdwn(said || fallback, reader)}</div>`}</div></div>`,
  );
  return html`<div class="body">${words}${drawBlocks(blocks, reader)}${bars}${hasBlocks ? mark : null}</div>`;
}

/** An SVG, because the page allows no inline style. */
function bar(colour: string): Markup {
  const named: Readonly<Record<string, string>> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' };
  const fill = /^#?[0-9a-f]{6}$/i.test(colour) ? `#${colour.replace('#', '')}` : (named[colour] ?? '#ddd');
  return html`<svg class="bar" viewBox="0 0 1 1" preserveAspectRatio="none" role="presentation"><rect width="1" height="1" fill="${fill}"/></svg>`;
}

function noticeOf({ text, user = '' }: Message, reader: Reader): Markup {
  return drawMrkdwn(text.replace(`<@${user}> `, ''), reader);
}

function drawReplies({ ts, reply_count: count = 0, reply_users: users = [] }: Message, reader: Reader): Markup | null {
  if (count === 0) return null;
  const faces = users.slice(0, 4).map((user) => drawAvatar(reader, user));
  return html`<button type="button" class="replies" data-act="thread" value="${ts}">${faces}<b>${count} ${count === 1 ? 'reply' : 'replies'}</b><span>View thread</span></button>`;
}

function drawMenu({ shortcuts, isEphemeral }: Setting): Markup | null {
  if (isEphemeral) return html`<button type="button" class="dismiss" data-act="dismiss" aria-label="Dismiss">✕</button>`;
  const items = shortcuts.map(
    ({ name, callbackId }) => html`<button type="button" role="menuitem" data-act="messageShortcut" value="${callbackId}">${name}</button>`,
  );
  const reply = html`<button type="button" role="menuitem" data-act="reply">Reply in thread</button>`;
  return html`<details class="tools"><summary aria-label="Message actions">⋮</summary><div class="menu" role="menu">${reply}${items}</div></details>`;
}

export const sentAt = (ts: string): Date => new Date(Number(ts) * 1_000);
