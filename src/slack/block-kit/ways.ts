import type { NextUp } from '../../incident/model/room-message';
import { assertNever } from '../../incident/text/assert-never';
import type { WayOn } from '../../incident/text/refusal';
import { escapeText } from './text';

/** How commands are typed where a message is read. */
export interface Slash {
  /** The slash command, with its slash. */
  readonly command: string;
  /** Names the incident; absent in its own room, where every command is about it. */
  readonly incidentId?: string;
}

/** In the incident's room, if the configuration names no other command. */
export const DEFAULT_SLASH: Slash = { command: '/incident' };

/** Where the buttons are that every state allows. */
const MENU = 'the menu of the pinned headline';

/** What a person can do next, in the words of every message. Where buttons do the same, messages leave it out. */
export const toAcknowledge = (slash: Slash): string => `To acknowledge: ${typed(slash, 'ack')}`;
export const toPageSomeone = (slash: Slash): string => `To page someone: ${typed(slash, 'add', '@PERSON')}`;
export const toPostAnUpdate = (slash: Slash): string => `To post an update: ${typed(slash, 'note', 'TEXT')}`;
export const toResolve = (slash: Slash): string => `If the incident is over: ${typed(slash, 'resolve')}`;
const toAssignCommander = (slash: Slash): string => `To assign a commander: ${typed(slash, 'assign', '@PERSON commander')}`;
export const PAGE_BY_MENU = `To page someone: *Add people* in ${MENU}.`;

/** What can be done about what is next. */
export function waysOnNext(next: NextUp, slash: Slash): readonly string[] {
  if (next.kind === 'acknowledge') return [toAcknowledge(slash), ...(next.allCalled ? [toPageSomeone(slash)] : [])];
  return next.kind === 'news' && next.wantsCommander ? [toAssignCommander(slash)] : [];
}

/** What someone can do whose command was refused. */
export function wordsOf(way: WayOn, slash: Slash): string {
  switch (way.kind) {
    case 'takeCommand':
      return `To lead it, press *Take command* in ${MENU}. ${toAssignCommander(slash)}`;
    case 'reopen':
      return `If the problem persists: ${typed(slash, 'reopen', 'REASON')}`;
    case 'addPeople':
      return `${PAGE_BY_MENU} Or type ${typed(slash, 'add', '@PERSON')}`;
    case 'look':
      return `To see where it stands: ${typed(slash, 'status')}`;
    case 'handOver':
      return `To hand over the role: ${typed(slash, 'assign', `@PERSON ${escapeText(way.role, 40)}`)}`;
    default:
      return assertNever(way);
  }
}

/** Slack takes no slash commands in threads, so a reply says where to type them. */
export function askForCommander(slash: Slash, place: 'room' | 'thread'): string {
  const where = place === 'thread' ? ', in the room' : '';
  return `No one is in command. *Take command* is in ${MENU}. To name someone else${where}: ${typed(slash, 'assign', '@PERSON commander')}`;
}

/** Where everything is that the room does not show. Slack has nothing for it. */
export const toSeeEverything = (incidentId: string): string =>
  `Full report, on the command line: \`incident report ${escapeText(incidentId, 100)}\``;

export function typed({ command, incidentId }: Slash, verb: string, rest = ''): string {
  const id = incidentId === undefined ? [] : [escapeText(incidentId, 100)];
  return `\`${[command, verb, ...id, ...(rest === '' ? [] : [rest])].join(' ')}\``;
}
