import type { Declined, IncidentState } from '../model/state';

/** Slack user ids of those who said that they can't take the incident. */
export function declinedIds({ declined = [] }: Pick<IncidentState, 'declined'>): readonly string[] {
  return declined.flatMap(({ userId }) => userId ?? []);
}

/**
 * True if everyone who was called so far has declined. False while someone is still being looked up, because that person may
 * take it: at the start, and of every level that was reached.
 */
export function haveAllDeclined(state: IncidentState): boolean {
  const { incident, people, escalation } = state;
  if (incident === null || people === null || people.unresolved.some(({ isPending }) => isPending)) return false;
  const known = new Set([...people.resolved, ...people.unresolved].map(({ reference }) => reference.toLowerCase()));
  const paged = incident.policy.bySeverity[incident.severity].levels.slice(0, escalation.reached).flatMap(({ users }) => users);
  if (!paged.every((reference) => known.has(reference.toLowerCase()))) return false;
  const declined = new Set(declinedIds(state));
  return people.resolved.length > 0 && people.resolved.every(({ userId }) => declined.has(userId));
}

type Named = Pick<Declined, 'userId' | 'name'>;

/** Enough for everyone who can be called; the list is part of the state. */
const MAX_DECLINED = 200;

export function withDeclined(state: IncidentState, person: Declined): IncidentState {
  const others = (state.declined ?? []).filter((other) => !isSamePerson(other, person));
  return { ...state, declined: [...others, person].slice(-MAX_DECLINED) };
}

/** The state without this person among those who declined: they take part again. */
export function withoutDeclined(state: IncidentState, person: Named): IncidentState {
  if (state.declined === undefined) return state;
  const { declined: before, ...rest } = state;
  const declined = before.filter((other) => !isSamePerson(other, person));
  return declined.length === 0 ? rest : { ...rest, declined };
}

/** By Slack user id if both are known, else by name. */
export function isSamePerson(a: Named, b: Named): boolean {
  return a.userId !== null && b.userId !== null ? a.userId === b.userId : a.name.toLowerCase() === b.name.toLowerCase();
}
