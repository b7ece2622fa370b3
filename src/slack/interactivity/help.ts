import { inSections, section } from '../block-kit/blocks';
import type { Answer } from './answer';
import { SLASH_VERBS } from './read-slash';

/** What the slash command can do. */
export function helpAnswer(command: string): Answer {
  const lines = Object.entries(SLASH_VERBS).map(
    ([verb, { args, does }]) => `\`${[command, verb, args].filter(Boolean).join(' ')}\`: ${does}`,
  );
  const text = `What ${command} can do`;
  const where =
    "In an incident's room, that incident is meant. Elsewhere, its id follows the command: `ack ID`. Slack takes no slash commands in threads: type them in the room.";
  return { text, blocks: [section(`*${text}*`), ...inSections(lines), section(where)] };
}
