import { wantsCommander } from '../commands/people-commands';
import { hasEnded } from '../escalation/call-relevance';
import { isUnacknowledged } from '../escalation/escalation';
import { actorOf } from '../model/actor';
import { haveAllRecovered } from '../model/alert-memory';
import type { Gist, Investigation } from '../model/finding';
import { type Responder, ROLES, type Role, sortUnresolved } from '../model/responders';
import type { HeadlineMessage, NextUp } from '../model/room-message';
import type { Severity } from '../model/severity';
import type { IncidentState, IncidentStatus, WarRoom } from '../model/state';
import type { Noted, TimelineEntry } from '../model/timeline-entry';
import { declinedIds } from '../people/declined';
import { isPerson } from '../people/is-person';
import { eachPersonOnce } from '../people/join-people';
import { blockedIn, nextOf } from './headline';
import { firstSentence } from './headline-words';
import { verdictOf } from './verdict';

/** What someone who joins late must know, as data. It may be about a private incident: whoever asks for it decides who reads it. */
export interface Briefing {
  readonly incidentId: string;
  readonly title: string;
  /** Null until the alert is read. */
  readonly severity: Severity | null;
  readonly status: IncidentStatus;
  readonly createdAt: string;
  /** Who resolved it; null unless it is resolved. */
  readonly resolvedBy: string | null;
  readonly room: Pick<WarRoom, 'channelId' | 'name' | 'url'> | null;
  /** The first sentence of the alert; absent if it has none. */
  readonly alert?: string;
  readonly known: Known | null;
  readonly people: Involved;
  /** The latest note that a person added; null if there is none. */
  readonly latestNote: { readonly actor: string; readonly note: string; readonly at: string } | null;
  readonly blocked: HeadlineMessage['blocked'];
  readonly next: NextUp | null;
  readonly haveRecovered: boolean;
  /** What is asked of the reader; null if it is unknown who reads it. */
  readonly asked: Asked | null;
}

/** What the investigation found; see `Investigation`. */
export interface Known extends Gist, Pick<Investigation, 'health' | 'confidence'> {
  /** The most urgent recommendation; null if there is none. */
  readonly firstAction: string | null;
}

export interface Involved {
  readonly roles: HeadlineMessage['roles'];
  readonly acknowledgedBy: string | null;
  /** The Slack user id of that person; null if it is not known for certain. */
  readonly acknowledgedById: string | null;
  readonly acknowledgedAt: string | null;
  /** Everyone who was called; null while they are being looked up. */
  readonly called: readonly Responder[] | null;
  /** Those of them who have done nothing yet. */
  readonly silent: readonly Responder[];
  /** Slack user ids of those who can't take it. */
  readonly declined: readonly string[];
  /** References that no one was found for, and those that are still being looked up. */
  readonly missing: readonly string[];
  readonly sought: readonly string[];
}

export type Asked =
  /** Called, and no one has acknowledged yet. */
  | { readonly kind: 'acknowledge' }
  /** Leads the incident, as its commander or because they acknowledged it. */
  | { readonly kind: 'lead'; readonly isCommander: boolean; readonly wantsCommander: boolean; readonly updateBy: string | null }
  | { readonly kind: 'role'; readonly role: Role }
  /** The incident itself is assigned to the reader. */
  | { readonly kind: 'work' }
  | { readonly kind: 'nothing'; readonly because: 'ended' | 'declined' | 'acknowledged' | 'notCalled' };

/** The briefing for a reader, by Slack user id, or for no one in particular. */
export function briefingOf(state: IncidentState, reader: { readonly userId: string } | null): Briefing {
  const { incident, incidentId, request, status, createdAt, warRoom } = state;
  const alert = firstSentence(incident?.description ?? '');
  return {
    incidentId,
    title: incident?.title ?? request.title ?? incidentId,
    severity: incident?.severity ?? request.severity ?? null,
    status,
    createdAt: incident?.createdAt ?? createdAt,
    resolvedBy: state.resolvedBy,
    room: warRoom === null ? null : { channelId: warRoom.channelId, name: warRoom.name, url: warRoom.url },
    ...(alert === '' ? {} : { alert }),
    known: knownFrom(state),
    people: involvedIn(state),
    latestNote: latestNoteIn(state),
    blocked: blockedIn(state),
    next: nextOf(state),
    haveRecovered: haveAllRecovered(state.alerts) && !hasEnded(state),
    asked: reader === null ? null : askedOf(state, reader.userId),
  };
}

function knownFrom({ investigation }: IncidentState): Known | null {
  if (investigation === null) return null;
  const { health, confidence } = investigation;
  const { gist, actions } = verdictOf(investigation);
  return { ...gist, health, confidence, firstAction: actions[0]?.text ?? null };
}

function involvedIn(state: IncidentState): Involved {
  const { roles, acknowledgedBy, acknowledgedAt, people } = state;
  const called = people === null ? null : eachPersonOnce(people.resolved);
  const { sought, missing } = sortUnresolved(people?.unresolved ?? []);
  return {
    roles,
    acknowledgedBy,
    acknowledgedById: state.acknowledgedById ?? null,
    acknowledgedAt,
    called,
    silent: called?.filter((person) => !hasActed(person, state)) ?? [],
    declined: declinedIds(state),
    missing: missing.map(({ reference }) => reference),
    sought: sought.map(({ reference }) => reference),
  };
}

/** Since the incident was declared, or last reopened. */
function hasActed(person: Responder, state: IncidentState): boolean {
  const { timeline } = state;
  const reopenedAt = timeline.findLastIndex(({ kind }) => kind === 'reopen');
  const since = timeline.slice(Math.max(0, reopenedAt)).filter(({ kind }) => kind !== 'refused');
  return hasTaken(person, state) || declinedIds(state).includes(person.userId) || since.some((entry) => isPerson(person, entry));
}

/** True if this person acknowledged. Only Slack vouches for an id; a name is what someone typed. */
function hasTaken(person: Pick<Responder, 'name' | 'reference' | 'userId'>, { acknowledgedBy, acknowledgedById }: IncidentState): boolean {
  if (acknowledgedById !== undefined) return acknowledgedById === person.userId;
  return acknowledgedBy !== null && isPerson(person, { actor: acknowledgedBy });
}

function noteIn(entry: TimelineEntry): Pick<Noted, 'note' | 'quoted'> {
  if (!('text' in entry)) return entry.kind === 'addNote' ? entry : { note: '' };
  return entry.quoted === undefined ? { note: entry.text } : { note: entry.note ?? entry.text, quoted: entry.quoted };
}

/** Someone's message counts as theirs, from when they wrote it. */
function latestNoteIn({ timeline }: IncidentState): Briefing['latestNote'] {
  const entry = timeline.findLast(({ kind }) => kind === 'addNote');
  if (entry === undefined) return null;
  const { note, quoted } = noteIn(entry);
  return { actor: quoted?.author ?? actorOf(entry), note, at: quoted?.at ?? entry.at };
}

function askedOf(state: IncidentState, userId: string): Asked {
  if (hasEnded(state)) return { kind: 'nothing', because: 'ended' };
  const { roles, assigned, people, reminder } = state;
  const known = people?.resolved.filter((person) => person.userId === userId) ?? [];
  const role = ROLES.find((one) => roles[one]?.userId === userId);
  const isAssigned = assigned.some((person) => person.userId === userId);
  const isInvolved = known.length > 0 || role !== undefined || isAssigned;
  if (declinedIds(state).includes(userId)) return { kind: 'nothing', because: 'declined' };
  if (isUnacknowledged(state)) return isInvolved ? { kind: 'acknowledge' } : { kind: 'nothing', because: 'notCalled' };
  const isTaker = [{ name: userId, reference: userId, userId }, ...known].some((person) => hasTaken(person, state));
  if (role === 'commander' || (roles.commander === null && isTaker)) {
    return { kind: 'lead', isCommander: role === 'commander', wantsCommander: wantsCommander(state), updateBy: reminder.dueAt };
  }
  if (role !== undefined) return { kind: 'role', role };
  if (isAssigned) return { kind: 'work' };
  return { kind: 'nothing', because: isInvolved ? 'acknowledged' : 'notCalled' };
}
