import type { Responder } from '../../incident/model/responders';
import { ROLES } from '../../incident/model/state';
import { assertNever } from '../../incident/text/assert-never';
import type { Asked, Briefing } from '../../incident/war-room/briefing';
import { describeConfidence, describeWorst } from '../../incident/war-room/finding-words';
import { describeNext } from '../../incident/war-room/headline-words';
import { inSections, type Rendered } from './blocks';
import { SEVERITY_EMOJI } from './headline';
import { date, escapeText, mention, moment } from './text';

const MAX_MENTIONED = 15;
const MAX_NAMED = 10;

/** The incident in at most ten lines, for someone who joins late. */
export function renderBriefing(briefing: Briefing): Rendered {
  const { incidentId, blocked, asked } = briefing;
  const lines = [
    titleLine(briefing),
    ...knownLines(briefing),
    ...noteLine(briefing),
    roleLine(briefing),
    ...calledLine(briefing),
    ...(blocked.length === 0
      ? []
      : [`⛔ *Blocked:* ${blocked.map(({ step, problem }) => `${step}: ${escapeText(problem.message, 200)}`).join('; ')}`]),
    ...nextLine(briefing),
    ...(asked === null ? [] : [askedLine(asked, incidentId)]),
  ];
  return { text: textOf(briefing), blocks: inSections(lines) };
}

/** Who has which part in the incident. */
export function renderWho(briefing: Briefing): Rendered {
  const { incidentId, people, asked } = briefing;
  const { acknowledgedBy, acknowledgedAt, silent, missing, sought } = people;
  const lines = [
    titleLine(briefing),
    roleLine(briefing),
    ...(acknowledgedBy === null
      ? []
      : [`*Acknowledged by:* ${escapeText(acknowledgedBy, 100)}${acknowledgedAt === null ? '' : `, ${date(acknowledgedAt)}`}`]),
    `*Called:* ${called(briefing)}`,
    ...(silent.length === 0 ? [] : [`*No sign yet of:* ${mentions(silent)}`]),
    ...(missing.length === 0 ? [] : [`*Not found:* ${named(missing)}. To page someone: \`incident add ${escapeText(incidentId)} USER\``]),
    ...(sought.length === 0 ? [] : [`*Still searching for:* ${named(sought)}`]),
    ...(asked === null ? [] : [askedLine(asked, incidentId)]),
  ];
  return { text: textOf(briefing), blocks: inSections(lines) };
}

function textOf({ severity, incidentId, title, status }: Briefing): string {
  return `${severity === null ? 'Incident' : `${severity.toUpperCase()} incident`} ${escapeText(incidentId)}: ${escapeText(title, 200)} (${status})`;
}

function titleLine({ severity, title, incidentId, createdAt, ...rest }: Briefing): string {
  const mark = severity === null ? '' : `${SEVERITY_EMOJI[severity]} ${severity}: `;
  return `${mark}*${escapeText(title, 200)}* (${escapeText(incidentId)}), since ${date(createdAt)}; ${statusOf(rest)}`;
}

function statusOf({ status, people, resolvedBy }: Pick<Briefing, 'status' | 'people' | 'resolvedBy'>): string {
  const by = (person: string | null): string => (person === null ? '' : ` by ${escapeText(person, 100)}`);
  switch (status) {
    case 'triggered':
      return 'no one has acknowledged it';
    case 'reopened':
      return 'reopened, and no one has acknowledged it since';
    case 'acknowledged':
      return `acknowledged${by(people.acknowledgedBy)}`;
    case 'resolved':
      return `resolved${by(resolvedBy)}`;
    case 'cancelled':
      return 'cancelled';
    default:
      return assertNever(status);
  }
}

function knownLines({ known, haveRecovered }: Briefing): string[] {
  const recovered = haveRecovered ? '; all alerts have recovered since' : '';
  if (known === null) return [`*What is broken:* not known yet${recovered}`];
  const { confidence, firstAction } = known;
  return [
    `*What is broken:* ${escapeText(describeWorst(known), 400)}${recovered}`,
    `*How sure:* ${escapeText(describeConfidence(known, confidence))}`,
    ...(firstAction === null ? [] : [`*Do first:* ${escapeText(firstAction, 300)}`]),
  ];
}

function noteLine({ latestNote }: Briefing): string[] {
  if (latestNote === null) return [];
  const { actor, note, at } = latestNote;
  return [`*Latest update:* ${escapeText(actor, 100)}, ${date(at)}: ${escapeText(note, 300)}`];
}

function roleLine({ people: { roles } }: Briefing): string {
  const held = ROLES.flatMap((role) => {
    const holder = roles[role];
    if (holder === null) return role === 'commander' ? ['no one'] : [];
    const who = holder.userId === null ? escapeText(holder.name, 100) : mention(holder.userId);
    return [role === 'commander' ? who : `*${role[0]?.toUpperCase()}${role.slice(1)}:* ${who}`];
  });
  return `*In command:* ${held.join('  ')}`;
}

function calledLine(briefing: Briefing): string[] {
  const { silent, missing } = briefing.people;
  const without = missing.length === 0 ? '' : `; not found: ${named(missing)}`;
  const all = briefing.people.called ?? [];
  const quiet =
    silent.length === 0 ? '' : silent.length === all.length ? '; none has answered yet' : `; no sign yet of ${mentions(silent)}`;
  return [`*Called:* ${called(briefing)}${quiet}${without}`];
}

function called({ people: { called } }: Briefing): string {
  if (called === null) return 'people are being looked up';
  return called.length === 0 ? 'no one' : mentions(called);
}

function nextLine({ next, incidentId, people }: Briefing): string[] {
  if (next === null) return [];
  const { text, at } = describeNext(next, { incidentId, team: people.called });
  return [`*Next:* ${escapeText(text)}${at === null ? '' : ` at ${moment(at)}`}`];
}

function askedLine(asked: Asked, incidentId: string): string {
  return `*You:* ${askedWords(asked, escapeText(incidentId))}`;
}

function askedWords(asked: Asked, id: string): string {
  switch (asked.kind) {
    case 'acknowledge':
      return `you have been called. Acknowledge if you can take it: \`incident ack ${id}\``;
    case 'lead': {
      const role = asked.isCommander ? 'you are in command' : 'you acknowledged it, so you lead until there is a commander';
      const update = asked.updateBy === null ? '' : ` by ${date(asked.updateBy)}`;
      return `${role}. Post an update${update}: \`incident note ${id} TEXT\``;
    }
    case 'role':
      return `you hold the ${asked.role} role`;
    case 'work':
      return 'the incident is assigned to you';
    case 'nothing':
      return `nothing is asked of you${BECAUSE[asked.because]}`;
    default:
      return assertNever(asked);
  }
}

const BECAUSE = {
  ended: ': the incident is over',
  acknowledged: ': it has been acknowledged. If you know something, say it in the thread',
  notCalled: '. If you know something, say it in the thread',
} as const;

function mentions(people: readonly Responder[]): string {
  const more = people.length - MAX_MENTIONED;
  const shown = people.slice(0, MAX_MENTIONED).map(({ userId }) => mention(userId));
  return `${shown.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function named(references: readonly string[]): string {
  const more = references.length - MAX_NAMED;
  return `${escapeText(references.slice(0, MAX_NAMED).join(', '), 400)}${more > 0 ? ` and ${more} more` : ''}`;
}
