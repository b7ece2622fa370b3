import { isOfPublic } from '../../incident/model/incident';
import { SEVERITIES } from '../../incident/model/severity';
import { shownLine } from '../../incident/timeline-words/shown-line';
import { briefingOf } from '../../incident/war-room/briefing';
import { inSections, section } from '../block-kit/blocks';
import { renderBriefing, renderWho } from '../block-kit/briefing';
import { SEVERITY_EMOJI } from '../block-kit/headline';
import { date, escapeText } from '../block-kit/text';
import type { Slash } from '../block-kit/ways';
import type { Answer } from './answer';
import type { Desk } from './desk';
import { said } from './outcome-words';

type Listed = Pick<
  Awaited<ReturnType<Desk['incidents']['list']>>[number],
  'incident_id' | 'title' | 'severity' | 'status' | 'owner' | 'channel'
>;

const SHOWN_ENTRIES = 10;
const SHOWN_INCIDENTS = 20;
/** Beyond this, no one counts. */
const MAX_LISTED = 1_000;

/** What someone asked to read about an incident that they may see. @throws ServiceUnreachableError */
export async function answerReading(
  desk: Desk,
  what: 'status' | 'who' | 'timeline',
  incidentId: string,
  reader: { readonly userId: string; readonly isInside: boolean },
): Promise<Answer> {
  const { state, known } = await desk.incidents.read(incidentId);
  if (state === null) {
    const facts = [known.severity, known.status, known.owner === null ? null : `owner ${known.owner}`].filter((fact) => fact !== null);
    const rest = facts.length === 0 ? '' : ` Temporal knows this much: ${escapeText(facts.join(', '))}.`;
    return said(`⏳ No worker has answered, so the details of ${escapeText(incidentId)} can't be read now.${rest} Nothing is lost.`);
  }
  if (what === 'timeline') return timelineAnswer(incidentId, state.timeline);
  const briefing = briefingOf(state, reader);
  const reading = { slash: slashIn(desk, { incidentId, isInside: reader.isInside }), revision: state.revision ?? 0 };
  return what === 'who' ? renderWho(briefing, reading) : renderBriefing(briefing, reading);
}

/** How commands about the incident are typed: in its own room without its id. */
export function slashIn({ command }: Desk, { incidentId, isInside }: { readonly incidentId: string; readonly isInside: boolean }): Slash {
  return { command, ...(isInside ? {} : { incidentId }) };
}

export function timelineAnswer(incidentId: string, entries: readonly Parameters<typeof lineOf>[0][]): Answer {
  const shown = entries.slice(-SHOWN_ENTRIES);
  const text = `The last ${shown.length} of ${entries.length} entries of ${escapeText(incidentId)}`;
  return { text, blocks: [section(`*${text}*`), ...inSections(shown.map(lineOf))] };
}

function lineOf(entry: { readonly at: string; readonly actor: string } & Parameters<typeof shownLine>[0]): string {
  return `${date(entry.at)}  *${escapeText(entry.actor, 100)}* ${escapeText(shownLine(entry), 300)}`;
}

/** Open incidents. Private ones are not among them. @throws ServiceUnreachableError */
export async function listAnswer({ incidents }: Desk): Promise<Answer> {
  return listed((await incidents.list({ limit: MAX_LISTED })).filter(({ title }) => isOfPublic(title)));
}

/** The most severe first. */
export function listed(open: readonly Listed[]): Answer {
  if (open.length === 0) return said('No public incident is open.');
  const rank = (severity: string | null): number => (SEVERITIES as readonly (string | null)[]).indexOf(severity);
  const sorted = open.toSorted((one, other) => rank(one.severity) - rank(other.severity));
  const lines = sorted.slice(0, SHOWN_INCIDENTS).map(({ incident_id, title, severity, status, owner, channel }) => {
    const emoji = SEVERITIES.find((known) => known === severity);
    const facts = [severity, status, owner === null ? null : `owner ${owner}`, channel === null ? null : `#${channel}`];
    return `${emoji === undefined ? '▫️' : SEVERITY_EMOJI[emoji]} *${escapeText(incident_id)}* ${escapeText(title ?? '', 150)} (${escapeText(facts.filter(Boolean).join(', '), 200)})`;
  });
  const text = open.length === 1 ? '1 open incident' : `${open.length} open incidents`;
  const more = open.length > SHOWN_INCIDENTS ? [`… and ${open.length - SHOWN_INCIDENTS} more`] : [];
  return { text, blocks: [section(`*${text}*`), ...inSections([...lines, ...more])] };
}
