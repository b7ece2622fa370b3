import { ChatError, isAboutToken } from '../../chat/errors';
import type { CallOptions, PeopleSearch } from '../../chat/port';
import { MAX_CANDIDATES, type Resolution, type Responder, type UnresolvedReference } from '../../incident/model/responders';
import { cleanLine } from '../../incident/text/clean-text';
import type { Call } from '../transport/call';
import type { Directory, DirectoryReader } from './directory';
import { judgeSearch, type Outcome } from './judge-search';
import { candidateOf, type Match, matchPerson } from './match-people';
import { domainOf } from './own-domain';
import { matchGroups, membersOf, shownGroup, type UserGroup, type UserGroups } from './user-groups';

const AT_ONCE = 4;
/** A Slack user id, or a mention of one. A name in capitals may look like an id. */
const USER_ID = /^(?:<@|@)?([UW][A-Z0-9]{6,})(?:\|[^>]*)?>?$/;
const EMAIL = /^[^@\s<>]+@[^@\s<>]+$/;
const HOW_TO_CHOOSE = 'use an email, user id or unique user name';

const NO_EMAIL = 'no user has this email';

/** Where to look for people. */
export interface Sources {
  readonly call: Call;
  readonly directory: DirectoryReader;
  readonly groups: (options: CallOptions) => Promise<UserGroups>;
}

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
  const index = unresolved.findIndex(({ reference, isPending }) => reference.startsWith('@') && !isPending);
  if (index === -1) return unresolved;
  const read = await groups(options).catch(() => null);
  if (read === null || !('refused' in read)) return unresolved;
  return unresolved.map((one, at) =>
    at === index ? { ...one, reason: `${one.reason}; couldn't read user groups (${read.refused.code})` } : one,
  );
}

async function outcomeOf(sources: Sources, reference: string, search: PeopleSearch, options: CallOptions): Promise<Outcome> {
  try {
    return EMAIL.test(reference)
      ? await findByAddress(sources, reference, search, options)
      : await findByName(sources, reference, search, options);
  } catch (error) {
    if (!(error instanceof ChatError) || isAboutToken(error) || options.signal?.aborted) throw error;
    return { kind: error.retryable ? 'pending' : 'refused', error };
  }
}

async function findByAddress({ call, directory }: Sources, email: string, search: PeopleSearch, options: CallOptions): Promise<Outcome> {
  const person = await findByEmail(call, email, options);
  if (person !== null) return found(person);
  const local = email.slice(0, email.indexOf('@'));
  if (search.isPrivate !== false) return missing(NO_EMAIL, await candidates(directory, local, options));
  const { match, read } = await look(directory, local, options);
  // In another domain, the same name belongs to someone else.
  const isName = domainOf(email) === read.ownDomain && read.isWhole;
  if (isName && match.kind === 'found') return found(responder(match, email));
  return missing(isName && match.kind === 'several' ? `${NO_EMAIL}; ${severalMatch(match)}` : NO_EMAIL, match);
}

async function findByName(sources: Sources, reference: string, search: PeopleSearch, options: CallOptions): Promise<Outcome> {
  const { call, directory } = sources;
  const id = USER_ID.exec(reference)?.[1];
  const person = id === undefined ? null : await findById(call, id, reference, options);
  if (person !== null) return found(person);
  const read = await sources.groups(options);
  const fitting = 'groups' in read ? matchGroups(reference, read.groups) : [];
  // Picks neither one of the groups nor a person who uses their name; either would be a guess.
  if (fitting.length > 1) {
    const handles = fitting.slice(0, MAX_CANDIDATES).map(shownGroup).join(', ');
    return missing(`${fitting.length} user groups have this name; use one of their handles: ${handles}`, { kind: 'none' });
  }
  const [group = null] = fitting;
  // Anyone can use a group's name as a display name; only authorised people can create the group.
  if (group !== null && (reference.startsWith('@') || search.isPrivate)) return allOf(call, group, reference, options);
  if (search.isPrivate)
    return missing(
      'a private incident accepts only an exact email, user id or user group',
      await candidates(directory, reference, options),
    );
  const { match, read: people } = await look(directory, reference, options);
  if (!people.isWhole) return missing(`the workspace is too large to check that only one person has this name; ${HOW_TO_CHOOSE}`, match);
  if (group !== null && match.kind !== 'none' && !(match.kind === 'found' && !match.isWhole))
    return missing(`a user group and a person both have this name; use ${shownGroup(group)} for the group`, match);
  if (group !== null) return allOf(call, group, reference, options);
  if (match.kind === 'several') return missing(`${severalMatch(match)}; ${HOW_TO_CHOOSE}`, match);
  if (match.kind === 'none') return missing('no user or user group has this name', match);
  const isGuess = !match.isWhole && search.isPrivate !== false;
  return isGuess ? missing('no user or user group has exactly this name', match) : found(responder(match, reference));
}

/** Someone missing from an older directory may have joined since. */
async function look(directory: DirectoryReader, name: string, { signal }: CallOptions): Promise<{ match: Match; read: Directory }> {
  const read = await directory.read({ signal });
  const match = matchPerson(name, read.members);
  if (match.kind !== 'none') return { match, read };
  const now = await directory.read({ forMiss: true, signal });
  return { match: matchPerson(name, now.members), read: now };
}

/** Whom a name could mean, as a suggestion only: not worth waiting for. */
async function candidates(directory: DirectoryReader, name: string, options: CallOptions): Promise<Match> {
  return look(directory, name, options).then(
    ({ match }) => match,
    (error: unknown) => {
      if (error instanceof ChatError) return { kind: 'none' };
      throw error;
    },
  );
}

async function findByEmail(call: Call, email: string, options: CallOptions): Promise<Responder | null> {
  for (const spelling of new Set([email, email.toLowerCase()])) {
    try {
      const { user } = await call('users.lookupByEmail', (client) => client.users.lookupByEmail({ email: spelling }), options);
      if (!user?.id || user.deleted || user.is_bot) continue;
      return { userId: user.id, name: cleanLine(user.real_name || user.name || user.id, 80), reference: email, method: 'email' };
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'slack_users_not_found') throw error;
    }
  }
  return null;
}

async function findById(call: Call, id: string, reference: string, options: CallOptions): Promise<Responder | null> {
  try {
    const { user } = await call('users.info', (client) => client.users.info({ user: id }), options);
    if (!user?.id || user.deleted || user.is_bot) return null;
    return { userId: user.id, name: cleanLine(user.real_name || user.name || user.id, 80), reference, method: 'user_id' };
  } catch (error) {
    if (error instanceof ChatError && (error.code === 'slack_user_not_found' || error.code === 'slack_user_not_visible')) return null;
    throw error;
  }
}

async function allOf(call: Call, group: UserGroup, reference: string, options: CallOptions): Promise<Outcome> {
  const users = await membersOf(call, group, options);
  if (users.length === 0) return missing('the user group has no members', { kind: 'none' });
  const name = shownGroup(group);
  return { kind: 'found', people: users.map((userId) => ({ userId, name, reference, method: 'user_group' as const })) };
}

const found = (person: Responder): Outcome => ({ kind: 'found', people: [person] });

function responder({ member, method }: Match & { kind: 'found' }, reference: string): Responder {
  return { userId: member.id, name: member.name, reference, method };
}

function missing(reason: string, match: Match): Outcome {
  if (match.kind === 'none') return { kind: 'missing', reason };
  const near = match.kind === 'found' ? [candidateOf(match.member, match.method)] : match.candidates;
  return { kind: 'missing', reason, candidates: near };
}

function severalMatch({ members }: Match & { kind: 'several' }): string {
  const names = members.slice(0, MAX_CANDIDATES).map(({ userName }) => userName);
  return `${members.length} people match: ${names.join(', ')}`;
}
