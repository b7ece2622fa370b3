import type { CallForPeopleMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';
import { callButtons, drawnInCall } from '../../incident/war-room/buttons';
import type { ChatMessage } from '../../incident/war-room/chat-message';
import { directCallOf } from '../../incident/war-room/direct-call';
import type { OpenAnswer } from '../contract/run-handover';

/** Beyond this, the oldest keep buttons that are refused when pressed: everything here travels from run to run. */
const MAX_OPEN = 100;

/** Messages whose buttons people may still press. Once those no longer apply, they are taken away. */
export class OpenAnswers {
  private readonly open: Map<string, OpenAnswer>;

  constructor(left: readonly OpenAnswer[]) {
    this.open = new Map(left.map((answer) => [answer.key, answer]));
  }

  /** Notes a message that was posted or edited. One without buttons that could be outdated is forgotten. */
  note(key: string, channelId: string, ts: string, message: ChatMessage): void {
    this.open.delete(key);
    if (message.kind !== 'callForPeople' && message.kind !== 'directCall') return;
    const drawn = message.kind === 'callForPeople' ? drawnInCall(message) : message.buttons;
    if (drawn.length === 0) return;
    const of = message.kind === 'callForPeople' ? { kind: 'call' as const, message } : { kind: 'direct' as const, why: message.why };
    this.open.set(key, { key, channelId, ts, drawn, of });
    for (const oldest of [...this.open.keys()].slice(0, -MAX_OPEN)) this.open.delete(oldest);
  }

  forget(key: string): void {
    this.open.delete(key);
  }

  /** The messages that show a button that no longer applies, as they should be. */
  outdated(state: IncidentState): readonly { readonly answer: OpenAnswer; readonly message: ChatMessage }[] {
    const allowed = callButtons(state);
    return [...this.open.values()]
      .filter(({ drawn }) => drawn.some((button) => !allowed.includes(button)))
      .map((answer) => ({ answer, message: messageOf(state, answer) }));
  }

  remember(): readonly OpenAnswer[] {
    return [...this.open.values()];
  }
}

function messageOf(state: IncidentState, { of }: OpenAnswer): ChatMessage {
  if (of.kind === 'direct') return directCallOf(state, of.why);
  const call: CallForPeopleMessage = of.message;
  return { ...call, takenBy: state.acknowledgedBy, buttons: callButtons(state), revision: state.revision ?? 0 };
}
