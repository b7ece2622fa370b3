import type { CommandName } from '../../incident/model/commands';
import type { Standing } from './person';

/** What guests may do: they are invited to help, not to decide. */
const OF_GUESTS: ReadonlySet<CommandName | Reading | 'declare'> = new Set([
  'acknowledge',
  'decline',
  'addNote',
  'status',
  'who',
  'timeline',
]);
export type Reading = 'status' | 'who' | 'timeline' | 'list';

/** Why someone may not do that, as a sentence; null if they may. */
export function whyNot(standing: Standing, what: CommandName | Reading | 'declare'): string | null {
  switch (standing) {
    case 'member':
      return null;
    case 'guest':
      return OF_GUESTS.has(what) ? null : '❌ Not done: guests can acknowledge, decline and add notes. Ask a member of this workspace.';
    case 'stranger':
      return '❌ Not done: only people in this workspace can act on its incidents.';
    case 'unknown':
      return "❌ Not done: Slack couldn't say who you are. Try again in a moment.";
  }
}
