import { cleanLine } from '../../incident/text/clean-text';

/** The blocks we use, within Slack's limits: header 150, section 3,000, 10 fields of 2,000 characters. */
export type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text?: Mrkdwn; readonly fields?: readonly Mrkdwn[] }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] }
  | { readonly type: 'actions'; readonly elements: readonly PressedBy[] }
  | { readonly type: 'image'; readonly image_url: string; readonly alt_text: string };
interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: true;
}
interface MenuOption {
  readonly text: PlainText;
  readonly value: string;
}
/** What people press: a button, or an entry of a menu. */
export type PressedBy =
  | {
      readonly type: 'button';
      readonly action_id: string;
      readonly text: PlainText;
      readonly value: string;
      readonly style?: 'primary';
    }
  | { readonly type: 'overflow'; readonly action_id: string; readonly options: readonly MenuOption[] };
interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Keeps Slack from turning text that looks like links, mentions or channels into them. */
  readonly verbatim: true;
}

export interface Rendered {
  /** Read by notifications and screen readers. */
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly { readonly color: string; readonly fallback: string; readonly blocks: readonly Block[] }[];
}

const cut = (text: string, max: number): string => {
  const chars = [...text];
  return chars.length <= max ? text : `${chars.slice(0, max - 1).join('')}…`;
};
/** Cuts only between mentions, links and escapes: half of one would swallow what follows or be shown as garbage. */
function cutMarkup(text: string, max: number): string {
  const short = cut(text, max);
  return short === text ? text : `${short.slice(0, -1).replace(/<[^<>]*$|&[a-z]{0,3}$/, '')}…`;
}
/** One empty text makes Slack refuse the whole message. */
const mrkdwn = (text: string, max: number): Mrkdwn => ({
  type: 'mrkdwn',
  text: text === '' ? '–' : cutMarkup(text, max),
  verbatim: true,
});

const plainText = (text: string, max: number): PlainText => ({ type: 'plain_text', text: cut(text, max), emoji: true });

export const header = (text: string): Block => ({ type: 'header', text: plainText(text, 150) });
export const section = (text: string): Block => ({ type: 'section', text: mrkdwn(text, 3_000) });
export const fields = (texts: readonly string[]): Block => ({
  type: 'section',
  fields: texts.slice(0, 10).map((text) => mrkdwn(text, 2_000)),
});
export const context = (text: string): Block => ({ type: 'context', elements: [mrkdwn(text, 2_000)] });

/** `label` is outside text at most as far as a person's name is: plain text needs no escaping. */
export function button(drawn: { actionId: string; label: string; value: string; isPrimary?: boolean }): PressedBy {
  const { actionId: action_id, label, value, isPrimary = false } = drawn;
  const text = plainText(cleanLine(label, 75), 75);
  return { type: 'button', action_id, text, value, ...(isPrimary ? { style: 'primary' } : {}) };
}

/** An overflow menu, of one to five entries. */
export const menu = (action_id: string, options: readonly MenuOption[]): PressedBy => ({ type: 'overflow', action_id, options });
export const menuOption = (label: string, value: string): MenuOption => ({ text: plainText(label, 75), value });

/** Slack fetches the image itself, and refuses the whole message if it cannot. */
export const image = (url: string, text: string): Block => ({ type: 'image', image_url: url, alt_text: cut(text, 2_000) });

/** The message without its images; the same message if it has none. */
export function withoutImages(rendered: Rendered): Rendered {
  const { attachments = [] } = rendered;
  const isImage = ({ type }: Block): boolean => type === 'image';
  if (!attachments.some(({ blocks }) => blocks.some(isImage))) return rendered;
  return { ...rendered, attachments: attachments.map((one) => ({ ...one, blocks: one.blocks.filter((block) => !isImage(block)) })) };
}

/** Slack allows 50 blocks, but no one would read more than this many. */
const MAX_SECTIONS = 10;
const SECTION_CHARS = 2_800;

/** Packs many lines into as few sections as possible. */
export function inSections(lines: readonly string[]): readonly Block[] {
  return chunksOf(lines).slice(0, MAX_SECTIONS).map(section);
}

/** How many of the first groups of lines fit into one message, with room for one more section unless all of them do. */
export function howManyFit(groups: readonly (readonly string[])[]): number {
  const all = leading(groups, MAX_SECTIONS);
  return all === groups.length ? all : leading(groups, MAX_SECTIONS - 1);
}

function leading(groups: readonly (readonly string[])[], sections: number): number {
  let used = 0;
  let size = 0;
  for (const [index, group] of groups.entries()) {
    for (const line of group) {
      const isJoined = used > 0 && size + line.length < SECTION_CHARS;
      size = isJoined ? size + 1 + line.length : line.length;
      if (!isJoined) used += 1;
    }
    if (used > sections) return index;
  }
  return groups.length;
}

function chunksOf(lines: readonly string[]): string[] {
  const chunks: string[] = [];
  for (const line of lines) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + line.length < SECTION_CHARS) chunks[chunks.length - 1] = `${last}\n${line}`;
    else chunks.push(line);
  }
  return chunks;
}
