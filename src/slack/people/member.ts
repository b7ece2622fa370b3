import { cleanLine } from '../../incident/text/clean-text';
import { unescaped } from '../transport/unescaped';

/** Why a user of the workspace cannot be paged, or that nothing prevents it. */
export type Standing = 'active' | 'deactivated' | 'bot' | 'external';

/** The fields of a user that finding people needs. A workspace has many users, so nothing else of them is kept. */
export interface Member {
  readonly id: string;
  readonly realName: string;
  readonly displayName: string;
  /** The user name in Slack. */
  readonly userName: string;
  readonly title: string;
  /** The email address in lower case and without a plus tag; empty if it is not known. */
  readonly mailbox: string;
  readonly standing: Standing;
  readonly isGuest: boolean;
}

/** The fields of a Slack user that we read. */
export interface User {
  readonly id?: string;
  readonly name?: string;
  readonly real_name?: string;
  readonly team_id?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_stranger?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly enterprise_user?: { readonly teams?: readonly string[] };
  readonly profile?: {
    readonly real_name?: string;
    readonly display_name?: string;
    readonly title?: string;
    readonly email?: string;
  };
}

const MAX_TITLE_CHARS = 60;
const MAX_SHOWN_CHARS = 80;

/** `ownTeam`: the workspace of the bot; empty if it is not known. */
export function memberOf(user: User, ownTeam: string): Member {
  const { id = '', name: userName = '', profile = {} } = user;
  const realName = unescaped(profile.real_name || user.real_name || '');
  const displayName = unescaped(profile.display_name ?? '');
  return {
    id,
    realName,
    // Most people have one name for both, which is then kept once.
    displayName: displayName === realName ? realName : displayName,
    userName,
    title: cleanLine(unescaped(profile.title ?? ''), MAX_TITLE_CHARS),
    mailbox: mailboxOf(profile.email ?? ''),
    standing: standingOf(user, ownTeam),
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
  };
}

export function standingOf(user: User, ownTeam: string): Standing {
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (isOfOthers(user, ownTeam)) return 'external';
  return user.deleted ? 'deactivated' : 'active';
}

/** The list includes people of other organisations as soon as one channel is shared with them. */
function isOfOthers({ is_stranger, team_id, enterprise_user }: User, ownTeam: string): boolean {
  if (is_stranger) return true;
  return Boolean(team_id) && ownTeam !== '' && team_id !== ownTeam && !enterprise_user?.teams?.includes(ownTeam);
}

/** The name by which people know the member. */
export function shownName({ realName, displayName, userName, id }: Member): string {
  return cleanLine(realName || displayName || userName || id, MAX_SHOWN_CHARS);
}

/** The mailbox behind an address: `Ana+alerts@Example.com` is ana@example.com. */
export function mailboxOf(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*@/, '@');
}
