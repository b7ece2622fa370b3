import { applyAlert } from './apply-alert';
import { type Change, type Effect, HEADLINE, NEWS, REPORT, refusal } from './command-change';
import { type Command, type CommandBase, isRefusal, type ReadAlertUpdate, type Refusal } from './commands';
import { acknowledge, cancel, refusedAsOver, resolve } from './life-cycle';
import type { StepName } from './plan';
import type { Severity } from './severity';
import type { IncidentState } from './state';
import { appendEntry } from './timeline';

export type { Effect } from './command-change';

export interface Applied {
  readonly state: IncidentState;
  readonly effects: readonly Effect[];
}

const MAX_SEEN_REQUESTS = 1_000;
/** A clock that is ahead by less is believed. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** True when a command of this id was applied before; the caller asks first, so that a repeat acts once. */
export function hasActed(state: IncidentState, requestId: string): boolean {
  return state.seenRequestIds.includes(requestId);
}

/**
 * Applies a command to the state, or says why it does not apply. Pure; `nowIso` is the time of recording. The command's
 * own entry is the newest on the timeline. Effects are to be carried out in their order.
 */
export function applyCommand(state: IncidentState, command: Command | ReadAlertUpdate, nowIso: string): Applied | Refusal {
  const over = refusedAsOver(state, command.name);
  if (over !== null) return over;
  const time = timeOf(state, command, nowIso);
  const changed = change(state, command, time.at);
  if (isRefusal(changed)) return changed;
  return { state: recorded(changed, command, time, nowIso), effects: withReport(state, command, changed.effects) };
}

/**
 * Puts a refused command on the timeline: who wanted what, and why it was refused. A request that came both as an
 * update and as a signal is recorded once.
 */
export function recordRefusal(
  state: IncidentState,
  command: { readonly name: string; readonly actor: string; readonly via?: string; readonly requestId?: string },
  refused: Refusal,
  nowIso: string,
): IncidentState {
  const { name, requestId } = command;
  if (requestId !== undefined && state.timeline.some((entry) => entry.kind === 'refused' && entry.requestId === requestId)) return state;
  const text = `${name} was refused: ${refused.message}`;
  const entry = { at: nowIso, recordedAt: nowIso, actor: actorOf(command), kind: 'refused', text, requestId: requestId ?? null };
  return { ...state, timeline: appendEntry(state.timeline, entry) };
}

function change(state: IncidentState, command: Command | ReadAlertUpdate, at: string): Change | Refusal {
  switch (command.name) {
    case 'acknowledge':
      return acknowledge(state, command.actor, at);
    case 'addNote':
      return { state, text: command.text, effects: [NEWS] };
    case 'changeSeverity':
      return changeSeverity(state, command.severity);
    case 'resolve':
      return resolve(state, command.actor, at, command.note);
    case 'cancel':
      return cancel(state, command);
    case 'retryStep':
      return retryStep(state, command.step);
    case 'skipStep':
      return skipStep(state, command.step, command.reason);
    case 'alertUpdated':
      return applyAlert(state, command, at);
  }
}

function changeSeverity(state: IncidentState, severity: Severity): Change | Refusal {
  const { incident } = state;
  if (incident === null) return refusal('not_possible', 'the event has not been parsed yet; try again in a moment');
  if (incident.severity === severity) return refusal('already_done', `the severity is ${severity} already`);
  return {
    state: { ...state, incident: { ...incident, severity, severityDefaulted: false } },
    text: `changed the severity from ${incident.severity} to ${severity}`,
    effects: [HEADLINE, NEWS],
  };
}

/** A step that is done but degraded has a failed node, and that can be tried again as well. */
function retryStep(state: IncidentState, step: StepName): Change | Refusal {
  const stuck = state.nodes.some((node) => node.step === step && (node.status === 'blocked' || node.status === 'failed'));
  if (!stuck) return refusal('not_possible', `${step} is ${describeStep(state, step)}; only a blocked or failed step can be retried`);
  return { state, text: `had ${step} tried again`, effects: [{ kind: 'retryStep', step }, HEADLINE] };
}

function skipStep(state: IncidentState, step: StepName, reason: string): Change | Refusal {
  const blocked = state.nodes.some((node) => node.step === step && node.status === 'blocked');
  if (!blocked) return refusal('not_possible', `${step} is ${describeStep(state, step)}; only a blocked step can be skipped`);
  // The news first: it is about the newest entry, and giving a step up may add others.
  return { state, text: `gave ${step} up: ${reason}`, effects: [NEWS, { kind: 'skipStep', step, reason }, HEADLINE] };
}

function describeStep(state: IncidentState, name: StepName): string {
  const step = state.steps.find((other) => other.name === name);
  if (step === undefined) return 'unknown';
  return step.note === null ? step.status : `${step.status} (${step.note})`;
}

/** A report that stands, or is being written, lacks what has just changed; one still to come will have it. */
function withReport(state: IncidentState, command: { name: string }, effects: readonly Effect[]): readonly Effect[] {
  const writer = state.nodes.find(({ name }) => name === 'writeReport');
  const stands = writer !== undefined && writer.status !== 'pending' && writer.status !== 'waiting';
  // A retried step has the report written anew by the graph itself.
  const needed = stands && effects.length > 0 && command.name !== 'retryStep' && !effects.includes(REPORT);
  return needed ? [...effects, REPORT] : effects;
}

interface ActedAt {
  readonly at: string;
  /** The time that was given and not believed. */
  readonly disbelieved: string | null;
}

/** When the actor acted: as told, unless that lies before the incident or in the future. */
function timeOf(state: IncidentState, { at }: CommandBase, nowIso: string): ActedAt {
  if (at === undefined) return { at: nowIso, disbelieved: null };
  const time = Date.parse(at);
  const believed = time >= Date.parse(state.createdAt) && time <= Date.parse(nowIso) + MAX_CLOCK_SKEW_MS;
  return believed ? { at: new Date(time).toISOString(), disbelieved: null } : { at: nowIso, disbelieved: at.slice(0, 64) };
}

function recorded(changed: Change, command: CommandBase & { name: string }, { at, disbelieved }: ActedAt, nowIso: string): IncidentState {
  const { state, text, kind, actor } = changed;
  const { requestId } = command;
  const entry = {
    at,
    recordedAt: nowIso,
    actor: actor ?? actorOf(command),
    kind: kind ?? command.name,
    text: disbelieved === null ? text : `${text} (the given time ${disbelieved} cannot be: recorded at the time of arrival)`,
    requestId: requestId ?? null,
  };
  const seen = requestId === undefined ? state.seenRequestIds : [...state.seenRequestIds, requestId].slice(-MAX_SEEN_REQUESTS);
  return { ...state, seenRequestIds: seen, timeline: appendEntry(state.timeline, entry) };
}

function actorOf({ actor, via }: { readonly actor: string; readonly via?: string | undefined }): string {
  return via === undefined || via === actor ? actor : `${actor} (via ${via})`;
}
