import { createHash } from 'node:crypto';
import type { Principal } from '../incident/model/actions/principal';
import type { IncidentState } from '../incident/model/state';

/** The ids of all requests that come from agents begin so. */
const PREFIX = 'mcp-';
/** How long the same call counts as a repeat. */
export const REPEAT_WINDOW_MS = 10 * 60_000;

export interface Repeatable {
  readonly tool: string;
  /** Its arguments, without those that are not about what it does. */
  readonly input: object;
  readonly requestId?: string | undefined;
}

/** The id of a request, and those under which the same call may have acted shortly before. */
export interface RequestIds {
  readonly id: string;
  readonly earlier: readonly string[];
}

/**
 * An id that was given counts for good, any other for ten minutes: it is made of the principal, the call and the time in steps of
 * that length. So a retry acts once, also if this process has been started anew in between.
 */
export function requestIdsOf(principal: Principal, { tool, input, requestId }: Repeatable, now: number): RequestIds {
  const by = [principal.person, principal.token, tool];
  if (requestId !== undefined) return { id: idOf([...by, 'id', requestId]), earlier: [] };
  const step = Math.floor(now / REPEAT_WINDOW_MS);
  const at = (which: number): string => idOf([...by, 'call', input, which]);
  return { id: at(step), earlier: [at(step - 1)] };
}

const idOf = (parts: readonly unknown[]): string =>
  `${PREFIX}${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;

/** The id under which the same call has acted on the incident within the window; null if it has not. */
export function actedAs(
  { id, earlier }: RequestIds,
  { timeline, seenRequestIds }: Pick<IncidentState, 'timeline' | 'seenRequestIds'>,
  now: number,
): string | null {
  const recent = timeline.findLast(
    ({ kind, at, requestId }) =>
      kind !== 'refused' && requestId !== null && earlier.includes(requestId) && now - Date.parse(at) < REPEAT_WINDOW_MS,
  );
  return recent?.requestId ?? (seenRequestIds.includes(id) ? id : null);
}

/** How many commands and proposals of agents the incident has taken. The gateway gives proposals ids of its own. */
export function agentWrites({ seenRequestIds, proposals = [] }: Pick<IncidentState, 'seenRequestIds' | 'proposals'>): number {
  const proposed = proposals.filter(({ what, by }) => what.kind === 'action' && by.agent !== undefined);
  return seenRequestIds.filter((id) => id.startsWith(PREFIX)).length + proposed.length;
}

/** What was sent shortly before and may not show yet: a command that waits, an incident that listings do not know. */
export class Sent<Value> {
  private readonly known = new Map<string, { readonly value: Value; readonly at: number }>();

  constructor(private readonly now: () => number) {}

  add(id: string, value: Value): void {
    for (const [key, { at }] of this.known) if (this.now() - at >= REPEAT_WINDOW_MS) this.known.delete(key);
    this.known.set(id, { value, at: this.now() });
  }

  find({ id, earlier }: RequestIds): { readonly id: string; readonly value: Value } | null {
    for (const key of [id, ...earlier]) {
      const found = this.known.get(key);
      if (found !== undefined && this.now() - found.at < REPEAT_WINDOW_MS) return { id: key, value: found.value };
    }
    return null;
  }
}
