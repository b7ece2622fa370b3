import { cleanLine } from '../../incident/text/clean-text';
import { shortened } from '../../incident/text/graphemes';

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
      readonly confirm?: { readonly title: PlainText; readonly text: PlainText; readonly confirm: PlainText; readonly deny: PlainText };
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

/** Cuts only between mentions, links and escapes: half of one would swallow what follows or be shown as garbage. */
function cutMarkup(text: string, max: number): string {
  const short = shortened(text, max);
  return short === text ? text : `${short.slice(0, -1).replace(/<[^<>]*$|&[a-z]{0,3}$/, '')}…`;
}
/** One empty text makes Slack refuse the whole message. */
const mrkdwn = (text: string, max: number): Mrkdwn => ({
  type: 'mrkdwn',
  text: text === '' ? '–' : cutMarkup(text, max),
  verbatim: true,
});

/** Plain text needs no escapes, but whole characters. */
const plain = (text: string, max: number): string => shortened(text.toWellFormed(), max) || '–';
const plainText = (text: string, max: number): PlainText => ({ type: 'plain_text', text: plain(text, max), emoji: true });

export const header = (text: string): Block => ({ type: 'header', text: plainText(text, 150) });
export const section = (text: string): Block => ({ type: 'section', text: mrkdwn(text, 3_000) });
export const fields = (texts: readonly string[]): Block => ({
  type: 'section',
  fields: texts.slice(0, 10).map((text) => mrkdwn(text, 2_000)),
});
export const context = (text: string): Block => ({ type: 'context', elements: [mrkdwn(text, 2_000)] });

/** What Slack asks before it sends a click; `confirm` is the label of the button that goes on. */
interface Question {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
}

/** `label` is outside text at most as far as a person's name is: plain text needs no escaping. */
export function button(drawn: { actionId: string; label: string; value: string; isPrimary?: boolean; asks?: Question }): PressedBy {
  const { actionId: action_id, label, value, isPrimary = false, asks } = drawn;
  const text = plainText(cleanLine(label, 75), 75);
  const confirm = asks === undefined ? {} : { confirm: question(asks) };
  return { type: 'button', action_id, text, value, ...(isPrimary ? { style: 'primary' } : {}), ...confirm };
}

/** docs.slack.dev, "Confirmation dialog object": title 100, text 300, buttons 30 characters. */
function question({ title, text, confirm }: Question) {
  return { title: plainText(title, 100), text: plainText(text, 300), confirm: plainText(confirm, 30), deny: plainText('Cancel', 30) };
}

/** An overflow menu, of one to five entries. */
export const menu = (action_id: string, options: readonly MenuOption[]): PressedBy => ({ type: 'overflow', action_id, options });
export const menuOption = (label: string, value: string): MenuOption => ({ text: plainText(label, 75), value });

/** Slack fetches the image itself, and refuses the whole message if it cannot. */
export const image = (url: string, text: string): Block => ({ type: 'image', image_url: url, alt_text: plain(text, 2_000) });

/** The message without its images; the same message if it has none. */
export function withoutImages(rendered: Rendered): Rendered {
  const { attachments = [] } = rendered;
  const isImage = ({ type }: Block): boolean => type === 'image';
  if (!attachments.some(({ blocks }) => blocks.some(isImage))) return rendered;
  return { ...rendered, attachments: attachments.map((one) => ({ ...one, blocks: one.blocks.filter((block) => !isImage(block)) })) };
}

/**
 * Slack refuses a message whose blocks have more than about 13,000 characters together, some of which each block takes for
 * itself. This leaves room for the blocks beside the lines.
 */
const MAX_LINES_CHARS = 10_500;
const CHARS_OF_A_SECTION = 125;
const SECTION_CHARS = 2_800;
/** Room for the line that says how many are left out. */
const LEFT_OUT_CHARS = 300;

/** Packs many lines into as few sections as possible. Lines beyond what Slack takes are left out. */
export function inSections(lines: readonly string[]): readonly Block[] {
  const sections: string[] = [];
  const packing = createPacking(MAX_LINES_CHARS);
  for (const line of lines) {
    const place = packing.add(line);
    if (place === 'full') break;
    if (place === 'joined') sections.push(`${sections.pop()}\n${line}`);
    else sections.push(line);
  }
  return sections.map(section);
}

/** How many of the first groups of lines fit into one message, with room for one more line unless all of them do. */
export function howManyFit(groups: readonly (readonly string[])[]): number {
  const all = leading(groups, MAX_LINES_CHARS);
  return all === groups.length ? all : leading(groups, MAX_LINES_CHARS - CHARS_OF_A_SECTION - LEFT_OUT_CHARS);
}

function leading(groups: readonly (readonly string[])[], maxChars: number): number {
  const packing = createPacking(maxChars);
  const full = groups.findIndex((group) => group.some((line) => packing.add(line) === 'full'));
  return full === -1 ? groups.length : full;
}

/** Says of each line whether it joins the section before, begins another, or does not fit any more. */
function createPacking(maxChars: number): { add(line: string): 'joined' | 'begun' | 'full' } {
  let total = 0;
  let section: number | null = null;
  return {
    add(line) {
      const length = Math.min(line.length, 3_000);
      const isJoined: boolean = section !== null && section + length < SECTION_CHARS;
      total += isJoined ? 1 + length : CHARS_OF_A_SECTION + length;
      if (total > maxChars) return 'full';
      section = isJoined ? (section ?? 0) + 1 + length : length;
      return isJoined ? 'joined' : 'begun';
    },
  };
}
