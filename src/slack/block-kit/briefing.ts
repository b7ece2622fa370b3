import { hasEnded } from '../../incident/escalation/call-relevance';
import type { Responder } from '../../incident/model/responders';
import { ROLES } from '../../incident/model/state';
import { assertNever } from '../../incident/text/assert-never';
import type { Asked, Briefing } from '../../incident/war-room/briefing';
import { confidenceLabel, describeConfidence, describeWorst } from '../../incident/war-room/finding-words';
import { describeNext } from '../../incident/war-room/headline-words';
import { answerActions } from './actions';
import { type Block, inSections, type Rendered } from './blocks';
import { SEVERITY_EMOJI } from './headline';
import { escapeText, mention, moment } from './text';
import { DEFAULT_SLASH, type Slash, toPageSomeone, toPostAnUpdate } from './ways';

const MAX_MENTIONED = 15;
const MAX_NAMED = 10;

/** Where a briefing is read, and the revision of the incident that it is about. */
export interface Reading {
  readonly slash: Slash;
  readonly revision: number;
}
const UNREAD: Reading = { slash: DEFAULT_SLASH, revision: 0 };

/** The incident in at most ten lines, for someone who joins late. Whoever is asked to acknowledge gets the buttons for it. */
export function renderBriefing(briefing: Briefing, reading: Reading = UNREAD): Rendered {
  const { blocked, asked } = briefing;
  const lines = [
    titleLine(briefing),
    ...knownLines(briefing),
    ...noteLine(briefing),
    roleLine(briefing),
    peopleLine(briefing),
    ...(blocked.length === 0
      ? []
      : [`⛔ *Blocked:* ${blocked.map(({ step, problem }) => `${step}: ${escapeText(problem.message, 200)}`).join('; ')}`]),
    ...nextLine(briefing),
    ...(asked === null ? [] : [askedLine(asked, reading.slash)]),
  ];
  return { text: textOf(briefing), blocks: [...inSections(lines), ...answersTo(briefing, reading)] };
}

/** Who has which part in the incident. */
export function renderWho(briefing: Briefing, reading: Reading = UNREAD): Rendered {
  const { people, asked } = briefing;
  const { acknowledgedAt } = people;
  const silent = silentIn(briefing);
  const [missing, sought] = hasEnded(briefing) ? [[], []] : [people.missing, people.sought];
  const taken = takenBy(people);
  const lines = [
    titleLine(briefing),
    roleLine(briefing),
    ...(taken === null ? [] : [`*Acknowledged by:* ${taken}${acknowledgedAt === null ? '' : ` at ${moment(acknowledgedAt)}`}`]),
    `*People:* ${called(briefing)}${noAnswer(briefing)}`,
    ...(silent.length === 0 ? [] : [`*No sign yet of:* ${mentions(idsOf(silent))}`]),
    ...(people.declined.length === 0 ? [] : [`*Can't take it:* ${mentions(people.declined)}`]),
    ...(missing.length === 0 ? [] : [`*Not found:* ${named(missing)}. ${toPageSomeone(reading.slash)}`]),
    ...(sought.length === 0 ? [] : [`*Still searching for:* ${named(sought)}`]),
    ...(asked === null ? [] : [askedLine(asked, reading.slash)]),
  ];
  return { text: textOf(briefing), blocks: [...inSections(lines), ...answersTo(briefing, reading)] };
}

function answersTo({ asked, incidentId }: Briefing, { revision }: Reading): readonly Block[] {
  return asked?.kind === 'acknowledge' ? answerActions(['acknowledge', 'decline'], { incidentId, revision }) : [];
}

function textOf({ severity, incidentId, title, status }: Briefing): string {
  return `${severity === null ? 'Incident' : `${severity.toUpperCase()} incident`} ${escapeText(incidentId)}: ${escapeText(title, 200)} (${status})`;
}

function titleLine({ severity, title, incidentId, createdAt, ...rest }: Briefing): string {
  const mark = severity === null ? '' : `${SEVERITY_EMOJI[severity]} ${severity}: `;
  return `${mark}*${escapeText(title, 200)}* (${escapeText(incidentId)}), since ${moment(createdAt)}; ${statusOf(rest)}`;
}

function statusOf({ status, people, resolvedBy }: Pick<Briefing, 'status' | 'people' | 'resolvedBy'>): string {
  const taken = takenBy(people);
  const by = (person: string | null): string => (person === null ? '' : ` by ${escapeText(person, 100)}`);
  switch (status) {
    case 'triggered':
      return 'no one has acknowledged it';
    case 'reopened':
      return 'reopened, and no one has acknowledged it since';
    case 'acknowledged':
      return taken === null ? 'acknowledged' : `acknowledged by ${taken}`;
    case 'resolved':
      return `resolved${by(resolvedBy)}`;
    case 'cancelled':
      return 'cancelled';
    default:
      return assertNever(status);
  }
}

function takenBy({ acknowledgedBy, acknowledgedById }: Briefing['people']): string | null {
  if (acknowledgedById !== null) return mention(acknowledgedById);
  return acknowledgedBy === null ? null : escapeText(acknowledgedBy, 100);
}

/** Until something is known, the alert is all that there is. Once the incident is over, there is nothing to do. */
function knownLines({ status, alert, known, haveRecovered }: Briefing): string[] {
  if (hasEnded({ status })) return known === null ? [] : [`*Last investigation:* ${escapeText(describeWorst(known), 400)}`];
  const recovered = haveRecovered ? '; all alerts have recovered since' : '';
  if (known === null)
    return [...(alert === undefined ? [] : [`*Alert:* ${escapeText(alert, 400)}`]), `*What is broken:* not known yet${recovered}`];
  const { worst, conclusive, confidence, firstAction } = known;
  return [
    `*${worst?.status === 'fail' ? 'What is broken' : 'What is known'}:* ${escapeText(describeWorst(known), 400)}${recovered}`,
    ...(conclusive === 0 ? [] : [`*${confidenceLabel(known)}:* ${escapeText(describeConfidence(known, confidence))}`]),
    ...(firstAction === null ? [] : [`*Do first:* ${escapeText(firstAction, 300)}`]),
  ];
}

function noteLine({ latestNote }: Briefing): string[] {
  if (latestNote === null) return [];
  const { actor, note, at } = latestNote;
  return [`*Latest update:* ${escapeText(actor, 100)} at ${moment(at)}: ${escapeText(note, 300)}`];
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

function peopleLine(briefing: Briefing): string {
  const { declined, missing } = briefing.people;
  const silent = silentIn(briefing);
  const unable = declined.length === 0 ? '' : `; can't take it: ${mentions(declined)}`;
  const without = missing.length === 0 || hasEnded(briefing) ? '' : `; not found: ${named(missing)}`;
  const quiet = silent.length === 0 ? '' : `; no sign yet of ${mentions(idsOf(silent))}`;
  return `*People:* ${called(briefing)}${noAnswer(briefing)}${quiet}${unable}${without}`;
}

/** Those without a sign, if that is only some of the people, and if it still matters. */
function silentIn({ status, people: { silent, called } }: Briefing): readonly Responder[] {
  return hasEnded({ status }) || silent.length === called?.length ? [] : silent;
}

function noAnswer({ status, people: { silent, called } }: Briefing): string {
  return !hasEnded({ status }) && silent.length > 0 && silent.length === called?.length ? '; no answer yet' : '';
}

function called({ people: { called } }: Briefing): string {
  if (called === null) return 'people are being looked up';
  return called.length === 0 ? 'no one' : mentions(idsOf(called));
}

function nextLine({ next, people }: Briefing): string[] {
  if (next === null) return [];
  const { text, at } = describeNext(next, people.called);
  return [`*Next:* ${escapeText(text)}${at === null ? '' : ` at ${moment(at)}`}`];
}

function askedLine(asked: Asked, slash: Slash): string {
  return `*You:* ${askedWords(asked, slash)}`;
}

function askedWords(asked: Asked, slash: Slash): string {
  switch (asked.kind) {
    case 'acknowledge':
      return 'acknowledge if you can take it.';
    case 'lead': {
      const role = asked.isCommander ? "you're in command" : 'you acknowledged it, so you lead until there is a commander';
      const update = asked.updateBy === null ? '' : ` An update is due by ${moment(asked.updateBy)}.`;
      return `${role}.${update} ${toPostAnUpdate(slash)}`;
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
  declined: ": you said that you can't take it",
  acknowledged: ': it has been acknowledged. If you know something, say it in the thread',
  notCalled: '. If you know something, say it in the thread',
} as const;

const idsOf = (people: readonly Responder[]): string[] => people.map(({ userId }) => userId);

function mentions(userIds: readonly string[]): string {
  const more = userIds.length - MAX_MENTIONED;
  const shown = userIds.slice(0, MAX_MENTIONED).map(mention);
  return `${shown.join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function named(references: readonly string[]): string {
  const more = references.length - MAX_NAMED;
  return `${escapeText(references.slice(0, MAX_NAMED).join(', '), 400)}${more > 0 ? ` and ${more} more` : ''}`;
}
