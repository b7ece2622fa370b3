import type { ChatError } from '../../chat/errors';
import type { Candidate, Responder } from '../../incident/model/responders';

/** What has become of one reference. */
export type Outcome =
  | { readonly kind: 'found'; readonly people: readonly Responder[] }
  | { readonly kind: 'missing'; readonly reason: string; readonly candidates?: readonly Candidate[] }
  /** The service refuses to be asked for this one. */
  | { readonly kind: 'refused'; readonly error: ChatError }
  /** It cannot be said yet. */
  | { readonly kind: 'pending'; readonly error: ChatError };

/** Trouble that is over so soon is worth waiting for: who is called in one message sees who else is. */
const SOON_MS = 5_000;
const ATTEMPTS_FOR_ALL = 2;

/**
 * Whether a search is answered as it stands, or its trouble thrown, so that it is tried again as a whole. Who was found is
 * not kept waiting by who was not; but one lost answer must not make two calls of one.
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

/** Where the service refuses every single one, a person must do something first. */
function refusalOfAll(outcomes: readonly Outcome[]): ChatError | null {
  const [first] = outcomes;
  return first?.kind === 'refused' && outcomes.every(({ kind }) => kind === 'refused') ? first.error : null;
}
