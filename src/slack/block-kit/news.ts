import { actorOf } from '../../incident/model/actor';
import type { QuotedMessage } from '../../incident/model/quoted-message';
import type { NewsEntry, NewsMessage, OutcomeMessage } from '../../incident/model/room-message';
import { WORKER } from '../../incident/model/timeline';
import { withRemedy } from '../../incident/response/trouble-words';
import { describeEntry } from '../../incident/timeline-words/describe-entry';
import { outcomeLines } from '../../incident/war-room/outcome';
import { lifeActions } from './actions';
import { context, howManyFit, inSections, type Rendered, section } from './blocks';
import { cutEscaped, date, escapeText, link, moment } from './text';
import { askForCommander, DEFAULT_SLASH, type Slash, typed } from './ways';

const WHOLE_SENTENCES: ReadonlySet<string> = new Set(['alertUpdated', 'alertChanges', 'blocked', 'degraded', 'omitted']);

/** Entries that do not fit into one message are counted. */
export function renderNews({ entries }: NewsMessage, slash: Slash = DEFAULT_SLASH): Rendered {
  const groups = entries.map((entry) => linesOf(entry, slash));
  const shown = howManyFit(groups);
  const more = shown === groups.length ? [] : omissionLines(groups.length - shown, slash);
  const lines = [...groups.slice(0, shown).flat(), ...more];
  return { text: cutEscaped(lines[0] ?? '', 300), blocks: inSections(lines) };
}

/** How the incident went, once it is resolved. */
export function renderOutcome(message: OutcomeMessage): Rendered {
  const { incidentId, reopenUntil, buttons } = message;
  const lines = 'lines' in message ? message.lines : outcomeLines(message.facts);
  const title = `✅ ${escapeText(incidentId)} is resolved`;
  const blocks = [section(`*${title}*`), ...inSections(lines.map((line) => `• ${escapeText(line, 400)}`))];
  if (reopenUntil !== null) {
    const how = buttons === undefined ? ', with *Reopen* on the pinned headline' : '';
    blocks.push(context(`If the problem comes back, reopen the incident before ${moment(reopenUntil)}${how}.`), ...lifeActions(message));
  }
  return { text: title, blocks };
}

function linesOf(entry: NewsEntry, slash: Slash): string[] {
  if (isOmission(entry)) return omissionLines(entry.count, slash);
  return [lineOf(entry), ...(lacksCommander(entry) ? [askForCommander(slash, 'thread')] : [])];
}

type Omission = Extract<NewsEntry, { readonly kind: 'omitted' }>;
const isOmission = (entry: NewsEntry): entry is Omission => entry.kind === 'omitted' && !('text' in entry);

/** If too many entries piled up, the room is told where to find them. */
function omissionLines(count: number, slash: Slash): string[] {
  const entries = count === 1 ? '1 more entry was' : `${count} more entries were`;
  return [`${entries} recorded but not posted here. To see the latest, in the room: ${typed(slash, 'timeline')}`];
}

/** Most entries continue the actor's name as a sentence. Some are whole sentences; those of the worker need no actor. */
function lineOf(entry: NewsEntry): string {
  const actor = escapeText(actorOf(entry), 200);
  if ('quoted' in entry && entry.quoted !== undefined) return quotedLine(actor, entry.note, entry.quoted);
  const text = `${escapeText(withRemedy(describeEntry(entry), remedyOf(entry)), 2_500)}${timesOf(entry)}`;
  if (entry.kind === 'addNote') return `*${actor}* noted: ${text}`;
  if (!isWholeSentence(entry)) return `*${actor}* ${text}`;
  return entry.actor === WORKER ? capitalised(text) : `*${actor}:* ${text}`;
}

/** Who wrote it and when links to the original. */
function quotedLine(actor: string, text: string, { author, at, permalink }: QuotedMessage): string {
  const linked = permalink === null ? null : link(permalink, `a message of ${author}`);
  const what = linked ?? `a message of ${escapeText(author, 80)}`;
  return `*${actor}* added ${what} (${date(at)}): ${escapeText(text, 2_500)}`;
}

function remedyOf(entry: NewsEntry): string | null {
  return entry.kind === 'degraded' && 'problem' in entry ? entry.problem.mend : null;
}

/** News of alerts may have waited, so they say when the alerts changed. */
function timesOf(entry: NewsEntry): string {
  if ('text' in entry) return '';
  if (entry.kind !== 'alertChanges') return entry.at === undefined ? '' : ` (${date(entry.at)})`;
  const times = [...new Set([entry.since, entry.latest.at])].flatMap((time) => (time === null ? [] : [date(time)]));
  return times.length === 0 ? '' : ` (${times.join(' to ')})`;
}

/** A name in camel case, such as a step's, keeps its first letter. */
const capitalised = (text: string): string => text.replace(/^[a-z](?=[a-z]*[ '])/, (letter) => letter.toUpperCase());

function isWholeSentence(entry: NewsEntry): boolean {
  if (entry.kind !== 'escalate') return WHOLE_SENTENCES.has(entry.kind);
  return 'text' in entry ? entry.actor === WORKER : entry.isByClock;
}

/** Older code left a command of the shell instead. */
function lacksCommander(entry: NewsEntry): boolean {
  if ('text' in entry) return entry.commanderCommand !== undefined;
  return entry.kind !== 'alertChanges' && entry.lacksCommander !== undefined;
}
