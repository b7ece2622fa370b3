import { CancellationScope } from '@temporalio/workflow';
import { joinNews, newsBytes } from '../../incident/war-room/join-news';
import { wasCancelled } from '../calls/judge-failure';
import type { OutboxItem } from '../contract/run-handover';

/** Items of one lane are done one after the other, in their order; a lane that waits for Slack holds up no other. */
type Lane = 'room' | 'people' | 'late' | 'report' | 'alerts' | 'commands' | 'checks' | 'actors';
const LANES: Readonly<Record<OutboxItem['kind'], Lane>> = {
  say: 'room',
  remind: 'room',
  sweep: 'room',
  call: 'people',
  writeReport: 'report',
  readAlert: 'alerts',
  applyCommand: 'commands',
  checkPeople: 'checks',
  checkActor: 'actors',
};

/** Whom it takes minutes to find must not hold up the next level of the escalation. */
function laneOf(item: OutboxItem): Lane {
  return item.kind === 'call' && item.call.why.kind === 'late' ? 'late' : LANES[item.kind];
}

export interface OutboxHost {
  perform(item: OutboxItem): Promise<void>;
  /** False while something that the item needs is not there yet. */
  isReady(item: OutboxItem): boolean;
  /** True when what it needs will never come, so that there is no point in keeping it. */
  isObsolete(item: OutboxItem): boolean;
  /** True when the posting of the key was begun, so that it may stand as it was then. */
  isBegun(key: string): boolean;
  /** What is to be done in the place of a item that failed, or null when it is given up. */
  failed(item: OutboxItem, error: unknown): OutboxItem | null;
}

/** What is still to be done in the world; nothing is forgotten when the run ends. */
export class Outbox {
  private readonly waiting: OutboxItem[];
  private readonly busy = new Map<Lane, OutboxItem>();
  private readonly scope = new CancellationScope({ cancellable: true });
  private interrupted = false;
  /** Size of all news that wait: counted on, since a flood of notes must not cost the square of their number. */
  private newsWaiting: number;

  constructor(
    private readonly host: OutboxHost,
    handover: readonly OutboxItem[],
  ) {
    this.waiting = [...handover];
    this.newsWaiting = handover.reduce((sum, item) => sum + bytesOfNews(item), 0);
  }

  add(item: OutboxItem): void {
    // A report that is still to be written will have everything, and a sweep that waits will look for all.
    if ((item.kind === 'writeReport' || item.kind === 'sweep') && this.isWaiting(item.kind)) return;
    if (this.host.isObsolete(item)) return;
    if (!this.joined(item)) {
      this.waiting.push(item);
      this.newsWaiting += bytesOfNews(item);
    }
    this.goOn();
  }

  /** Looks whether something can be done now; called whenever that may have changed. */
  goOn(): void {
    if (this.interrupted) return;
    for (const lane of new Set(this.waiting.map(laneOf))) {
      if (!this.busy.has(lane) && this.nextOf(lane) !== -1) void this.work(lane);
    }
  }

  /** When the first of those that failed is to be tried again (RFC 3339), after `nowIso`; null: there is none. */
  nextRetry(nowIso: string): string | null {
    const times = this.waiting.flatMap((item) => (item.kind === 'call' && item.notBefore !== undefined ? [item.notBefore] : []));
    return times.filter((time) => time > nowIso).sort()[0] ?? null;
  }

  /** Tries at once what would be tried again later. */
  bringForward(): void {
    for (const [index, item] of this.waiting.entries()) {
      if (item.kind !== 'call') continue;
      const { notBefore: _, ...wanted } = item;
      this.waiting[index] = wanted;
    }
    this.goOn();
  }

  /** True while such a item waits or is being done. */
  has(wanted: OutboxItem['kind']): boolean {
    return this.isWaiting(wanted) || this.isDoing(wanted);
  }

  isDoing(wanted: OutboxItem['kind']): boolean {
    return [...this.busy.values()].some(({ kind }) => kind === wanted);
  }

  /** True when everything that can be done has been. */
  isIdle(): boolean {
    return this.busy.size === 0 && !this.waiting.some((item) => this.host.isReady(item));
  }

  /** Ends what runs, so that the next run of the workflow does it. */
  interrupt(): void {
    this.interrupted = true;
    this.scope.cancel();
  }

  isStill(): boolean {
    return this.busy.size === 0;
  }

  /** What is being done; it is left to the next run when this one ends meanwhile. */
  running(): readonly OutboxItem[] {
    return [...this.busy.values()];
  }

  /** What is left, in order. */
  left(): readonly OutboxItem[] {
    return this.waiting;
  }

  private async work(lane: Lane): Promise<void> {
    for (let item = this.take(lane); item !== undefined; item = this.take(lane)) {
      const taken = item;
      this.busy.set(lane, taken);
      try {
        await this.scope.run(() => this.host.perform(taken));
      } catch (error) {
        if (this.interrupted && wasCancelled(error)) this.waiting.unshift(taken);
        else this.putBack(this.host.failed(taken, error));
      }
      this.busy.delete(lane);
    }
  }

  private putBack(item: OutboxItem | null): void {
    if (item !== null) this.waiting.push(item);
  }

  private take(lane: Lane): OutboxItem | undefined {
    if (this.interrupted) return undefined;
    const index = this.nextOf(lane);
    const [item] = index === -1 ? [] : this.waiting.splice(index, 1);
    if (item !== undefined) this.newsWaiting -= bytesOfNews(item);
    return item;
  }

  private nextOf(lane: Lane): number {
    return this.waiting.findIndex((item) => laneOf(item) === lane && this.host.isReady(item));
  }

  /**
   * News that wait together are told together: a flood of them must not become a flood of messages. Never with one that an
   * earlier run was cut short in: where that stands already, what was added to it would be told nowhere.
   */
  private joined(item: OutboxItem): boolean {
    if (item.kind !== 'say' || item.message.kind !== 'news') return false;
    const index = this.waiting.findLastIndex((other) => laneOf(other) === 'room');
    const last = this.waiting[index];
    if (last?.kind !== 'say' || last.message.kind !== 'news' || this.host.isBegun(last.key)) return false;
    const message = joinNews(last.message, item.message, this.newsWaiting);
    if (message === null) return false;
    this.newsWaiting += newsBytes(message) - newsBytes(last.message);
    this.waiting[index] = { ...last, message };
    return true;
  }

  private isWaiting(wanted: OutboxItem['kind']): boolean {
    return this.waiting.some(({ kind }) => kind === wanted);
  }
}

function bytesOfNews(item: OutboxItem): number {
  return item.kind === 'say' && item.message.kind === 'news' ? newsBytes(item.message) : 0;
}
