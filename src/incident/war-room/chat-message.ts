import type { RoomMessage } from '../model/room-message';
import type { CardMessage } from './card';
import type { DirectCallMessage } from './direct-call';

/** Everything that is posted in a chat: in the room of an incident, or elsewhere. */
export type ChatMessage = RoomMessage | DirectCallMessage | CardMessage;
