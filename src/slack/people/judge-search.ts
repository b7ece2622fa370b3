import type { ChatError } from '../../chat/errors';
import type { Candidate, Responder } from '../../incident/model/responders';

/** The result for one reference. */
export type Outcome =
  | { readonly kind: 'found'; readonly people: readonly Responder[] }
  | { readonly kind: 'missing'; readonly reason: string; readonly candidates?: readonly Candidate[] }
  /** The service refuses to answer for this reference. */
  | { readonly kind: 'refused'; readonly error: ChatError }
  /** Not decided yet. */
  | { readonly kind: 'pending'; readonly error: ChatError };

/** Trouble that passes this soon is worth waiting out, so that one message can page everyone together. */
const SOON_MS = 5_000;
const ATTEMPTS_FOR_ALL = 2;

/**
 * Null if the search can be returned as it is; otherwise the error to throw so that the whole search is retried. People who
 * were found must not wait for those who are missing, but one lost answer must not split one page into two.
 */
export function judgeSearch(outcomes: readonly Outcome[], how: { readonly attempt: number; readonly patient: boolean }): ChatError | null {
  const pending = outcomes.flatMap((outcome) => (outcome.kind === 'pending' ? [outcome.error] : []));
  const [trouble] = pending;
  const isAnyFound = outcomes.some(({ kind }) => kind === 'found');
  if (trouble === undefined) return refusalOfAll(outcomes);
  if (how.patient) return isAnyFound ? null : trouble;
  const isSoonOver = pending.every(({ retryAfterMs = 0 }) => retryAfterMs <= SOON_MS);
  if (isSoonOver && how.attempt <= ATTEMPTS_FOR_ALL) return trouble;
  const isReading = pending.some(({ code }) => code === 'slack_directory_unread');
  return isReading || pending.length < outcomes.length ? null : trouble;
}

/** If the service refuses every reference, someone must fix something first. */
function refusalOfAll(outcomes: readonly Outcome[]): ChatError | null {
  const [first] = outcomes;
  return first?.kind === 'refused' && outcomes.every(({ kind }) => kind === 'refused') ? first.error : null;
}
