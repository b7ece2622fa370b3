import type { NewsMessage } from '../../incident/model/room-message';
import { knownBytes } from '../../incident/text/json-bytes';
import { changesStatus, isAboutAlerts } from '../../incident/war-room/alert-changes';
import { joinCounted, joinNews } from '../../incident/war-room/join-news';
import { estimatedBytes, joinByEstimate } from '../../incident/war-room/join-news-by-estimate';
import type { OutboxItem } from '../contract/run-handover';
import { laneOf } from './lanes';

/** What waits in an outbox, and the size of all waiting news by the rule's own measure. */
export interface Waiting {
  readonly items: readonly OutboxItem[];
  readonly newsBytes: number;
  /** True if a post under the key was started: an addition to that message might never be posted. */
  isBegun(key: string): boolean;
}

/** How a further item is merged with those waiting, so that a flood of items does not become a flood of messages. */
export interface MergeRule {
  readonly newsBytes: (message: NewsMessage) => number;
  /** Waiting items that the further one makes pointless. */
  readonly superseded: (waiting: Waiting, further: OutboxItem) => readonly OutboxItem[];
  /** The waiting news to replace, and with what; null if the further news waits by itself. */
  readonly merged: (waiting: Waiting, further: NewsMessage) => { readonly index: number; readonly message: NewsMessage } | null;
}

/**
 * Beyond this, further news are only counted: everything that waits travels from run to run in one payload, which is limited
 * to 2 MB in all.
 */
const MAX_WAITING_BYTES = 300_000;

/** As older runs merge, which estimate the size of news. */
export const BY_ESTIMATE: MergeRule = {
  newsBytes: estimatedBytes,
  superseded: () => [],
  merged: (waiting, further) => {
    const index = waiting.items.findLastIndex((item) => laneOf(item) === 'room');
    const last = openNews(waiting, index);
    const message = last === null ? null : joinByEstimate(last, further, waiting.newsBytes);
    return message === null ? null : { index, message };
  },
};

/** Measures news as they travel. Changes of alerts wait in one message, everything else that is said in another. */
export const BY_BYTES: MergeRule = {
  newsBytes: knownBytes,
  superseded: (waiting, further) =>
    waiting.items.filter((item) => isPointless(item, further) && !(isKeyed(item) && waiting.isBegun(item.key))),
  merged: (waiting, further) => {
    const isFull = waiting.newsBytes > MAX_WAITING_BYTES;
    const index = isFull ? lastOpen(waiting) : placeFor(waiting, further);
    const open = openNews(waiting, index);
    if (open === null) return null;
    const message = isFull ? joinCounted(open, further) : joinNews(open, further);
    return message === null ? null : { index, message };
  },
};

/** The outcome of an earlier resolution, a page of an earlier reopening, an earlier word about the same step. */
function isPointless(item: OutboxItem, further: OutboxItem): boolean {
  if (item.kind === 'call' && further.kind === 'call') return item.call.why.kind === 'reopened' && further.call.why.kind === 'reopened';
  if (item.kind !== 'say' || further.kind !== 'say') return false;
  const [old, next] = [item.message, further.message];
  return (
    (old.kind === 'outcome' && next.kind === 'outcome') || (old.kind === 'blocked' && next.kind === 'blocked' && old.step === next.step)
  );
}

/** Alerts join alerts, unless the incident was resolved or reopened in between; other news join news that nothing else follows. */
function placeFor(waiting: Waiting, further: NewsMessage): number {
  const ofAlerts = areAlerts(further);
  const index = waiting.items.findLastIndex((item) => {
    if (laneOf(item) !== 'room') return false;
    const isOfAlerts = item.kind === 'say' && item.message.kind === 'news' && areAlerts(item.message);
    return ofAlerts ? isOfAlerts || (item.kind === 'say' && changesStatus(item.message)) : !isOfAlerts;
  });
  const found = waiting.items[index];
  return ofAlerts && found?.kind === 'say' && changesStatus(found.message) ? -1 : index;
}

function lastOpen(waiting: Waiting): number {
  return waiting.items.findLastIndex((_, index) => openNews(waiting, index) !== null);
}

/** The news waiting there, if they may still be added to. */
function openNews({ items, isBegun }: Waiting, index: number): NewsMessage | null {
  const item = items[index];
  return item?.kind === 'say' && item.message.kind === 'news' && !isBegun(item.key) ? item.message : null;
}

/** True if all of the message is about changes of alerts. */
export function areAlerts({ entries }: NewsMessage): boolean {
  return entries.length > 0 && entries.every(isAboutAlerts);
}

const isKeyed = (item: OutboxItem): item is Extract<OutboxItem, { readonly key: string }> => 'key' in item;
