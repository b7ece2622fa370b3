import type { ChatMessage } from '../../../incident/war-room/chat-message';

/** A message, and in which case it is sent. */
export interface Sample<Message = ChatMessage> {
  readonly name: string;
  readonly message: Message;
}
