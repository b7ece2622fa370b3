import { joinNews, newsBytes } from '../../incident/war-room/join-news';
import { type LaneHost, LaneQueue } from '../calls/lane-queue';
import type { OutboxItem } from '../contract/run-handover';

const LANES: Readonly<Record<OutboxItem['kind'], string>> = {
  say: 'room',
  remind: 'room',
  sweep: 'room',
  call: 'people',
  writeReport: 'report',
};

/** A search that takes minutes must not hold up the next escalation level. */
export function laneOf(item: OutboxItem): string {
  return item.kind === 'call' && item.call.why.kind === 'late' ? 'late' : LANES[item.kind];
}

export interface OutboxHost extends Pick<LaneHost<OutboxItem>, 'perform' | 'isReady' | 'failed'> {
  /** True if what the item needs will never come, so that keeping the item is pointless. */
  isObsolete(item: OutboxItem): boolean;
  /** True if a post under the key was started, so the message may already exist with its contents of that time. */
  isBegun(key: string): boolean;
}

/** What is still to be posted and done outside the workflow. */
export class Outbox extends LaneQueue<OutboxItem> {
  /** Size of all waiting news. Kept as a running total, since a flood of notes must not take quadratic time. */
  private newsWaiting: number;

  constructor(
    private readonly about: OutboxHost,
    left: readonly OutboxItem[],
  ) {
    const taken = (item: OutboxItem): void => {
      this.newsWaiting -= bytesOfNews(item);
    };
    super({ ...about, laneOf, taken }, left);
    this.newsWaiting = left.reduce((sum, item) => sum + bytesOfNews(item), 0);
  }

  override add(item: OutboxItem): void {
    // A report not yet written will contain everything, and a waiting sweep will look for all copies.
    if ((item.kind === 'writeReport' || item.kind === 'sweep') && this.isWaiting(item.kind)) return;
    if (this.about.isObsolete(item)) return;
    if (this.joined(item)) {
      this.goOn();
      return;
    }
    this.newsWaiting += bytesOfNews(item);
    super.add(item);
  }

  /** When the first failed item is to be retried (RFC 3339), after `nowIso`; null if there is none. */
  nextRetry(nowIso: string): string | null {
    const times = this.waiting.flatMap((item) => (item.kind === 'call' && item.notBefore !== undefined ? [item.notBefore] : []));
    return times.filter((time) => time > nowIso).sort()[0] ?? null;
  }

  /** Retries at once what would otherwise be retried later. */
  bringForward(): void {
    for (const [index, item] of this.waiting.entries()) {
      if (item.kind !== 'call') continue;
      const { notBefore: _, ...wanted } = item;
      this.waiting[index] = wanted;
    }
    this.goOn();
  }

  /**
   * Waiting news items are merged, so that a flood of them does not become a flood of messages. An item whose delivery was
   * interrupted in an earlier run is never merged: if it was posted already, the addition would never be posted.
   */
  private joined(item: OutboxItem): boolean {
    if (item.kind !== 'say' || item.message.kind !== 'news') return false;
    const index = this.waiting.findLastIndex((other) => laneOf(other) === 'room');
    const last = this.waiting[index];
    if (last?.kind !== 'say' || last.message.kind !== 'news' || this.about.isBegun(last.key)) return false;
    const message = joinNews(last.message, item.message, this.newsWaiting);
    if (message === null) return false;
    this.newsWaiting += newsBytes(message) - newsBytes(last.message);
    this.waiting[index] = { ...last, message };
    return true;
  }
}

function bytesOfNews(item: OutboxItem): number {
  return item.kind === 'say' && item.message.kind === 'news' ? newsBytes(item.message) : 0;
}
