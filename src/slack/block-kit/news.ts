import { commanderCommand } from '../../incident/commands/people-commands';
import { actorOf } from '../../incident/model/actor';
import type { NewsEntry, NewsMessage, OutcomeMessage } from '../../incident/model/room-message';
import { describeEntry } from '../../incident/timeline-words/describe-entry';
import { outcomeLines } from '../../incident/war-room/outcome';
import { context, inSections, type Rendered, section } from './blocks';
import { askForCommander } from './calls';
import { date, escapeText } from './text';

export function renderNews({ entries }: NewsMessage): Rendered {
  const lines = entries.flatMap(linesOf);
  return { text: (lines[0] ?? '').slice(0, 300), blocks: inSections(lines) };
}

/** How the incident went, once it is resolved. */
export function renderOutcome(message: OutcomeMessage): Rendered {
  const { incidentId, reopenUntil } = message;
  const lines = 'lines' in message ? message.lines : outcomeLines(message.facts);
  const title = `✅ ${escapeText(incidentId)} is resolved`;
  const blocks = [section(`*${title}*`), ...inSections(lines.map((line) => `• ${escapeText(line, 400)}`))];
  if (reopenUntil !== null)
    blocks.push(
      context(`If it is not over, reopen it before ${date(reopenUntil)}: \`incident reopen ${escapeText(incidentId)} --reason TEXT\``),
    );
  return { text: title, blocks };
}

function linesOf(entry: NewsEntry): string[] {
  const line = `*${escapeText(actorOf(entry), 200)}* ${entry.kind === 'addNote' ? 'noted: ' : ''}${escapeText(textOf(entry), 2_500)}`;
  const command = commandIn(entry);
  return command === undefined ? [line] : [line, askForCommander(command)];
}

/** If too many entries piled up, the room is told where to find them. */
function textOf(entry: NewsEntry): string {
  return entry.kind === 'omitted' && !('text' in entry)
    ? `${entry.count} more entries were recorded while Slack was unreachable; see them with incident timeline`
    : describeEntry(entry);
}

function commandIn(entry: NewsEntry): string | undefined {
  if ('text' in entry) return entry.commanderCommand;
  return entry.lacksCommander === undefined ? undefined : commanderCommand(entry.lacksCommander);
}
