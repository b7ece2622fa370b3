import type { RoomMessage } from '../../../incident/model/room-message';

/** A message, and in which case it is sent. */
export interface Sample<Message = RoomMessage> {
  readonly name: string;
  readonly message: Message;
}
