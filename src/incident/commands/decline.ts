import { armEscalation, isUnacknowledged, nextLevel, whyNobody } from '../escalation/escalation';
import { nameOfActor, slackUserOf } from '../model/actor';
import type { CommandOf } from '../model/commands';
import { byAt, type Change, type Effect, NEWS, refusal } from '../model/effects';
import type { NextLevel } from '../model/incident';
import type { Declined, IncidentState, NamedPerson, Role } from '../model/state';
import { haveAllDeclined, isSamePerson, withDeclined } from '../people/declined';
import { isPerson } from '../people/is-person';
import type { Refusal } from '../text/refusal';
import { notParsed } from './command-preconditions';
import { alreadyResolved, NO_REMINDER } from './life-cycle';

/**
 * Someone can't take the incident. Whoever has acknowledged it hands it back. If that leaves nobody who may still take it, the
 * next level is paged at once, as by the clock.
 */
export function decline(
  state: IncidentState,
  command: CommandOf<'decline'>,
  { at, nowIso }: { at: string; nowIso: string },
): Change | Refusal {
  if (state.status === 'resolved') return alreadyResolved(state);
  if (state.incident === null) return notParsed(state);
  const person = personActing(state, command, at);
  const isTaker = hasAcknowledged(state, person, command.actor);
  if (!isUnacknowledged(state) && !isTaker) return refusedToOthers(state, person);
  if (!isTaker && (state.declined ?? []).some((other) => isSamePerson(other, person)))
    return refusal('already_done', `${person.name} has already declined`);
  const declined = withoutRoles(withDeclined(isTaker ? withdrawn(state) : state, person), person);
  const calls = isTaker || haveAllDeclined(declined);
  const next = calls ? nextLevel(state.incident, state.escalation.reached) : null;
  const reached = next?.number ?? state.escalation.reached;
  return {
    state: calls ? { ...declined, escalation: armEscalation(declined, reached, nowIso) } : declined,
    entry: {
      kind: 'decline',
      ...(command.reason === undefined ? {} : { reason: command.reason }),
      hadAcknowledged: isTaker,
      pages: !calls ? null : next === null ? 'noLevelLeft' : { level: next, nobody: whyNobody(declined, next) },
    },
    effects: [NEWS, ...(next === null ? [] : [pageOf(next)])],
  };
}

function personActing({ people }: IncidentState, command: CommandOf<'decline'>, at: string): Declined {
  const known = people?.resolved.find((person) => isPerson(person, { actor: command.actor }));
  return {
    userId: slackUserOf(command.actor) ?? known?.userId ?? null,
    name: command.actorName ?? known?.name ?? nameOfActor(command),
    at,
  };
}

function hasAcknowledged({ status, acknowledgedBy, acknowledgedById }: IncidentState, person: Declined, actor: string): boolean {
  if (status !== 'acknowledged') return false;
  if (acknowledgedById !== undefined) return acknowledgedById === person.userId;
  return acknowledgedBy !== null && [actor, person.name, person.userId].includes(acknowledgedBy);
}

function refusedToOthers(state: IncidentState, person: Declined): Refusal {
  const { acknowledgedBy, acknowledgedAt, incidentId, roles } = state;
  const message = `nothing is asked of ${person.name}: the incident was acknowledged ${byAt(acknowledgedBy, acknowledgedAt)}`;
  const role = Object.entries(roles).find(([, holder]) => holder !== null && isSamePerson(holder, person))?.[0];
  if (role === undefined) return refusal('not_possible', message);
  return refusal('not_possible', message, `To hand over the role: incident assign ${incidentId} USER --role ${role}`, {
    kind: 'handOver',
    role,
  });
}

/** Not acknowledged any more. The metrics keep the first acknowledgement. */
function withdrawn(state: IncidentState): IncidentState {
  const { acknowledgedById: _, ...rest } = state;
  return {
    ...rest,
    status: state.reopenings > 0 ? 'reopened' : 'triggered',
    acknowledgedAt: null,
    acknowledgedBy: null,
    reminder: NO_REMINDER,
  };
}

function withoutRoles(state: IncidentState, person: Declined): IncidentState {
  const held = (holder: NamedPerson | null): NamedPerson | null => (holder !== null && isSamePerson(holder, person) ? null : holder);
  const roles = Object.fromEntries(Object.entries(state.roles).map(([role, holder]) => [role, held(holder)]));
  return { ...state, roles: roles as Record<Role, NamedPerson | null> };
}

function pageOf({ number, level }: NextLevel): Effect {
  const why = { kind: 'escalation', level: number, by: null, isDeclined: true } as const;
  return { kind: 'callPeople', why, references: level.users, everybody: level.users.length === 0 };
}
