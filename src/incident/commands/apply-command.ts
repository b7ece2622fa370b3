import { later } from '../escalation/escalation';
import { actingOf } from '../model/actor';
import type { AlertOutcome } from '../model/alert-outcome';
import type { Command, CommandBase, ReadAlertUpdate } from '../model/commands';
import { type Change, type Effect, REPORT } from '../model/effects';
import { withSeen } from '../model/request-ids';
import type { UnresolvedReference } from '../model/responders';
import type { IncidentState } from '../model/state';
import { appendEntry } from '../model/timeline';
import type { Acting } from '../model/timeline-entry';
import { describeDoubt } from '../people/check-people';
import { isRefusal, type Refusal } from '../text/refusal';
import { applyAlert } from './apply-alert';
import { type Check, decide, type Moment } from './decisions';
import { refusedAsOver } from './life-cycle';

export type { Effect } from '../model/effects';

export interface Applied {
  readonly state: IncidentState;
  readonly effects: readonly Effect[];
  /** What an alert did to the incident. */
  readonly outcome?: AlertOutcome;
  /** People who were not found; the command went ahead without them. */
  readonly notFound?: readonly UnresolvedReference[];
  /** Why it is unknown whether these people exist, in words. */
  readonly unchecked?: string;
}

/** After these commands, the response graph itself writes the report again. */
const WRITTEN_BY_THE_GRAPH: ReadonlySet<Effect['kind']> = new Set(['retryStep', 'resumeFrom', 'investigate']);
/** A clock that is ahead by less than this is trusted. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** True if a command with this id was applied before. The caller asks first, so that a repeat acts once. */
export function hasActed(state: IncidentState, requestId: string): boolean {
  return state.seenRequestIds.includes(requestId);
}

/**
 * Applies a command to the state, or says why it does not apply. Pure. `nowIso` is the time of recording. The command's own
 * entry is the newest on the timeline. Effects must be carried out in their order. `check` is what was found out before,
 * about the people it names or by whoever vouches for it; absent if there was no need.
 */
export function applyCommand(state: IncidentState, command: Command | ReadAlertUpdate, nowIso: string, check?: Check): Applied | Refusal {
  const over = refusedAsOver(state, command.name);
  if (over !== null) return over;
  const time = timeOf(state, command, nowIso);
  const changed = change(state, command, { at: time.at, nowIso }, check);
  if (isRefusal(changed)) return changed;
  const next = { ...changed, state: withReminder(changed.state, command, nowIso) };
  return {
    state: recorded(next, command, time, nowIso),
    effects: withReport(state, command, next.effects),
    ...(changed.outcome === undefined ? {} : { outcome: changed.outcome }),
    ...(changed.notFound === undefined ? {} : { notFound: changed.notFound }),
    ...(changed.unchecked === undefined ? {} : { unchecked: describeDoubt(changed.unchecked) }),
  };
}

/**
 * Records a refused command on the timeline: who tried to do what, and why it was refused. A request that came both as an
 * update and as a signal is recorded once.
 */
export function recordRefusal(
  state: IncidentState,
  command: Pick<CommandBase, 'actor' | 'actorName' | 'via' | 'requestId'> & { readonly name: string },
  refused: Refusal,
  nowIso: string,
): IncidentState {
  const { name, requestId } = command;
  if (requestId !== undefined && state.timeline.some((entry) => entry.kind === 'refused' && entry.requestId === requestId)) return state;
  const data = { kind: 'refused', command: name, reason: refused.reason ?? refused.message } as const;
  const entry = { at: nowIso, recordedAt: nowIso, ...actingBy(command), requestId: requestId ?? null, ...data };
  return { ...state, timeline: appendEntry(state.timeline, entry) };
}

function change(state: IncidentState, command: Command | ReadAlertUpdate, time: Moment, check: Check | undefined): Change | Refusal {
  return command.name === 'alertUpdated' ? applyAlert(state, command, time.at, time.nowIso) : decide(state, command, time, check);
}

/** Anything that someone does counts as an update, so the reminder starts over. */
function withReminder(state: IncidentState, { name }: { name: string }, nowIso: string): IncidentState {
  const { incident, status } = state;
  if (name === 'alertUpdated' || incident === null || status !== 'acknowledged') return state;
  return { ...state, reminder: { dueAt: later(nowIso, incident.policy.bySeverity[incident.severity].remindAfterMs), unanswered: 0 } };
}

/**
 * A report that exists or is being written lacks this change, so it is written again; a future one will have it. Notes do
 * not trigger this, because there may be many. They are on the timeline at once.
 */
export function withReport(state: IncidentState, { name }: { name: string }, effects: readonly Effect[]): readonly Effect[] {
  const writer = state.nodes.find(({ name }) => name === 'writeReport');
  const stands = writer !== undefined && writer.status !== 'pending' && writer.status !== 'waiting';
  const isWritten = effects.some((effect) => effect === REPORT || WRITTEN_BY_THE_GRAPH.has(effect.kind));
  const needed = stands && effects.length > 0 && !isWritten && name !== 'addNote';
  return needed ? [...effects, REPORT] : effects;
}

interface ActedAt {
  readonly at: string;
  /** The given time, if it was rejected as impossible. */
  readonly disbelieved: string | null;
}

/** When the actor acted: the given time, unless that is before the incident or in the future. */
function timeOf(state: IncidentState, { at }: CommandBase, nowIso: string): ActedAt {
  if (at === undefined) return { at: nowIso, disbelieved: null };
  const time = Date.parse(at);
  const believed = time >= Date.parse(state.createdAt) && time <= Date.parse(nowIso) + MAX_CLOCK_SKEW_MS;
  return believed ? { at: new Date(time).toISOString(), disbelieved: null } : { at: nowIso, disbelieved: at.slice(0, 64) };
}

function recorded(changed: Change, command: CommandBase, { at, disbelieved }: ActedAt, nowIso: string): IncidentState {
  const { state, entry: data, by } = changed;
  const { requestId } = command;
  const entry = {
    at,
    recordedAt: nowIso,
    ...(by ?? actingBy(command)),
    requestId: requestId ?? null,
    ...(disbelieved === null ? {} : { disbelieved }),
    ...data,
  };
  const seen = requestId === undefined ? state.seenRequestIds : withSeen(state.seenRequestIds, requestId);
  return { ...state, seenRequestIds: seen, timeline: appendEntry(state.timeline, entry) };
}

function actingBy({ actor, actorName, via }: Pick<CommandBase, 'actor' | 'actorName' | 'via'>): Acting {
  return actingOf(actor, [via], actorName);
}
