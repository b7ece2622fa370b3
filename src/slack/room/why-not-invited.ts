import type { RefusedInvitation } from '../../incident/people/refused-invitations';

type Why = Pick<RefusedInvitation, 'reason' | 'remedy'>;

const OF_GUEST = 'An admin has to add them to this channel, or change their account. Until then, call them.';
const OF_ANOTHER = 'An admin has to share the channel with them. Until then, call them.';
const OF_NOBODY = 'Page someone else.';

/** https://docs.slack.dev/reference/methods/conversations.invite, as far as it is about the person who is invited. */
const WHY: Readonly<Record<string, Why>> = {
  ura_max_channels: { reason: 'a guest of a single channel, and already in another', remedy: OF_GUEST },
  user_is_ultra_restricted: { reason: 'a guest of a single channel, whom the app may not invite', remedy: OF_GUEST },
  user_is_restricted: { reason: 'a guest, whom the app may not invite', remedy: OF_GUEST },
  user_not_found: { reason: 'Slack has no such account any more', remedy: OF_NOBODY },
  user_is_bot: { reason: 'a bot, not a person', remedy: OF_NOBODY },
  user_disabled: { reason: 'the account is deactivated', remedy: OF_NOBODY },
  cant_invite: { reason: "Slack doesn't allow this person in this channel" },
  invitee_cant_see_channel: { reason: 'in a workspace that does not have this channel', remedy: OF_ANOTHER },
  user_team_not_in_channel: { reason: 'in a workspace that does not have this channel', remedy: OF_ANOTHER },
  no_external_invite_permission: { reason: 'in another organisation, and the app may not invite such people', remedy: OF_ANOTHER },
};

/** Slack's error code in words. Without a remedy, someone in the room may succeed where the app did not. */
export function whyNotInvited(code: string): Why {
  return (Object.hasOwn(WHY, code) ? WHY[code] : undefined) ?? { reason: `Slack refused the invitation (${code})` };
}
