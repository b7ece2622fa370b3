import type { Resolution, Responder } from '../model/responders';
import type { IncidentState, NamedPerson, Role } from '../model/state';
import { countPeople } from './people-counts';

/** Merges two lookups. A reference that the later one found is no longer missing. */
export function joinPeople(before: Resolution | null, found: Resolution): Resolution {
  if (before === null) return found;
  const known = new Set(before.resolved.map(idOf));
  const resolved = [...before.resolved, ...found.resolved.filter((person) => !known.has(idOf(person)))];
  const references = new Set(resolved.map(({ reference }) => reference));
  const missing = new Map([...before.unresolved, ...found.unresolved].map((one) => [one.reference, one]));
  const unresolved = [...missing.values()].filter(({ reference }) => !references.has(reference));
  const beyond = before.beyond === undefined ? {} : { beyond: before.beyond };
  const counts = countPeople({ resolved, unresolved, resolutionRate: 1, ...beyond });
  return { resolved, unresolved, resolutionRate: counts.asked === 0 ? 1 : counts.found / counts.asked, ...beyond };
}

/** The state with the people who were found: among the responders, and in the roles they were named for. */
export function withFound(state: IncidentState, found: Resolution): IncidentState {
  if (found.resolved.length + found.unresolved.length === 0) return state;
  const named = (person: NamedPerson | null): NamedPerson | null => {
    const matches = found.resolved.filter(({ reference }) => reference === person?.reference);
    const [match] = matches;
    // A named group stays a group.
    if (person === null || match === undefined) return person;
    const { isUnchecked: _, ...checked } = person;
    return matches.length > 1 ? checked : { ...checked, name: match.name, userId: match.userId };
  };
  const roles = Object.fromEntries(Object.entries(state.roles).map(([role, person]) => [role, named(person)]));
  return {
    ...state,
    people: joinPeople(state.people, found),
    roles: roles as Record<Role, NamedPerson | null>,
    assigned: state.assigned.flatMap((person) => named(person) ?? []),
  };
}

/** A person found earlier, by reference, name or id. */
export function knownPerson(state: IncidentState, reference: string): Responder | undefined {
  const wanted = reference.toLowerCase();
  return state.people?.resolved.find(({ reference, name, userId }) =>
    [reference, name, userId, `<@${userId}>`].some((word) => word.toLowerCase() === wanted),
  );
}

/** A person who was requested under two names is listed once. */
export function eachPersonOnce(people: readonly Responder[]): readonly Responder[] {
  const first = new Map<string, Responder>();
  for (const person of people) if (!first.has(person.userId)) first.set(person.userId, person);
  return [...first.values()];
}

/** Who is mentioned: those found now and, if everyone is meant, all found before; each once. */
export function peopleToCall({ people }: IncidentState, found: Resolution, everybody: boolean): readonly Responder[] {
  const all = [...found.resolved, ...(everybody ? (people?.resolved ?? []) : [])];
  return eachPersonOnce(all);
}

const idOf = ({ userId, reference }: Responder): string => `${userId} ${reference}`;
