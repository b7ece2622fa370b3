import type { Report } from '../../model/report';
import type { IncidentStatus } from '../../model/state';
import { WORKER } from '../../model/timeline';
import type { EntryKind } from '../../model/timeline-entry';

/** How each kind of event is drawn. Shapes differ, so colour is never needed to distinguish them. */
export type Shape = 'flag' | 'room' | 'circle' | 'triangle' | 'square' | 'check' | 'ring' | 'cross' | 'dot';

export interface Mark {
  /** Since the incident was created; never below 0. */
  readonly ms: number;
  readonly shape: Shape;
  /** `acknowledged`, `escalated`…; null if only its text says what happened. */
  readonly word: string | null;
  readonly actor: string;
  /** Null if the word says everything. */
  readonly text: string | null;
  /** True for the first mark. */
  readonly isStart: boolean;
  /** True if it deserves its own label. */
  readonly isTurn: boolean;
}

/** A period in which the incident had one status; null where missing entries leave it unknown. */
export interface Phase {
  readonly fromMs: number;
  readonly toMs: number;
  readonly status: IncidentStatus | null;
}

const TURNS: Readonly<Partial<Record<EntryKind, readonly [Shape, string]>>> = {
  declared: ['flag', 'declared'],
  warRoom: ['room', 'war room ready'],
  acknowledge: ['circle', 'acknowledged'],
  escalate: ['triangle', 'escalated'],
  changeSeverity: ['square', 'severity changed'],
  blocked: ['cross', 'blocked'],
  resolve: ['check', 'resolved'],
  reopen: ['ring', 'reopened'],
  cancel: ['cross', 'cancelled'],
  close: ['flag', 'closed'],
};
const STATUS_AFTER: Readonly<Partial<Record<EntryKind, IncidentStatus | null>>> = {
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  reopen: 'reopened',
  cancel: 'cancelled',
  // The omitted entries may have changed the status.
  omitted: null,
};
const OTHERS: Readonly<Partial<Record<EntryKind, string>>> = {
  addNote: 'note',
  refused: 'refused',
  reminder: 'reminder',
  degraded: 'degraded',
};
/** More labels would cover the picture; the table has them all. */
const MAX_LABELS = 14;

/** Everything that the timeline picture shows, in order of time. */
export function timelineMarks({ timeline, incident, metrics }: Report): readonly Mark[] {
  const createdMs = Date.parse(incident.created_at);
  const marks = timeline.map(({ at, actor, kind, text }): Mark => {
    const turn = ofKind(TURNS, kind);
    const [shape, word] = turn ?? ['dot', ofKind(OTHERS, kind) ?? null];
    const ms = Math.max(0, Date.parse(at) - createdMs);
    return { ms, shape, word, actor, text, isTurn: turn !== undefined, isStart: kind === 'declared' };
  });
  const { timeToResponseMs: ms } = metrics;
  if (ms !== null) marks.push({ ms, shape: 'flag', word: 'response complete', actor: WORKER, text: null, isTurn: true, isStart: false });
  const known = marks.filter((mark) => Number.isFinite(mark.ms)).sort((one, other) => one.ms - other.ms);
  const turns = known.filter(({ isTurn }) => isTurn);
  const dropped = new Set(turns.slice(MAX_LABELS / 2, Math.max(MAX_LABELS / 2, turns.length - MAX_LABELS / 2)));
  return known.map((mark) => (dropped.has(mark) ? { ...mark, isTurn: false } : mark));
}

/** The incident's statuses over time; the last one lasts to the end of the picture. */
export function phasesOf({ timeline, incident }: Report, endMs: number): readonly Phase[] {
  const createdMs = Date.parse(incident.created_at);
  const changes = timeline
    .filter(({ kind }) => Object.hasOwn(STATUS_AFTER, kind))
    .map(({ at, kind }) => ({ ms: Math.max(0, Date.parse(at) - createdMs), status: ofKind(STATUS_AFTER, kind) ?? null }))
    .filter(({ ms }) => Number.isFinite(ms))
    .sort((one, other) => one.ms - other.ms);
  const all = [{ ms: 0, status: 'triggered' as IncidentStatus | null }, ...changes];
  return all
    .map(({ ms, status }, index) => ({ fromMs: ms, toMs: all[index + 1]?.ms ?? endMs, status }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);
}

/** An entry written by older code may be of any kind. */
function ofKind<Value>(table: Readonly<Partial<Record<EntryKind, Value>>>, kind: string): Value | undefined {
  return Object.hasOwn(table, kind) ? table[kind as EntryKind] : undefined;
}
