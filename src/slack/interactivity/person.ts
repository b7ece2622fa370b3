import type { Logger } from 'pino';
import { cleanLine } from '../../incident/text/clean-text';
import type { Call } from '../transport/call';

/**
 * What a person may do. `guest`: acknowledge and note, where they are. `stranger`: nothing; someone of another organisation,
 * a bot, or someone whom Slack does not know. `unknown`: Slack could not be asked.
 */
export type Standing = 'member' | 'guest' | 'stranger' | 'unknown';

export interface Person {
  readonly userId: string;
  /** As shown in Slack; as the request gave it if Slack could not be asked. */
  readonly name: string;
  readonly standing: Standing;
}

/** The workspace, or the organisation, whose people may act. */
export interface Home {
  readonly teamId: string;
  /** Null outside an Enterprise organisation. */
  readonly enterpriseId: string | null;
}

/** As `users.info` describes a person. */
interface SlackUser {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly real_name?: string | undefined;
  readonly team_id?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly is_bot?: boolean | undefined;
  readonly is_stranger?: boolean | undefined;
  readonly is_restricted?: boolean | undefined;
  readonly is_ultra_restricted?: boolean | undefined;
  readonly enterprise_user?: { readonly enterprise_id?: string | undefined } | undefined;
  readonly profile?: { readonly display_name?: string | undefined; readonly real_name?: string | undefined } | undefined;
}

/** docs.slack.dev, "User object": a single-channel guest is ultra restricted, a multi-channel guest restricted. */
export function standingOf(user: SlackUser, home: Home): Exclude<Standing, 'unknown'> {
  const isOfHome =
    user.team_id === home.teamId || (home.enterpriseId !== null && user.enterprise_user?.enterprise_id === home.enterpriseId);
  if (!isOfHome || user.is_stranger === true || user.is_bot === true || user.deleted === true) return 'stranger';
  return user.is_restricted === true || user.is_ultra_restricted === true ? 'guest' : 'member';
}

const TTL_MS = 5 * 60_000;
const MAX_REMEMBERED = 5_000;
const MAX_NAME = 80;
/** Slack's answers for people whom this workspace cannot see. */
const UNSEEN = new Set(['slack_user_not_found', 'slack_user_not_visible']);

/** Looks up who someone is, and remembers it for a few minutes. */
export class People {
  private readonly known = new Map<string, { readonly person: Person; readonly until: number }>();

  constructor(
    private readonly call: Call,
    private readonly home: () => Promise<Home>,
    private readonly now: () => number,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  /** Never throws: if Slack cannot be asked, what it said last still counts, else the person's standing is unknown. */
  async find({ userId, name }: { readonly userId: string; readonly name: string }): Promise<Person> {
    const remembered = this.known.get(userId);
    if (remembered !== undefined && this.now() < remembered.until) return remembered.person;
    try {
      const home = await this.home();
      const { user = {} } = await this.call('users.info', (client) => client.users.info({ user: userId }), { urgency: 1 });
      const shownName = user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || name || userId;
      return this.remember({ userId, name: cleanLine(shownName, MAX_NAME), standing: standingOf(user, home) });
    } catch (error) {
      const { code = 'unknown' } = error as { code?: string };
      const isUnseen = UNSEEN.has(code);
      if (!isUnseen) this.log.warn({ code }, "couldn't ask Slack who acts");
      if (!isUnseen && remembered !== undefined) return remembered.person;
      return { userId, name: cleanLine(name || userId, MAX_NAME), standing: isUnseen ? 'stranger' : 'unknown' };
    }
  }

  private remember(person: Person): Person {
    if (this.known.size >= MAX_REMEMBERED) this.known.clear();
    this.known.set(person.userId, { person, until: this.now() + TTL_MS });
    return person;
  }
}
