import type { Button } from '../../incident/model/buttons';
import type { CallForPeopleMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';
import { callButtons, drawnInCall, lifeButtons } from '../../incident/war-room/buttons';
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
    const shown = shownIn(message);
    if (shown === null || shown.drawn.length === 0) return;
    this.open.set(key, { key, channelId, ts, ...shown });
    for (const oldest of [...this.open.keys()].slice(0, -MAX_OPEN)) this.open.delete(oldest);
  }

  forget(key: string): void {
    this.open.delete(key);
  }

  /** The messages that show a button that no longer applies, as they should be. */
  outdated(state: IncidentState): readonly { readonly answer: OpenAnswer; readonly message: ChatMessage }[] {
    return [...this.open.values()]
      .filter(({ drawn, of }) => drawn.some((button) => !allowedFor(state, of).includes(button)))
      .map((answer) => ({ answer, message: messageOf(state, answer) }));
  }

  remember(): readonly OpenAnswer[] {
    return [...this.open.values()];
  }
}

/** What a message has drawn, and what it takes to draw it again; null if it is of a kind without buttons to take away. */
function shownIn(message: ChatMessage): Pick<OpenAnswer, 'drawn' | 'of'> | null {
  switch (message.kind) {
    case 'callForPeople':
      return { drawn: drawnInCall(message), of: { kind: 'call', message } };
    case 'directCall':
      return { drawn: message.buttons, of: { kind: 'direct', why: message.why } };
    case 'reminder':
    case 'recovered':
    case 'outcome':
      return { drawn: message.buttons ?? [], of: { kind: 'life', message } };
    default:
      return null;
  }
}

function allowedFor(state: IncidentState, of: OpenAnswer['of']): readonly Button[] {
  return of.kind === 'life' ? lifeButtons(state, of.message.kind) : callButtons(state);
}

function messageOf(state: IncidentState, { of }: OpenAnswer): ChatMessage {
  if (of.kind === 'direct') return directCallOf(state, of.why);
  if (of.kind === 'life') return { ...of.message, buttons: lifeButtons(state, of.message.kind) };
  const call: CallForPeopleMessage = of.message;
  return { ...call, takenBy: state.acknowledgedBy, buttons: callButtons(state), revision: state.revision ?? 0 };
}
