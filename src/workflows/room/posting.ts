import type { Activities, EditInput, NewPost } from '../../activities/interface';
import type { RoomMessage } from '../../incident/model/room-message';
import type { ChatMessage } from '../../incident/war-room/chat-message';
import type { ActivityName } from '../calls/activity-options';

/** To whom a message outside the room goes. */
export type Addressee = Parameters<Activities['postElsewhere']>[0]['to'];

export type PostingActivity = Extract<ActivityName, 'announceIncident' | 'postMessage' | 'postReply'>;

export interface Posting {
  readonly activity: PostingActivity;
  readonly channelId: string;
  readonly threadTs: string | undefined;
  readonly key: string;
  readonly message: RoomMessage;
  readonly activityId: string;
  readonly summary?: string | undefined;
  /** True if it is never edited, so it can be forgotten once it is certainly posted. */
  readonly once?: boolean;
  /** Receives the attempt that answered. */
  readonly onAttempt?: (attempt: number) => void;
}

export interface ThreadPosting {
  readonly place: { readonly channelId: string; readonly threadTs: string };
  readonly replies: readonly { readonly key: string; readonly message: RoomMessage }[];
  readonly edit: EditInput | null;
  readonly activityId: string;
  readonly summary: string;
  readonly onAttempt: (attempt: number) => void;
}

/** What an activity posted. */
export type Noted = Pick<Posting, 'channelId' | 'once'> & {
  readonly threadTs?: string | undefined;
  readonly input: NewPost<ChatMessage>;
  readonly attempt: number;
  readonly posted: { readonly ts: string; readonly found: boolean };
};

/** A message outside the room. */
export interface PostingElsewhere {
  readonly to: Addressee;
  readonly key: string;
  readonly message: ChatMessage;
}
