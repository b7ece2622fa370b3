import type { Identified } from '../../incident/model/actions/claims';
import type { ApprovalDesk } from './desk';

const SLACK = 'slack:';
export const slackIdentity = (userId: string): string => `${SLACK}${userId.toLowerCase()}`;

/** The Slack user ids among someone's identities, as Slack writes them. */
export const slackIdsIn = (identities: readonly string[]): readonly string[] =>
  identities.filter((one) => one.startsWith(SLACK)).map((one) => one.slice(SLACK.length).toUpperCase());

/**
 * Someone with everything that the directory knows them by. If it cannot be asked, with what was known: whoever compares people
 * must then take care (`comparePeople`).
 */
export async function withIdentities<Someone extends Identified>(desk: ApprovalDesk, someone: Someone): Promise<Someone> {
  const found = await Promise.all(someone.identities.map((identity) => othersOf(desk, identity)));
  return { ...someone, identities: [...new Set([...someone.identities, ...found.flat()])] };
}

async function othersOf({ directory, log }: ApprovalDesk, identity: string): Promise<readonly string[]> {
  const plain = identity.startsWith(SLACK) ? [] : [withoutTag(identity)];
  if (directory === null) return plain;
  try {
    const [userId] = slackIdsIn([identity]);
    if (userId !== undefined) {
      const address = await directory.addressOf(userId);
      return address === null ? [] : [address.toLowerCase(), withoutTag(address.toLowerCase())];
    }
    const known = (await directory.userIdOf(identity)) ?? (await directory.userIdOf(withoutTag(identity)));
    return known === null ? plain : [...plain, slackIdentity(known)];
  } catch (error) {
    log.warn(
      { code: (error as { code?: string }).code ?? 'unknown' },
      "couldn't ask Slack who someone is; only what is known already counts",
    );
    return plain;
  }
}

/** A plus tag only sorts the mail of one mailbox. */
const withoutTag = (address: string): string => address.replace(/\+[^@]*(?=@)/, '');
