import { nameOfActor, slackUserOf } from '../model/actor';
import type { Command, ReadAlertUpdate } from '../model/commands';
import { type Change, type Effect, NEWS, refusal } from '../model/effects';
import type { Doubt, Resolution } from '../model/responders';
import type { IncidentState, NamedPerson, Role } from '../model/state';
import { actorAsFound, type PeopleCheck, sortReferences, unknownPeople } from '../people/check-people';
import { knownPerson, withFound } from '../people/join-people';
import { invalid, type Refusal } from '../text/refusal';
import { acknowledge } from './life-cycle';

const MAX_ASSIGNED = 50;
/** Of a group's members. */
const MAX_NAMED = 20;

/** Acknowledges the incident. If a person typed the actor's name, that actor must exist. */
export function acknowledgeBy(
  state: IncidentState,
  command: Extract<Command, { name: 'acknowledge' }>,
  at: string,
  check?: PeopleCheck,
): Change | Refusal {
  const { unknown, unchecked } = sortReferences(check);
  const change = acknowledge(state, command, at);
  if ('code' in change) return change;
  if (unknown.length > 0) return unknownPeople('actor', unknown);
  return { ...change, entry: { kind: 'acknowledge', ...doubtOf(unchecked) }, ...doubtOf(unchecked) };
}

/**
 * Assigns a role, or the incident itself, to a person. A role has one holder: assigning it to someone else hands it over,
 * once that person is found.
 */
export function assign(before: IncidentState, command: Extract<Command, { name: 'assign' }>, check?: PeopleCheck): Change | Refusal {
  const { user, role } = command;
  const { found, unknown, unchecked } = sortReferences(actorAsFound(command, user) ?? check);
  if (unknown.length > 0) return unknownPeople('user', unknown);
  const state = withFound(before, found);
  const person = { ...personOf(state, user), ...(unchecked === null ? {} : { isUnchecked: true }) };
  const isSelf = person.userId !== null && person.userId === slackUserOf(command.actor);
  const isHere = before.people?.resolved.some(({ userId }) => userId === person.userId) === true;
  // Whoever takes it need not be paged, only invited.
  const effects = isSelf && isHere ? [NEWS] : [NEWS, bringIn(person, nameOfActor(command), role ?? null, found)];
  const by = isSelf ? { isSelf } : {};
  if (role === undefined) {
    if (state.assigned.some((other) => isSame(other, person))) return refusal('already_done', `${person.name} is already assigned`);
    if (state.assigned.length >= MAX_ASSIGNED)
      return refusal('not_possible', `${MAX_ASSIGNED} people are already assigned, which is the maximum`);
    return {
      state: { ...state, assigned: [...state.assigned, person] },
      entry: { kind: 'assign', person: person.name, role: null, from: null, ...by, ...doubtOf(unchecked) },
      effects,
      ...doubtOf(unchecked),
    };
  }
  const holder = state.roles[role];
  if (holder !== null && isSame(holder, person)) return refusal('already_done', `${person.name} already has the ${role} role`);
  return {
    state: { ...state, roles: { ...state.roles, [role]: person } },
    entry: { kind: 'assign', person: person.name, role, from: holder?.name ?? null, ...by, ...doubtOf(unchecked) },
    effects,
    ...doubtOf(unchecked),
  };
}

/** A role has one holder. Refuses a group of several people for it, and names them; null if the command is not about that. */
export function refuseGroupInRole(state: IncidentState, command: Command | ReadAlertUpdate, check?: PeopleCheck): Refusal | null {
  if (command.name !== 'assign' || command.role === undefined) return null;
  const wanted = command.user.toLowerCase();
  const everyone = [...sortReferences(check).found.resolved, ...(state.people?.resolved ?? [])];
  const members = everyone.filter(({ reference, method }) => method === 'user_group' && reference.toLowerCase() === wanted);
  const ids = [...new Set(members.map(({ userId }) => userId))];
  if (ids.length < 2) return null;
  const nameOf = (id: string): string => {
    const known = everyone.find(({ userId, method }) => userId === id && method !== 'user_group');
    return known === undefined ? id : `${known.name} (${id})`;
  };
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  const problem = `${command.user} is a group of ${ids.length} people, and the ${command.role} role is held by one person`;
  return {
    ...invalid('user', problem, `${ids.slice(0, MAX_NAMED).map(nameOf).join(', ')}${more}`),
    hint: `Choose one of them: incident assign ${state.incidentId} ${ids[0]} --role ${command.role}`,
  };
}

/**
 * Pages more people. Those already paged are not paged again, and references that cannot be found do not hold up the rest.
 */
export function addResponders(
  state: IncidentState,
  { users, ...command }: Extract<Command, { name: 'addResponders' }>,
  check?: PeopleCheck,
): Change | Refusal {
  const { found, unknown, unchecked } = sortReferences(check);
  const missing = new Set(unknown.map(({ reference }) => reference));
  const further = users.filter((reference) => !missing.has(reference) && knownPerson(state, reference) === undefined);
  if (further.length === 0 && unknown.length > 0) return unknownPeople('users', unknown);
  if (further.length === 0)
    return refusal('already_done', `already paged: ${users.map((user) => knownPerson(state, user)?.name ?? user).join(', ')}`);
  const call: Effect = {
    kind: 'callPeople',
    why: { kind: 'added', by: nameOfActor(command) },
    references: further,
    everybody: false,
    ...foundOf(further, found),
  };
  return {
    state,
    entry: {
      kind: 'addResponders',
      called: slackUserOf(command.actor) === null ? further : further.map((reference) => nameFor(reference, found)),
      notFound: unknown.map(({ reference, reason }) => ({ reference, reason })),
      ...doubtOf(unchecked),
    },
    effects: [NEWS, call],
    ...doubtOf(unchecked),
    ...(unknown.length === 0 ? {} : { notFound: unknown }),
  };
}

/** What is chosen or mentioned in Slack arrives as an id, which says nothing to readers. Other references stay as written. */
function nameFor(reference: string, { resolved }: Resolution): string {
  const person = resolved.find((found) => found.reference === reference && found.method === 'user_id');
  return person?.name ?? reference.replace(/^<!subteam\^[A-Z0-9]+\|([^<>]+)>$/, '$1');
}

/** True if whoever acknowledges should be asked to assign a commander: the incident is critical or high and has none. */
export function wantsCommander({ incident, roles, status }: IncidentState): boolean {
  const isSevere = incident?.severity === 'critical' || incident?.severity === 'high';
  return isSevere && roles.commander === null && status !== 'resolved' && status !== 'cancelled';
}

/** The command that assigns a commander. */
export const commanderCommand = (incidentId: string): string => `incident assign ${incidentId} USER --role commander`;

function personOf(state: IncidentState, reference: string): NamedPerson {
  const found = knownPerson(state, reference);
  return found === undefined
    ? { reference, name: reference, userId: null }
    : { reference: found.reference, name: found.name, userId: found.userId };
}

function isSame(a: NamedPerson, b: NamedPerson): boolean {
  return a.userId !== null && b.userId !== null ? a.userId === b.userId : a.reference.toLowerCase() === b.reference.toLowerCase();
}

/** People already in the room are notified too, because an edited headline notifies no one. */
function bringIn(person: NamedPerson, by: string, role: Role | null, found: Resolution): Effect {
  const references = [person.reference];
  return { kind: 'callPeople', why: { kind: 'assigned', by, role }, references, everybody: false, ...foundOf(references, found) };
}

/** The lookup's result if it covers every reference; otherwise the page looks them up. */
function foundOf(references: readonly string[], found: Resolution): { found?: Resolution } {
  const known = new Set(found.resolved.map(({ reference }) => reference));
  return references.every((reference) => known.has(reference)) ? { found } : {};
}

function doubtOf(unchecked: Doubt | null): { readonly unchecked?: Doubt } {
  return unchecked === null ? {} : { unchecked };
}
