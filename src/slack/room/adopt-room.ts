import type { ChannelPrivacy } from '../../incident/model/incident';

/** A channel that bears the name we want, as far as the decision needs it. */
export interface NamesakeRoom {
  readonly creator: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  readonly purpose: string;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
  /** Messages other than joins. */
  readonly hasMessages: boolean;
}
export type Adoption =
  | 'marked_as_ours'
  | 'unmarked_and_empty'
  | 'not_our_creation'
  | 'other_privacy'
  | 'archived'
  | 'marked_as_other'
  | 'older_than_incident'
  | 'has_messages';

/** Clocks of Slack and the Temporal server differ. */
const CLOCK_SKEW_MS = 10_000;

/** The mark that a channel's purpose bears. */
export function markOf(incidentId: string): string {
  return `incident:${incidentId}`;
}

/** Whether a channel is the one that an earlier attempt made for this incident. A stranger's room is never taken over. */
export function decideAdoption(
  room: NamesakeRoom,
  wanted: { incidentId: string; botUserId: string; privacy: ChannelPrivacy; incidentCreatedAt: string },
): Adoption {
  if (room.creator !== wanted.botUserId) return 'not_our_creation';
  if (room.isPrivate !== (wanted.privacy === 'private')) return 'other_privacy';
  if (room.isArchived) return 'archived';
  // Before the mark: ids can come back (a server that was set up anew), and what stands in the older room is not this incident's.
  if (room.createdAtMs < Date.parse(wanted.incidentCreatedAt) - CLOCK_SKEW_MS) return 'older_than_incident';
  const mark = /incident:([A-Z0-9-]+)/.exec(room.purpose)?.[1];
  if (mark !== undefined) return mark === wanted.incidentId ? 'marked_as_ours' : 'marked_as_other';
  return room.hasMessages ? 'has_messages' : 'unmarked_and_empty';
}

export function isAdopted(adoption: Adoption): boolean {
  return adoption === 'marked_as_ours' || adoption === 'unmarked_and_empty';
}
