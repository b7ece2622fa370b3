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
    "In an incident's room, it is about that incident. Elsewhere, put the incident's id after the verb. Slack allows no slash commands in threads.";
  return { text, blocks: [section(`*${text}*`), ...inSections(lines), section(where)] };
}
