import type { CommandBase } from '../model/commands';
import { jsonBytes } from '../text/json-bytes';
import type { Refusal } from '../text/refusal';
import { utcTime } from '../text/utc-time';
import { after } from './deadlines';
import type { ActiveMaintenance, OneOff } from './maintenance';
import type { AlertCondition } from './rules';

/** A maintenance that a person added. */
export interface AddedMaintenance extends OneOff {
  /** `m-1`; never reused. */
  readonly id: string;
  readonly when: AlertCondition;
  readonly reason: string;
  readonly actor: string;
  readonly via?: string;
  readonly addedAt: string;
  /** Who ended it before its time, and when; null if no one did. */
  readonly ended: { readonly by: string; readonly at: string } | null;
}

/** All that people added: what a run hands to the next. */
export interface KeptMaintenance {
  /** How many ids have been given so far. */
  readonly count: number;
  readonly windows: readonly AddedMaintenance[];
  /** Requests that acted, each with its maintenance, the oldest first. */
  readonly acted: readonly (readonly [requestId: string, id: string])[];
}

export const NONE_KEPT: KeptMaintenance = { count: 0, windows: [], acted: [] };

export interface AddMaintenance {
  readonly when: AlertCondition;
  /** RFC 3339, UTC; default: when it was asked for. */
  readonly from?: string;
  readonly to: string;
  readonly reason: string;
}

export interface EndMaintenance {
  readonly id: string;
}

export interface Changed {
  readonly kept: KeptMaintenance;
  readonly id: string;
  /** True if the request had acted before, so that nothing was done. */
  readonly repeated: boolean;
}

const DAY_MS = 86_400_000;
/** How long a maintenance is still listed after its end. */
const KEEP_MS = 7 * DAY_MS;
const MAX_WINDOWS = 200;
/** Some databases hold at most 64 KiB of a workflow's memo. */
const MAX_BYTES = 60_000;
const MAX_AHEAD_MS = 366 * DAY_MS;
const MAX_ACTED = 1_000;

/** Those that are going on at a time (RFC 3339, UTC). */
export function activeAdded(windows: readonly AddedMaintenance[], at: string): readonly ActiveMaintenance[] {
  return windows
    .filter((window) => window.from <= at && at < endOf(window))
    .map(({ id, when, from, to }) => ({ name: id, when, from, to }));
}

/** Those that have not ended long ago. */
export function stillListed(windows: readonly AddedMaintenance[], at: string): readonly AddedMaintenance[] {
  return windows.filter((window) => at < after(endOf(window), KEEP_MS));
}

/** When it ends or ended. */
export function endOf({ to, ended }: AddedMaintenance): string {
  return ended !== null && ended.at < to ? ended.at : to;
}

/** Adds a maintenance. If there is no room, those that ended first are dropped. */
export function addMaintenance(kept: KeptMaintenance, request: AddMaintenance & CommandBase, nowIso: string): Changed | Refusal {
  const known = doneBefore(kept, request);
  if (known !== null) return known;
  const { when, to, reason, actor, via, at = nowIso } = request;
  const from = request.from ?? (at < nowIso ? at : nowIso);
  if (to <= from)
    return { ...END_BEFORE_BEGIN, message: `it would end at ${utcTime(to)}, which is not after its beginning at ${utcTime(from)}` };
  if (to > after(nowIso, MAX_AHEAD_MS))
    return { code: 'not_possible', message: `it would end at ${utcTime(to)}, which is more than 366 days ahead` };
  const id = `m-${kept.count + 1}`;
  const window = { id, when, from, to, reason, actor, ...(via === undefined ? {} : { via }), addedAt: nowIso, ended: null };
  const windows = withRoom([...stillListed(kept.windows, nowIso), window], nowIso);
  if (windows === null) return FULL;
  return { kept: { count: kept.count + 1, windows, acted: withActed(kept, request, id) }, id, repeated: false };
}

/** Ends a maintenance before its time; one that has not begun never begins. */
export function endMaintenance(kept: KeptMaintenance, request: EndMaintenance & CommandBase, nowIso: string): Changed | Refusal {
  const known = doneBefore(kept, request);
  if (known !== null) return known;
  const { id, actor } = request;
  const refused = whyNotEnded(kept.windows, id, nowIso);
  if (refused !== null) return refused;
  const windows = kept.windows.map((window) => (window.id === id ? { ...window, ended: { by: actor, at: nowIso } } : window));
  return { kept: { ...kept, windows: stillListed(windows, nowIso), acted: withActed(kept, request, id) }, id, repeated: false };
}

/** Why a maintenance cannot be ended; null if it can. */
function whyNotEnded(windows: readonly AddedMaintenance[], id: string, nowIso: string): Refusal | null {
  const window = windows.find((one) => one.id === id);
  if (window === undefined) return { code: 'not_possible', message: `there is no maintenance ${id}`, hint: LIST };
  if (nowIso < endOf(window)) return null;
  const by = window.ended === null ? '' : `, by ${window.ended.by}`;
  return { code: 'already_done', message: `${id} ended at ${utcTime(endOf(window), 'minutes')}${by}` };
}

const LIST = 'To list all maintenances: incident maintenance';
const END_BEFORE_BEGIN = { code: 'invalid', field: 'to', allowed: 'a time after its beginning' } as const;
const FULL: Refusal = {
  code: 'not_possible',
  message: `there is no room for another maintenance: at most ${MAX_WINDOWS} are kept, with at most ${MAX_BYTES} bytes in all`,
  hint: 'End one that is no longer needed: incident maintenance end ID',
};

function doneBefore(kept: KeptMaintenance, { requestId }: CommandBase): Changed | null {
  const id = requestId === undefined ? undefined : kept.acted.find(([known]) => known === requestId)?.[1];
  return id === undefined ? null : { kept, id, repeated: true };
}

function withActed({ acted }: KeptMaintenance, { requestId }: CommandBase, id: string): KeptMaintenance['acted'] {
  return requestId === undefined ? acted : [...acted, [requestId, id] as const].slice(-MAX_ACTED);
}

/** Null if those that have not ended take up too much room. */
function withRoom(windows: readonly AddedMaintenance[], nowIso: string): readonly AddedMaintenance[] | null {
  if (windows.length <= MAX_WINDOWS && jsonBytes(windows) <= MAX_BYTES) return windows;
  const [first] = windows.filter((window) => endOf(window) <= nowIso).sort((one, other) => (endOf(one) < endOf(other) ? -1 : 1));
  return first === undefined
    ? null
    : withRoom(
        windows.filter((window) => window !== first),
        nowIso,
      );
}
