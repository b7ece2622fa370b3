import type { NewsEntry, NewsMessage, OutcomeMessage } from '../../incident/model/room-message';
import { context, inSections, type Rendered, section } from './blocks';
import { askForCommander } from './calls';
import { date, escapeText } from './text';

export function renderNews({ entries }: NewsMessage): Rendered {
  const lines = entries.flatMap(linesOf);
  return { text: (lines[0] ?? '').slice(0, 300), blocks: inSections(lines) };
}

/** How the incident went, when it is resolved. */
export function renderOutcome({ incidentId, lines, reopenUntil }: OutcomeMessage): Rendered {
  const title = `✅ ${escapeText(incidentId)} is resolved`;
  const blocks = [section(`*${title}*`), ...inSections(lines.map((line) => `• ${escapeText(line, 400)}`))];
  if (reopenUntil !== null)
    blocks.push(
      context(`If it is not over, reopen it before ${date(reopenUntil)}: \`incident reopen ${escapeText(incidentId)} --reason TEXT\``),
    );
  return { text: title, blocks };
}

function linesOf({ actor, kind, text, commanderCommand }: NewsEntry): string[] {
  const told = `*${escapeText(actor, 200)}* ${kind === 'addNote' ? 'noted: ' : ''}${escapeText(text, 2_500)}`;
  return commanderCommand === undefined ? [told] : [told, askForCommander(commanderCommand)];
}
