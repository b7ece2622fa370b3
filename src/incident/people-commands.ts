import { type Change, type Effect, HEADLINE, NEWS, refusal } from './command-change';
import type { Command, Refusal } from './commands';
import type { IncidentState, NamedPerson, Role } from './state';

const MAX_ASSIGNED = 50;

/** Gives a role, or the incident itself, to somebody. A role has one holder: giving it to another hands it over. */
export function assign(state: IncidentState, { actor, user, role }: Extract<Command, { name: 'assign' }>): Change | Refusal {
  const person = personOf(state, user);
  if (role === undefined) {
    if (state.assigned.some((other) => isSame(other, person))) return refusal('already_done', `${person.name} is assigned already`);
    if (state.assigned.length >= MAX_ASSIGNED) return refusal('not_possible', `${MAX_ASSIGNED} people are assigned already`);
    return {
      state: { ...state, assigned: [...state.assigned, person] },
      text: `assigned ${person.name}`,
      effects: [HEADLINE, NEWS, bringIn(person, actor, null)],
    };
  }
  const holder = state.roles[role];
  if (holder !== null && isSame(holder, person)) return refusal('already_done', `${person.name} has the role ${role} already`);
  return {
    state: { ...state, roles: { ...state.roles, [role]: person } },
    text: holder === null ? `made ${person.name} ${role}` : `handed ${role} over from ${holder.name} to ${person.name}`,
    effects: [HEADLINE, NEWS, bringIn(person, actor, role)],
  };
}

/** Calls further people; those who are in already are not called twice. */
export function addResponders(state: IncidentState, { actor, users }: Extract<Command, { name: 'addResponders' }>): Change | Refusal {
  const known = new Set(state.people?.resolved.flatMap(({ reference, name }) => [reference.toLowerCase(), name.toLowerCase()]));
  const further = users.filter((reference) => !known.has(reference.toLowerCase()));
  if (further.length === 0) return refusal('already_done', `${users.join(', ')}: called already`);
  return {
    state,
    text: `called ${further.join(', ')}`,
    effects: [NEWS, { kind: 'callPeople', why: { kind: 'added', by: actor }, references: further, everybody: false }],
  };
}

/** Somebody who takes the incident for the first time in a severe one without a commander is asked to name one. */
export function wantsCommander({ incident, roles, status }: IncidentState): boolean {
  const isSevere = incident?.severity === 'critical' || incident?.severity === 'high';
  return isSevere && roles.commander === null && status !== 'resolved' && status !== 'cancelled';
}

/** What a person types to name one. */
export const commanderCommand = (incidentId: string): string => `incident assign ${incidentId} USER --role commander`;

/** Whoever was found before is known by reference, name or id; anybody else has yet to be looked up. */
function personOf(state: IncidentState, reference: string): NamedPerson {
  const wanted = reference.toLowerCase();
  const found = state.people?.resolved.find(({ reference, name, userId }) =>
    [reference, name, userId, `<@${userId}>`].some((word) => word.toLowerCase() === wanted),
  );
  return found === undefined
    ? { reference, name: reference, userId: null }
    : { reference: found.reference, name: found.name, userId: found.userId };
}

function isSame(a: NamedPerson, b: NamedPerson): boolean {
  return a.userId !== null && b.userId !== null ? a.userId === b.userId : a.reference.toLowerCase() === b.reference.toLowerCase();
}

/** Also somebody who is in the room already is told: an edited headline notifies nobody. */
function bringIn(person: NamedPerson, by: string, role: Role | null): Effect {
  return { kind: 'callPeople', why: { kind: 'assigned', by, role }, references: [person.reference], everybody: false };
}
