import { ChatError, isAboutToken } from '../../chat/errors';
import type { CallOptions, PeopleSearch } from '../../chat/port';
import type { Resolution, UnresolvedReference } from '../../incident/model/responders';
import { findOne, type Sources } from './find-one';
import { judgeSearch, type Outcome } from './judge-search';
import { isGroupLike } from './read-reference';

const AT_ONCE = 4;

/**
 * Finds each reference on its own: a pending one does not hold back the others. Missing people are named with the reason.
 * Throws only for trouble that concerns all references or that will soon pass.
 */
export async function findPeople(sources: Sources, search: PeopleSearch, options: CallOptions): Promise<Resolution> {
  const { references } = search;
  const outcomes: Outcome[] = [];
  for (let start = 0; start < references.length; start += AT_ONCE) {
    const batch = references.slice(start, start + AT_ONCE);
    outcomes.push(...(await Promise.all(batch.map((reference) => outcomeOf(sources, reference, search, options)))));
  }
  const trouble = judgeSearch(outcomes, { attempt: search.attempt ?? 1, patient: search.patient ?? false });
  if (trouble !== null) throw trouble;
  const resolved = outcomes.flatMap((outcome) => (outcome.kind === 'found' ? outcome.people : []));
  const unresolved = outcomes.flatMap((outcome, index) => unresolvedOf(references[index] ?? '', outcome));
  const unique = resolved.filter((person, index) => resolved.findIndex(({ userId }) => userId === person.userId) === index);
  const resolutionRate = references.length === 0 ? 1 : (references.length - unresolved.length) / references.length;
  return { resolved: unique, unresolved: await withGroupTrouble(sources, unresolved, options), resolutionRate };
}

function unresolvedOf(reference: string, outcome: Outcome): readonly UnresolvedReference[] {
  switch (outcome.kind) {
    case 'found':
      return [];
    case 'missing': {
      const { reason, candidates = [] } = outcome;
      return [{ reference, reason, ...(candidates.length === 0 ? {} : { candidates }) }];
    }
    case 'refused':
      return [{ reference, reason: `${outcome.error.message}. ${outcome.error.remedy}`.trim(), isUnchecked: true }];
    case 'pending':
      return [{ reference, reason: outcome.error.message, isPending: true }];
  }
}

/** Explains once why groups could not be read, and only if a group was asked for. */
async function withGroupTrouble({ groups }: Sources, unresolved: readonly UnresolvedReference[], options: CallOptions) {
  const index = unresolved.findIndex(({ reference, isPending }) => isGroupLike(reference) && !isPending);
  if (index === -1) return unresolved;
  const read = await groups(options).catch(() => null);
  if (read === null || !('refused' in read)) return unresolved;
  return unresolved.map((one, at) =>
    at === index ? { ...one, reason: `${one.reason}; couldn't read user groups (${read.refused.code})` } : one,
  );
}

async function outcomeOf(sources: Sources, reference: string, search: PeopleSearch, options: CallOptions): Promise<Outcome> {
  try {
    return await findOne(sources, reference, search, options);
  } catch (error) {
    if (!(error instanceof ChatError) || isAboutToken(error) || options.signal?.aborted) throw error;
    return { kind: error.retryable ? 'pending' : 'refused', error };
  }
}
