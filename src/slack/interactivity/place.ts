/** Where somebody acted, and so where the outcome is told. */
export interface Place {
  /** Null for a shortcut that belongs to no channel. */
  readonly channelId: string | null;
  /** Takes five answers within half an hour. Null if Slack gave none. */
  readonly responseUrl: string | null;
}

/** A direct message with the bot; its id begins so. */
export const isDirect = ({ channelId }: Pick<Place, 'channelId'>): boolean => channelId?.startsWith('D') === true;
