import type { ChannelPrivacy } from '../../incident/model/incident';
import { incidentNamedIn } from '../../incident/war-room/purpose';

/** The fields of a channel with the wanted name that decide adoption. */
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

/** The clocks of Slack and of the Temporal server differ. */
const CLOCK_SKEW_MS = 10_000;

/** Whether an earlier attempt created this channel for this incident. Someone else's room is never adopted. */
export function decideAdoption(
  room: NamesakeRoom,
  wanted: { incidentId: string; botUserId: string; privacy: ChannelPrivacy; incidentCreatedAt: string },
): Adoption {
  if (room.creator !== wanted.botUserId) return 'not_our_creation';
  if (room.isPrivate !== (wanted.privacy === 'private')) return 'other_privacy';
  if (room.isArchived) return 'archived';
  // Checked before the mark: ids can be reused (after a server was rebuilt), and the older room belongs to another incident.
  if (room.createdAtMs < Date.parse(wanted.incidentCreatedAt) - CLOCK_SKEW_MS) return 'older_than_incident';
  const mark = incidentNamedIn(room.purpose);
  if (mark !== null) return mark === wanted.incidentId ? 'marked_as_ours' : 'marked_as_other';
  return room.hasMessages ? 'has_messages' : 'unmarked_and_empty';
}

export function isAdopted(adoption: Adoption): boolean {
  return adoption === 'marked_as_ours' || adoption === 'unmarked_and_empty';
}
