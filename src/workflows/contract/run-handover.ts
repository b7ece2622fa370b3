import type { Activities } from '../../activities/interface';
import type { WantedEnding, WantedPage } from '../../incident/escalation/pages';
import type { StepOfAction } from '../../incident/model/actions/proposal';
import type { Button } from '../../incident/model/buttons';
import type { CallReason } from '../../incident/model/call-reason';
import type { AlertUpdate, Command, CommandOf } from '../../incident/model/commands';
import type { CallPeople } from '../../incident/model/effects';
import type { CallForPeopleMessage, RoomMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';
import type { LifeMessage } from '../../incident/war-room/buttons';

/** Work for an activity that follows from a command, a deadline or a blocked step. Plain data, because it outlives a run. */
export type OutboxItem =
  | {
      readonly kind: 'say';
      readonly key: string;
      readonly message: RoomMessage;
      /** Set on news of alerts while they wait for further ones (RFC 3339): posted at `until`, or while alerts are being read at `atLatest`. */
      readonly hold?: { readonly until: string; readonly atLatest: string };
    }
  | CallItem
  | DirectItem
  | PageItem
  | EndItem
  /** Without `about`, people are asked for an update. */
  | { readonly kind: 'remind'; readonly key: string; readonly about?: 'recovery' }
  | { readonly kind: 'proposal'; readonly id: string }
  | { readonly kind: 'removeAction'; readonly proposalId: string; readonly step: StepOfAction }
  | { readonly kind: 'writeReport' | 'sweep' | 'closeAnswers' | 'card' };

/** Input that cannot be applied yet. Plain data too. */
export type InboxItem =
  | { readonly kind: 'readAlert'; readonly update: AlertUpdate }
  /** A command that arrived before the state it changes existed. */
  | { readonly kind: 'applyCommand'; readonly command: Command }
  /** A command whose people or actor must be looked up first. */
  | { readonly kind: 'checkPeople' | 'checkActor'; readonly command: Command }
  | VouchedItem;

/** A command that the worker which may run actions must vouch for, and since when it waits (RFC 3339). */
export interface VouchedItem {
  readonly kind: 'vouch';
  readonly command: VouchedCommand;
  readonly since: string;
}
export type VouchedCommand = CommandOf<'proposeAction'> | CommandOf<'approveAction'>;

const INCOMING: Readonly<Record<InboxItem['kind'] | OutboxItem['kind'], boolean>> = {
  readAlert: true,
  applyCommand: true,
  checkPeople: true,
  checkActor: true,
  vouch: true,
  proposal: false,
  removeAction: false,
  say: false,
  call: false,
  direct: false,
  closeAnswers: false,
  card: false,
  page: false,
  endPages: false,
  remind: false,
  writeReport: false,
  sweep: false,
};
export const isIncoming = (item: InboxItem | OutboxItem): item is InboxItem => INCOMING[item.kind];

/** A page that Slack refused is not abandoned, since otherwise no one would come. */
export interface CallItem {
  readonly kind: 'call';
  readonly key: string;
  readonly call: CallPeople;
  /** When to retry (RFC 3339); absent if it has not failed yet or is to be retried at once. */
  readonly notBefore?: string;
  /** When it was decided on (RFC 3339); absent if no service pages people outside the chat. */
  readonly since?: string;
}

/** A direct message to someone who was paged in the room. `lane` is one of a few, so that many are sent at once. */
export interface DirectItem {
  readonly kind: 'direct';
  readonly key: string;
  readonly userId: string;
  readonly name: string;
  /** Why they were paged; null for the first page. */
  readonly why: CallReason | null;
  readonly lane: number;
  readonly notBefore?: string;
}

/** A page outside the chat. Like one in the chat, it is never abandoned. */
export interface PageItem extends WantedPage {
  readonly kind: 'page';
  readonly notBefore?: string;
}

/** The end of the pages outside the chat. `key` is new each time. */
export interface EndItem extends WantedEnding {
  readonly kind: 'endPages';
  readonly key: string;
}

export interface Posted {
  readonly channelId: string;
  readonly threadTs?: string;
  readonly ts: string;
  /** When the worker learned of it (RFC 3339). A copy may still be committed for a while after that. */
  readonly at: string;
  /** True if it is never edited, so it can be forgotten once it is certainly posted. */
  readonly once?: true;
}

/** A message whose buttons people may still press. */
export interface OpenAnswer {
  readonly key: string;
  readonly channelId: string;
  readonly ts: string;
  readonly drawn: readonly Button[];
  /** What it takes to write it anew without them. */
  readonly of:
    | { readonly kind: 'call'; readonly message: CallForPeopleMessage }
    | { readonly kind: 'direct'; readonly why: CallReason | null }
    | { readonly kind: 'life'; readonly message: LifeMessage };
}

/** What was posted in the war room, as far as it must be remembered. */
export interface DeliveryLog {
  /** By key: the location of each message that may be edited or swept. */
  readonly posted: Readonly<Record<string, Posted>>;
  /** Keys whose posting was started; they are looked up before being posted again. Null if unknown, so all are looked up. */
  readonly begun: readonly string[] | null;
  /** Keys whose posting had an unclear outcome, so late copies may appear. */
  readonly unclear: readonly string[];
  /** Digest of the headline's data as last sent; empty if unknown. */
  readonly headline: string;
  /** True if its last edit had an unclear outcome: committed late, it would undo the next one. */
  readonly headlineUnclear: boolean;
  /** Digest of the topic's data. Null if the room has no topic of ours yet; empty if unknown. */
  readonly topic: string | null;
  /**
   * By subject: edits to repeat, since an earlier one with an unclear outcome may still be committed after them. Older code
   * handed over none.
   */
  readonly unsure?: Readonly<Record<string, UncertainEdit>>;
  /** Messages with buttons that may have to be taken away. Older code handed over none. */
  readonly answers?: readonly OpenAnswer[];
  /** Digest of the card's data as last sent; absent if none was sent, and from older code. */
  readonly card?: string;
  /** By key: the same of each proposal's message. */
  readonly proposals?: Readonly<Record<string, string>>;
}

/** An edit as last made, and when. */
export type UncertainEdit = { readonly at: string } & (
  | { readonly activity: 'editMessage'; readonly input: Parameters<Activities['editMessage']>[0] }
  | { readonly activity: 'addBookmark'; readonly input: Parameters<Activities['addBookmark']>[0] }
);

/** For the start of an incident. */
export const EMPTY_DELIVERY_LOG: DeliveryLog = { posted: {}, begun: [], unclear: [], headline: '', headlineUnclear: false, topic: null };

/** For a closed incident: anything to be posted may already exist. */
export const UNKNOWN_DELIVERY_LOG: DeliveryLog = { ...EMPTY_DELIVERY_LOG, begun: null, topic: '' };

/**
 * What a run of the workflow hands to the next: through continue-as-new while the incident is open, or from its result when
 * a closed one is resumed. `said` is null if nothing is remembered; then everything may already be in Slack.
 */
export interface RunHandover {
  readonly state: IncidentState;
  readonly said: DeliveryLog | null;
  /** Inbox and outbox in one list; its key and meaning are the same as in older runs. */
  readonly chores: readonly (InboxItem | OutboxItem)[];
  /** The last number given out for keys and activity ids. */
  readonly count: number;
}

/** What was posted before: nothing at the start; unknown if a closed incident is resumed. */
export function deliveryLogOf(handover: RunHandover | undefined): DeliveryLog {
  return handover === undefined ? EMPTY_DELIVERY_LOG : (handover.said ?? UNKNOWN_DELIVERY_LOG);
}
