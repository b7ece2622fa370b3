import type { NewsMessage } from '../../incident/model/room-message';
import { changesStatus } from '../../incident/war-room/alert-changes';
import { type LaneHost, LaneQueue } from '../calls/lane-queue';
import type { OutboxItem } from '../contract/run-handover';
import { laneOf } from './lanes';
import { areAlerts, type MergeRule, type Waiting } from './merge-rule';

export interface OutboxHost extends Pick<LaneHost<OutboxItem>, 'perform' | 'isReady' | 'failed'> {
  /** True if what the item needs will never come, so that keeping the item is pointless. */
  isObsolete(item: OutboxItem): boolean;
  /** True if a post under the key was started, so the message may already exist with its contents of that time. */
  isBegun(key: string): boolean;
  /** How long news of alerts wait for further ones, which they are then told with; null if they do not. */
  holdFor(lastToldAt: string | null): Hold | null;
  now(): string;
}
type Hold = NonNullable<Extract<OutboxItem, { readonly kind: 'say' }>['hold']>;

/** What is still to be posted and done outside the workflow. */
export class Outbox extends LaneQueue<OutboxItem> {
  /** Size of all waiting news. Kept as a running total, since a flood of notes must not take quadratic time. */
  private newsWaiting: number;
  /** When news of alerts were last sent in this run. */
  private alertsToldAt: string | null = null;

  constructor(
    private readonly about: OutboxHost,
    left: readonly OutboxItem[],
    private readonly rule: MergeRule,
  ) {
    super({ ...about, laneOf, taken: (item) => this.noteTaken(item) }, left);
    this.newsWaiting = left.reduce((sum, item) => sum + this.bytesOfNews(item), 0);
  }

  override add(item: OutboxItem): void {
    // A report not yet written will contain everything, and a waiting sweep will look for all copies.
    if (
      (item.kind === 'writeReport' || item.kind === 'sweep' || item.kind === 'closeAnswers' || item.kind === 'card') &&
      this.isWaiting(item.kind)
    )
      return;
    if (item.kind === 'proposal' && this.waiting.some((other) => other.kind === 'proposal' && other.id === item.id)) return;
    if (this.about.isObsolete(item)) return;
    for (const old of this.rule.superseded(this.all, item)) this.waiting.splice(this.waiting.indexOf(old), 1);
    if (item.kind === 'say' && changesStatus(item.message)) this.release();
    if (this.joined(item)) {
      this.goOn();
      return;
    }
    this.newsWaiting += this.bytesOfNews(item);
    super.add(this.held(item));
  }

  /** When the first item that was put off is due (RFC 3339), after `nowIso`; null if there is none. */
  nextDue(nowIso: string): string | null {
    const times = this.waiting.flatMap((item) => putOffUntil(item) ?? []);
    return times.filter((time) => time > nowIso).sort()[0] ?? null;
  }

  /** Retries at once what would otherwise be retried later. */
  bringForward(): void {
    for (const [index, item] of this.waiting.entries()) {
      if (item.kind !== 'call' && item.kind !== 'page' && item.kind !== 'direct') continue;
      const { notBefore: _, ...wanted } = item;
      this.waiting[index] = wanted;
    }
    this.goOn();
  }

  /** What alerts changed is told before what follows from it. */
  private release(): void {
    for (const [index, item] of this.waiting.entries()) {
      if (item.kind !== 'say' || item.hold === undefined) continue;
      const { hold: _, ...free } = item;
      this.waiting[index] = free;
    }
  }

  private held(item: OutboxItem): OutboxItem {
    if (item.kind !== 'say' || item.message.kind !== 'news' || !areAlerts(item.message)) return item;
    const hold = this.about.holdFor(this.alertsToldAt);
    return hold === null ? item : { ...item, hold };
  }

  private noteTaken(item: OutboxItem): void {
    this.newsWaiting -= this.bytesOfNews(item);
    if (item.kind === 'say' && item.message.kind === 'news' && areAlerts(item.message)) this.alertsToldAt = this.about.now();
  }

  /** An item whose delivery was interrupted in an earlier run is never merged: if it was posted already, the addition would be lost. */
  private joined(item: OutboxItem): boolean {
    if (item.kind !== 'say' || item.message.kind !== 'news') return false;
    const merged = this.rule.merged(this.all, item.message);
    if (merged === null) return false;
    const last = this.waiting[merged.index] as Extract<OutboxItem, { readonly kind: 'say' }>;
    this.newsWaiting += this.rule.newsBytes(merged.message) - this.rule.newsBytes(last.message as NewsMessage);
    this.waiting[merged.index] = { ...last, message: merged.message };
    return true;
  }

  private get all(): Waiting {
    return { items: this.waiting, newsBytes: this.newsWaiting, isBegun: (key) => this.about.isBegun(key) };
  }

  private bytesOfNews(item: OutboxItem): number {
    return item.kind === 'say' && item.message.kind === 'news' ? this.rule.newsBytes(item.message) : 0;
  }
}

function putOffUntil(item: OutboxItem): string | undefined {
  if (item.kind === 'say') return item.hold?.until;
  return item.kind === 'call' || item.kind === 'page' || item.kind === 'direct' ? item.notBefore : undefined;
}
