import { cleanLine } from '../incident/clean-text';
import type { Resolution, Responder, UnresolvedReference } from '../incident/responders';
import type { Call } from './call';
import { ChatError } from './errors';
import { type Member, matchPerson } from './match-people';
import type { CallOptions } from './port';
import { waitOutLimits } from './wait-out-limits';

/**
 * Slack recommends 200 and allows up to 1000. It also allows about 20 of these calls a minute: a workspace of 8,000 is 40
 * pages of 200, two minutes for one lookup, but nine of these.
 */
const PAGE = 999;
const MAX_PAGES = 100;
const AT_ONCE = 4;

type Outcome = { readonly people: readonly Responder[] } | { readonly reason: string };

/** Finds each reference; what is not found is named with the reason. Only trouble with Slack itself is thrown. */
export async function findPeople(call: Call, references: readonly string[], options: CallOptions): Promise<Resolution> {
  let listing: Promise<readonly Member[]> | undefined;
  const members = (): Promise<readonly Member[]> => {
    listing ??= listMembers(call, options);
    return listing;
  };
  const outcomes: Outcome[] = [];
  for (let start = 0; start < references.length; start += AT_ONCE) {
    const batch = references.slice(start, start + AT_ONCE);
    outcomes.push(...(await Promise.all(batch.map((reference) => findOne(call, reference, members, options)))));
  }
  const resolved = outcomes.flatMap((outcome) => ('people' in outcome ? outcome.people : []));
  const unresolved = outcomes.flatMap((outcome, index): UnresolvedReference[] =>
    'reason' in outcome ? [{ reference: references[index] ?? '', reason: outcome.reason }] : [],
  );
  const unique = resolved.filter((person, index) => resolved.findIndex(({ userId }) => userId === person.userId) === index);
  const resolutionRate = references.length === 0 ? 1 : (references.length - unresolved.length) / references.length;
  return { resolved: unique, unresolved, resolutionRate };
}

async function findOne(call: Call, reference: string, members: () => Promise<readonly Member[]>, options: CallOptions): Promise<Outcome> {
  const isEmail = /^[^@\s]+@[^@\s]+$/.test(reference);
  if (isEmail) {
    const byEmail = await findByEmail(call, reference, options);
    if (byEmail !== null) return { people: [byEmail] };
  }
  const name = isEmail ? reference.slice(0, reference.indexOf('@')) : reference;
  const match = matchPerson(name, await members());
  if (match.kind === 'found') {
    return { people: [{ userId: match.member.id, name: nameOf(match.member), reference, method: match.method }] };
  }
  if (match.kind === 'several') {
    const names = match.members
      .slice(0, 5)
      .map(({ userName }) => userName)
      .join(', ');
    return { reason: `${match.members.length} people match: ${names}` };
  }
  if (isEmail) return { reason: 'no user has this email, or a name like it' };
  return (await findGroup(call, reference, options)) ?? { reason: 'no user or user group has this name' };
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

async function listMembers(call: Call, options: CallOptions): Promise<readonly Member[]> {
  const patiently = waitOutLimits(options);
  const found: Member[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { limit: PAGE, ...(cursor ? { cursor } : {}) };
    const answer = await patiently(() => call('users.list', (client) => client.users.list(query), options));
    for (const user of answer.members ?? []) {
      if (!user.id || user.deleted || user.is_bot || user.id === 'USLACKBOT') continue;
      const realName = user.profile?.real_name || user.real_name || '';
      found.push({ id: user.id, userName: user.name ?? '', displayName: user.profile?.display_name ?? '', realName });
    }
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  return found;
}

/** A user group by handle or name. A workspace without groups, or a bot that may not see them, has none to find. */
async function findGroup(call: Call, reference: string, options: CallOptions): Promise<Outcome | null> {
  const wanted = reference.replace(/^@/, '').toLowerCase();
  try {
    const { usergroups = [] } = await call('usergroups.list', (client) => client.usergroups.list(), options);
    const group = usergroups.find(({ handle, name }) => handle?.toLowerCase() === wanted || name?.toLowerCase() === wanted);
    const id = group?.id;
    if (id === undefined) return null;
    const { users = [] } = await call('usergroups.users.list', (client) => client.usergroups.users.list({ usergroup: id }), options);
    if (users.length === 0) return { reason: 'the user group has no members' };
    const name = cleanLine(group?.handle ?? wanted, 80);
    return { people: users.map((userId) => ({ userId, name: `@${name}`, reference, method: 'user_group' as const })) };
  } catch (error) {
    if (error instanceof ChatError && !error.retryable)
      return { reason: `no user has this name, and user groups cannot be read (${error.code})` };
    throw error;
  }
}

const nameOf = (member: Member): string => cleanLine(member.realName || member.displayName || member.userName, 80);
