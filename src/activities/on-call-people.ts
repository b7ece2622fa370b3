import type { Resolution, Responder, UnresolvedReference } from '../incident/model/responders';
import { IncidentError } from '../incident/text/errors';
import type { OnCall, OnCallAnswer } from '../notify/on-call/port';

const PREFIX = '@oncall:';

/** `dba` of `@oncall:dba`; null for any other reference. */
export function onCallName(reference: string): string | null {
  return reference.toLowerCase().startsWith(PREFIX) ? reference.slice(PREFIX.length) : null;
}

/** Looks people up, after asking who is on call where a reference says so. Those found keep the reference as it was written. */
export async function findWithOnCall(
  references: readonly string[],
  onCall: OnCall,
  isPatient: boolean,
  find: (references: readonly string[]) => Promise<Resolution>,
  signal?: AbortSignal,
): Promise<Resolution> {
  const schedules = references.filter((reference) => onCallName(reference) !== null);
  if (schedules.length === 0) return find(references);
  const asked = await Promise.all(schedules.map((reference) => ask(reference, onCall, isPatient, signal)));
  const direct = references.filter((reference) => onCallName(reference) === null);
  const found = await find([...new Set([...direct, ...asked.flatMap(({ answer }) => answer?.users ?? [])])]);
  const parts = asked.map((one) => partOf(one, found));
  const own = <One extends { readonly reference: string }>(all: readonly One[]): readonly One[] =>
    all.filter(({ reference }) => direct.includes(reference));
  const resolved = [...own(found.resolved), ...parts.flatMap(({ resolved }) => resolved)];
  const named = new Set(resolved.map(({ reference }) => reference));
  return {
    ...found,
    resolved,
    unresolved: [...own(found.unresolved), ...parts.flatMap(({ unresolved }) => unresolved)],
    resolutionRate: references.filter((reference) => named.has(reference)).length / references.length,
  };
}

interface Asked {
  readonly reference: string;
  readonly answer: OnCallAnswer | null;
  /** Why there is no answer. */
  readonly problem: string;
  readonly isPending: boolean;
}

/** A schedule that cannot be read does not keep the other people from being paged: it is asked again later, for a page of its own. */
async function ask(reference: string, onCall: OnCall, isPatient: boolean, signal: AbortSignal | undefined): Promise<Asked> {
  try {
    return { reference, answer: await onCall.onCall(onCallName(reference) ?? '', signal), problem: '', isPending: false };
  } catch (error) {
    const isPending = error instanceof IncidentError && error.retryable;
    if (!(error instanceof IncidentError) || signal?.aborted || (isPending && isPatient)) throw error;
    return { reference, answer: null, problem: error.message, isPending };
  }
}

function partOf({ reference, answer, problem, isPending }: Asked, found: Resolution): Pick<Resolution, 'resolved' | 'unresolved'> {
  if (answer === null) {
    const reason = `couldn't ask who is on call: ${problem}`;
    return { resolved: [], unresolved: [{ reference, reason, ...(isPending ? { isPending } : {}) }] };
  }
  const { users, asOf, ageMs } = answer;
  if (users.length === 0) return { resolved: [], unresolved: [{ reference, reason: 'no one is on call' }] };
  const isOf = (one: { readonly reference: string }): boolean => users.includes(one.reference);
  const age = ageMs === 0 ? {} : { onCallAsOf: asOf };
  return {
    resolved: found.resolved.filter(isOf).map((one): Responder => ({ ...one, reference, ...age })),
    unresolved: found.unresolved
      .filter(isOf)
      .map((one): UnresolvedReference => ({ ...one, reference, reason: `${one.reference} is on call: ${one.reason}` })),
  };
}
