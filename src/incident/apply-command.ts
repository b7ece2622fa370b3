import type { Command, CommandBase, ReadAlertUpdate, Refusal } from './commands';
import { isRefusal } from './commands';
import type { StepName } from './plan';
import { worstSeverity } from './severity';
import type { IncidentState, TimelineEntry } from './state';

/** What must happen in the world because a command was applied. */
export type Effect =
  | { readonly kind: 'editHeadline' | 'postNews' | 'writeReport' }
  | { readonly kind: 'retryStep'; readonly step: StepName }
  | { readonly kind: 'skipStep'; readonly step: StepName; readonly reason: string };

export interface Applied {
  readonly state: IncidentState;
  readonly effects: readonly Effect[];
}

const MAX_SEEN_REQUESTS = 1_000;
const MAX_TIMELINE = 500;
const KEPT_FROM_THE_START = 20;
/** A clock that is ahead by less is believed. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

const HEADLINE: Effect = { kind: 'editHeadline' };
const NEWS: Effect = { kind: 'postNews' };
const REPORT: Effect = { kind: 'writeReport' };

export function hasActed(state: IncidentState, requestId: string): boolean {
  return state.seenRequestIds.includes(requestId);
}

/** Applies a command to the state, or says why it does not apply. Pure; `nowIso` is the time of recording. */
export function applyCommand(state: IncidentState, command: Command | ReadAlertUpdate, nowIso: string): Applied | Refusal {
  const over = state.status === 'cancelled' || state.closedAt !== null;
  if (over) return refusal('closed', `the incident was ${state.status} ${byAt(state.resolvedBy, state.resolvedAt ?? state.closedAt)}`);
  const changed = change(state, command, actedAt(state, command, nowIso));
  if (isRefusal(changed)) return changed;
  return { state: recorded(changed.state, command, changed.text, nowIso), effects: changed.effects };
}

/** Puts a refused command on the timeline: who wanted what, and why it was refused. */
export function recordRefusal(state: IncidentState, command: { name: string; actor: string }, refused: Refusal, nowIso: string): IncidentState {
  const text = `${command.name} was refused: ${refused.message}`;
  return withEntry(state, { at: nowIso, recordedAt: nowIso, actor: command.actor, kind: 'refused', text, requestId: null });
}

interface Change {
  readonly state: IncidentState;
  readonly text: string;
  readonly effects: readonly Effect[];
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
      return {
        state: { ...state, status: 'cancelled', resolvedAt: state.resolvedAt ?? at, resolvedBy: state.resolvedBy ?? command.actor },
        text: `cancelled the incident: ${command.reason}`,
        effects: [HEADLINE, NEWS, REPORT],
      };
    case 'retryStep':
      return retryStep(state, command.step);
    case 'skipStep':
      return skipStep(state, command.step, command.reason);
    case 'alertUpdated':
      return alertUpdated(state, command, at);
  }
}

function acknowledge(state: IncidentState, actor: string, at: string): Change | Refusal {
  if (state.status === 'acknowledged') {
    return refusal('already_done', `already acknowledged ${byAt(state.acknowledgedBy, state.acknowledgedAt)}`);
  }
  if (state.status === 'resolved') return refusal('already_done', `already resolved ${byAt(state.resolvedBy, state.resolvedAt)}`);
  const metrics = { ...state.metrics, timeToAcknowledgeMs: since(state, at) };
  return {
    state: { ...state, status: 'acknowledged', acknowledgedAt: at, acknowledgedBy: actor, metrics },
    text: 'acknowledged the incident',
    effects: [HEADLINE, NEWS],
  };
}

function resolve(state: IncidentState, actor: string, at: string, note: string | undefined): Change | Refusal {
  if (state.status === 'resolved') return refusal('already_done', `already resolved ${byAt(state.resolvedBy, state.resolvedAt)}`);
  const metrics = { ...state.metrics, timeToResolveMs: since(state, at) };
  return {
    state: { ...state, status: 'resolved', resolvedAt: at, resolvedBy: actor, metrics },
    text: note === undefined ? 'resolved the incident' : `resolved the incident: ${note}`,
    effects: [HEADLINE, NEWS, REPORT],
  };
}

function changeSeverity(state: IncidentState, severity: 'critical' | 'high' | 'medium' | 'low'): Change | Refusal {
  const { incident } = state;
  if (incident === null) return refusal('not_possible', 'the event has not been parsed yet; try again in a moment');
  if (incident.severity === severity) return refusal('already_done', `the severity is ${severity} already`);
  return {
    state: { ...state, incident: { ...incident, severity, severityDefaulted: false } },
    text: `changed the severity from ${incident.severity} to ${severity}`,
    effects: [HEADLINE, NEWS],
  };
}

function retryStep(state: IncidentState, step: StepName): Change | Refusal {
  const stuck = state.nodes.some((node) => node.step === step && (node.status === 'blocked' || node.status === 'failed'));
  if (!stuck) return refusal('not_possible', `${step} is ${statusOf(state, step)}; only a blocked or failed step can be retried`);
  return { state, text: `had ${step} tried again`, effects: [{ kind: 'retryStep', step }, HEADLINE] };
}

function skipStep(state: IncidentState, step: StepName, reason: string): Change | Refusal {
  const blocked = state.nodes.some((node) => node.step === step && node.status === 'blocked');
  if (!blocked) return refusal('not_possible', `${step} is ${statusOf(state, step)}; only a blocked step can be skipped`);
  return { state, text: `gave ${step} up: ${reason}`, effects: [{ kind: 'skipStep', step, reason }, HEADLINE, NEWS] };
}

/** A further alert raises the severity but never lowers it; a recovery resolves; an acknowledgement elsewhere is noted. */
function alertUpdated(state: IncidentState, { event }: ReadAlertUpdate, at: string): Change | Refusal {
  const { incident } = state;
  if (incident === null) return refusal('not_possible', 'the event has not been parsed yet');
  if (event.status === 'resolved') {
    if (state.status === 'resolved') return { state, text: 'the alert has recovered, too', effects: [] };
    const outcome = resolve(state, `alert:${event.source}`, at, `the alert has recovered: ${event.title}`);
    return outcome;
  }
  if (event.status !== 'firing') return { state, text: `the alert is ${event.status}: ${event.title}`, effects: [] };
  const severity = worstSeverity(incident.severity, event.severity);
  if (severity === incident.severity) return { state, text: `the alert fires again: ${event.title}`, effects: [] };
  return {
    state: { ...state, incident: { ...incident, severity, severityDefaulted: false } },
    text: `the alert raised the severity from ${incident.severity} to ${severity}: ${event.title}`,
    effects: [HEADLINE, NEWS],
  };
}

function recorded(state: IncidentState, command: CommandBase & { name: string }, text: string, nowIso: string): IncidentState {
  const { requestId, via, actor } = command;
  const entry: TimelineEntry = {
    at: actedAt(state, command, nowIso),
    recordedAt: nowIso,
    actor: via === undefined || via === actor ? actor : `${actor} (via ${via})`,
    kind: command.name,
    text,
    requestId: requestId ?? null,
  };
  const seen = requestId === undefined ? state.seenRequestIds : [...state.seenRequestIds, requestId].slice(-MAX_SEEN_REQUESTS);
  return withEntry({ ...state, seenRequestIds: seen }, entry);
}

/** The beginning and the latest are kept; the gap says how much is missing, in one entry. */
function withEntry(state: IncidentState, entry: TimelineEntry): IncidentState {
  const timeline = [...state.timeline, entry];
  if (timeline.length <= MAX_TIMELINE) return { ...state, timeline };
  const start = timeline.slice(0, KEPT_FROM_THE_START);
  const gap = timeline[KEPT_FROM_THE_START];
  const before = gap?.kind === 'omitted' ? Number.parseInt(gap.text, 10) : 0;
  const end = timeline.slice(KEPT_FROM_THE_START + 2);
  const dropped = before === 0 ? 2 : before + 1;
  const omitted: TimelineEntry = {
    at: entry.recordedAt,
    recordedAt: entry.recordedAt,
    actor: 'worker',
    kind: 'omitted',
    text: `${dropped} entries are left out here`,
    requestId: null,
  };
  return { ...state, timeline: [...start, omitted, ...end] };
}

/** When the actor acted: as told, unless that lies before the incident or in the future. */
function actedAt(state: IncidentState, { at }: CommandBase, nowIso: string): string {
  if (at === undefined) return nowIso;
  const time = Date.parse(at);
  const tooEarly = time < Date.parse(state.createdAt);
  const tooLate = time > Date.parse(nowIso) + MAX_CLOCK_SKEW_MS;
  return Number.isNaN(time) || tooEarly || tooLate ? nowIso : at;
}

function statusOf(state: IncidentState, step: StepName): string {
  return state.steps.find(({ name }) => name === step)?.status ?? 'unknown';
}

const since = ({ createdAt }: IncidentState, at: string): number => Math.max(0, Date.parse(at) - Date.parse(createdAt));
const byAt = (by: string | null, at: string | null): string =>
  `by ${by ?? 'somebody'} at ${(at ?? '').slice(0, 16).replace('T', ' ')} UTC`;
const refusal = (code: Refusal['code'], message: string): Refusal => ({ code, message });
