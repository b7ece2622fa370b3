import { ChatError } from '../../chat/errors';
import type { CallOptions, PeopleSearch } from '../../chat/port';
import { MAX_CANDIDATES, type ResolutionMethod, type Responder } from '../../incident/model/responders';
import { askByEmail, askById, type UserSource } from './ask-user';
import { candidatesOf, fitsOf } from './candidates';
import type { Directory, DirectoryReader } from './directory';
import type { Outcome } from './judge-search';
import { type Match, matchPerson } from './match-people';
import { type Member, mailboxOf, type Standing, shownName } from './member';
import { domainOf } from './own-domain';
import { type Reference, readReference } from './read-reference';
import { matchGroups, membersOf, shownGroup, type UserGroup, type UserGroups } from './user-groups';

const HOW_TO_CHOOSE = 'use an email, user id or unique @user-name';
const NO_EMAIL = 'no user has this email';
const BARRED: Readonly<Record<Exclude<Standing, 'active'>, string>> = {
  deactivated: 'this account is deactivated',
  bot: 'this is a bot, not a person',
  external: 'no user of this workspace has this name, but someone of another organisation',
};

/** Where to look for people. */
export interface Sources extends UserSource {
  readonly directory: DirectoryReader;
  readonly groups: (options: CallOptions) => Promise<UserGroups>;
}

/** Finds whom one reference means. @throws ChatError */
export async function findOne(sources: Sources, typed: string, search: PeopleSearch, options: CallOptions): Promise<Outcome> {
  const reference = readReference(typed);
  const how: How = { typed, isPrivate: search.isPrivate, options };
  switch (reference.kind) {
    case 'user':
      return findByUserId(sources, reference, how);
    case 'group':
      return findByGroupId(sources, reference.id, how);
    case 'email':
      return findByEmail(sources, reference, how);
    case 'name':
      return findByName(sources, reference, how);
    case 'other':
      return missing(`it is ${reference.what}`);
  }
}

interface How {
  /** The reference as it was typed. */
  readonly typed: string;
  readonly isPrivate: boolean | undefined;
  readonly options: CallOptions;
}
type Of<Kind extends Reference['kind']> = Reference & { readonly kind: Kind };

async function findByUserId(sources: Sources, { id, isCertain }: Of<'user'>, how: How): Promise<Outcome> {
  const member = await askById(sources, id, how.options);
  if (member !== null) return personOf(member, 'user_id', how);
  return isCertain ? missing('no user has this id') : findByName(sources, { kind: 'name', name: id, isHandle: false }, how);
}

async function findByGroupId(sources: Sources, id: string, how: How): Promise<Outcome> {
  const read = await sources.groups(how.options);
  const group = 'groups' in read ? read.groups.find((one) => one.id === id) : undefined;
  return group === undefined ? missing('no user group has this id') : allOf(sources, group, how);
}

async function findByEmail(sources: Sources, { email, name }: Of<'email'>, how: How): Promise<Outcome> {
  const member = await askByEmail(sources, email, how.options);
  if (member !== null) return personOf(member, 'email', how);
  const local = email.slice(0, email.indexOf('@')).replace(/\+.*/, '');
  const wanted = name === '' ? local : name;
  if (how.isPrivate !== false) return missing(NO_EMAIL, await suggestions(sources.directory, wanted, how.options));
  // A plus tag only sorts the mail of one mailbox, whichever side has it.
  const mailbox = mailboxOf(email);
  const owner = mailbox === email.toLowerCase() ? null : await askByEmail(sources, mailbox, how.options);
  if (owner !== null) return personOf(owner, 'email', how);
  const { match, read } = await look(sources.directory, local, how.options);
  const owners = read.people.members.filter((one) => one.mailbox === mailbox && one.standing === 'active');
  if (owners[0] !== undefined && owners.length === 1) return personOf(owners[0], 'email', how);
  // In another domain, the same name belongs to someone else.
  const isName = domainOf(email) === read.ownDomain && read.isWhole;
  const isSame = name === '' || (match.kind === 'found' && isMeant(matchPerson(name, read.people), match.member));
  if (isName && isSame && match.kind === 'found') return personOf(match.member, match.method, how);
  const near = name === '' ? match : matchPerson(name, read.people);
  return missing(isName && near.kind === 'several' ? `${NO_EMAIL}; ${severalMatch(near)}` : NO_EMAIL, { match: near, read });
}

const isMeant = (match: Match, { id }: Member): boolean => fitsOf(match).some(({ member }) => member.id === id);

async function findByName(sources: Sources, { name, isHandle }: Of<'name'>, how: How): Promise<Outcome> {
  const read = await sources.groups(how.options);
  const { groups, disabled } = 'groups' in read ? matchGroups(name, isHandle, read.groups) : NO_GROUPS;
  // Picks neither one of the groups nor a person who uses their name; either would be a guess.
  if (groups.length > 1) {
    const handles = groups.slice(0, MAX_CANDIDATES).map(shownGroup).join(', ');
    return missing(`${groups.length} user groups have this name; use one of their handles: ${handles}`);
  }
  const [group = null] = groups;
  // Anyone can use a group's name as a display name; only authorised people can create the group.
  if (group !== null && (isHandle || how.isPrivate)) return allOf(sources, group, how);
  if (disabled !== null && isHandle) return missing('this user group is disabled');
  if (how.isPrivate)
    return missing(
      'a private incident accepts only an exact email, user id or user group',
      await suggestions(sources.directory, name, how.options),
    );
  const looked = await look(sources.directory, name, how.options, isHandle);
  const { match } = looked;
  if (!looked.read.isWhole)
    return missing(`the workspace is too large to check that only one person has this name; ${HOW_TO_CHOOSE}`, looked);
  if (group !== null) {
    const isAlsoPerson = match.kind === 'several' || (match.kind === 'found' && match.isWhole);
    if (!isAlsoPerson) return allOf(sources, group, how);
    return missing(`a user group and a person both have this name; use ${shownGroup(group)} for the group`, looked);
  }
  switch (match.kind) {
    case 'several':
      return missing(`${severalMatch(match)}; ${HOW_TO_CHOOSE}`, looked);
    case 'none':
      return missing(disabled === null ? 'no user or user group has this name' : 'this user group is disabled', looked);
    case 'barred':
      return missing(BARRED[match.standing]);
    case 'found':
      return match.isWhole || how.isPrivate === false
        ? personOf(match.member, match.method, how)
        : missing('no user or user group has exactly this name', looked);
  }
}

const NO_GROUPS = { groups: [], disabled: null };

interface Looked {
  readonly match: Match;
  readonly read: Directory;
}

/** Someone missing from an older directory may have joined since. */
async function look(directory: DirectoryReader, name: string, { signal }: CallOptions, isHandle = false): Promise<Looked> {
  const read = await directory.read({ signal });
  const match = matchPerson(name, read.people, isHandle);
  if (match.kind === 'found' || match.kind === 'several') return { match, read };
  const now = await directory.read({ forMiss: true, signal });
  return now === read ? { match, read } : { match: matchPerson(name, now.people, isHandle), read: now };
}

/** Whom a name could mean, as a suggestion only: not worth waiting for. */
async function suggestions(directory: DirectoryReader, name: string, options: CallOptions): Promise<Looked | undefined> {
  return look(directory, name, options).catch((error: unknown) => {
    if (error instanceof ChatError) return undefined;
    throw error;
  });
}

async function allOf({ call }: Sources, group: UserGroup, { typed, options }: How): Promise<Outcome> {
  if (group.isDisabled) return missing('this user group is disabled');
  const users = await membersOf(call, group, options);
  if (users.length === 0) return missing('the user group has no members');
  const name = shownGroup(group);
  return { kind: 'found', people: users.map((userId) => ({ userId, name, reference: typed, method: 'user_group' as const })) };
}

/** The person, unless the account cannot be paged. */
function personOf(member: Member, method: ResolutionMethod, { typed }: How): Outcome {
  const { id, standing } = member;
  if (standing === 'external') return missing('this person belongs to another organisation');
  if (standing !== 'active') return missing(BARRED[standing]);
  const person: Responder = { userId: id, name: shownName(member), reference: typed, method };
  return { kind: 'found', people: [person] };
}

function missing(reason: string, looked?: Looked): Outcome {
  return { kind: 'missing', reason, ...(looked === undefined ? {} : { candidates: candidatesOf(looked.match, looked.read) }) };
}

function severalMatch({ fits }: Match & { kind: 'several' }): string {
  const names = fits.slice(0, MAX_CANDIDATES).map(({ member }) => member.userName);
  return `${fits.length} people match: ${names.join(', ')}`;
}
