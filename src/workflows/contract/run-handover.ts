import type { Activities } from '../../activities/interface';
import type { AlertUpdate, Command } from '../../incident/model/commands';
import type { CallPeople } from '../../incident/model/effects';
import type { RoomMessage } from '../../incident/model/room-message';
import type { IncidentState } from '../../incident/model/state';

/** Work that follows from a command, a deadline or a blocked step and takes an activity. Plain data: it outlives a run. */
export type OutboxItem =
  | { readonly kind: 'say'; readonly key: string; readonly message: RoomMessage }
  | CallItem
  | { readonly kind: 'remind'; readonly key: string }
  | { readonly kind: 'writeReport' | 'sweep' };

/** What has come in and cannot be applied yet. Plain data, too. */
export type InboxItem =
  | { readonly kind: 'readAlert'; readonly update: AlertUpdate }
  /** A command that came before what it changes was there. */
  | { readonly kind: 'applyCommand'; readonly command: Command }
  /** A command whose people, or whose actor, are looked up first. */
  | { readonly kind: 'checkPeople' | 'checkActor'; readonly command: Command };

const INCOMING: Readonly<Record<InboxItem['kind'] | OutboxItem['kind'], boolean>> = {
  readAlert: true,
  applyCommand: true,
  checkPeople: true,
  checkActor: true,
  say: false,
  call: false,
  remind: false,
  writeReport: false,
  sweep: false,
};
export const isIncoming = (item: InboxItem | OutboxItem): item is InboxItem => INCOMING[item.kind];

/** One that Slack has refused is not given up: nobody would come. */
export interface CallItem {
  readonly kind: 'call';
  readonly key: string;
  readonly call: CallPeople;
  /** When it is tried again (RFC 3339); absent: it has not failed yet, or is wanted at once. */
  readonly notBefore?: string;
}

export interface Posted {
  readonly channelId: string;
  readonly threadTs?: string;
  readonly ts: string;
  /** When the worker learned of it (RFC 3339): for a while after, a copy may still be committed. */
  readonly at: string;
  /** Never edited, so it need not be remembered once it stands for certain. */
  readonly once?: true;
}

/** What was said in the war room, as far as it must be remembered. */
export interface DeliveryLog {
  /** By key: where each message stands that may be edited or swept. */
  readonly posted: Readonly<Record<string, Posted>>;
  /** Keys whose posting was begun; they are looked up before they are posted again. Null: not known, so that all are. */
  readonly begun: readonly string[] | null;
  /** Keys whose posting had an unclear end: late copies may appear. */
  readonly unclear: readonly string[];
  /** Digest of the headline's data as it was last sent; empty: not known. */
  readonly headline: string;
  /** Its last edit had an unclear end: committed late, it would undo the one after it. */
  readonly headlineUnclear: boolean;
  /** Digest of the topic's data. Null: the room has no topic of ours yet; empty: not known. */
  readonly topic: string | null;
  /**
   * By subject: edits to be made once more, since one with an unclear end may still be committed after them. Older code
   * carried none.
   */
  readonly unsure?: Readonly<Record<string, UncertainEdit>>;
}

/** An edit as it was last made, and when. */
export type UncertainEdit = { readonly at: string } & (
  | { readonly activity: 'editMessage'; readonly input: Parameters<Activities['editMessage']>[0] }
  | { readonly activity: 'addBookmark'; readonly input: Parameters<Activities['addBookmark']>[0] }
);

/** At the start of an incident. */
export const EMPTY_DELIVERY_LOG: DeliveryLog = { posted: {}, begun: [], unclear: [], headline: '', headlineUnclear: false, topic: null };

/** Of a closed incident: whatever is to be posted may stand already. */
export const UNKNOWN_DELIVERY_LOG: DeliveryLog = { ...EMPTY_DELIVERY_LOG, begun: null, topic: '' };

/**
 * What a run of the workflow hands to the next one: through continue-as-new while the incident is open, and from its
 * result when a closed one is resumed. `said` null: nothing is remembered, so that everything may stand in Slack already.
 */
export interface RunHandover {
  readonly state: IncidentState;
  readonly said: DeliveryLog | null;
  /** Inbox and outbox, in one list: the key and its meaning are those of older runs. */
  readonly chores: readonly (InboxItem | OutboxItem)[];
  /** Numbers given out so far, for keys and activity ids. */
  readonly count: number;
}
