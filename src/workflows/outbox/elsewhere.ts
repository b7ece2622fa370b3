import type { CallForPeopleMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';
import { digestOf } from '../../incident/text/digest';
import { type CardMessage, cardChannel, cardOf } from '../../incident/war-room/card';
import { calledDirectly } from '../../incident/war-room/direct-call';
import type { RoomMessenger } from '../room/room-messenger';
import type { Outbox } from './outbox';

/** So many direct messages are sent at once: others must not wait for a person whose message takes long. */
const LANES = 4;

/** The incident behind the direct messages. */
interface CalledIncident {
  readonly patches: { readonly byHand: boolean };
  readonly messenger: RoomMessenger;
  readonly outbox: Outbox;
  state(): IncidentState;
  keyOf(name: string, item?: string): string;
}

/** Decides what is posted elsewhere than in the room: direct messages, and the card; and when the buttons of messages go. */
export class Elsewhere {
  constructor(private readonly incident: CalledIncident) {}

  /** Sends everyone who was paged a direct message too. `key` is that of the page, so it is sent once for each page. */
  add(key: string, call: CallForPeopleMessage): void {
    const { patches, messenger, outbox } = this.incident;
    if (!patches.byHand) return;
    const page = key.split('/').slice(1).join('/');
    for (const [index, { userId, name }] of calledDirectly(this.incident.state(), call).entries()) {
      const own = this.incident.keyOf('direct', `${page}/${userId}`);
      if (!messenger.isBegun(own)) outbox.add({ kind: 'direct', key: own, userId, name, why: call.why, lane: index % LANES });
    }
  }

  /** Brings the card and the buttons up to date, as far as they are not. */
  settle(): void {
    this.closeAnswers();
    const { patches, messenger, outbox } = this.incident;
    const state = this.incident.state();
    if (!patches.byHand || state.incident?.policy.broadcast === undefined || outbox.has('card')) return;
    const mayStand = messenger.isBegun(this.incident.keyOf('card'));
    if ((mayStand || cardChannel(state) !== null) && digestOfCard(cardOf(state)) !== messenger.cardShown) outbox.add({ kind: 'card' });
  }

  /** Takes away the buttons that no longer apply, in one go; does nothing if there are none. */
  closeAnswers(): void {
    const { messenger, outbox } = this.incident;
    if (messenger.answers.outdated(this.incident.state()).length > 0 && !outbox.has('closeAnswers')) outbox.add({ kind: 'closeAnswers' });
  }
}

export const digestOfCard = (message: CardMessage): string => digestOf(JSON.stringify(message));
