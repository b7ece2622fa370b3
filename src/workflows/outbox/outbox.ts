import { CancellationScope } from '@temporalio/workflow';
import { joinNews, newsBytes } from '../../incident/war-room/join-news';
import { wasCancelled } from '../calls/judge-failure';
import type { Chore } from '../contract/run-handover';

/** Chores of one lane are done one after the other, in their order; a lane that waits for Slack holds up no other. */
type Lane = 'room' | 'people' | 'late' | 'report' | 'alerts' | 'commands' | 'checks' | 'actors';
const LANES: Readonly<Record<Chore['kind'], Lane>> = {
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
function laneOf(chore: Chore): Lane {
  return chore.kind === 'call' && chore.call.why.kind === 'late' ? 'late' : LANES[chore.kind];
}

export interface ChoreHost {
  perform(chore: Chore): Promise<void>;
  /** False while something that the chore needs is not there yet. */
  isReady(chore: Chore): boolean;
  /** True when what it needs will never come, so that there is no point in keeping it. */
  isMoot(chore: Chore): boolean;
  /** True when the posting of the key was begun, so that it may stand as it was then. */
  isBegun(key: string): boolean;
  /** What is to be done in the place of a chore that failed, or null when it is given up. */
  failed(chore: Chore, error: unknown): Chore | null;
}

/** What is still to be done in the world; nothing is forgotten when the run ends. */
export class ChoreQueue {
  private readonly waiting: Chore[];
  private readonly busy = new Map<Lane, Chore>();
  private readonly scope = new CancellationScope({ cancellable: true });
  private interrupted = false;
  /** Size of all news that wait: counted on, since a flood of notes must not cost the square of their number. */
  private newsWaiting: number;

  constructor(
    private readonly host: ChoreHost,
    carried: readonly Chore[],
  ) {
    this.waiting = [...carried];
    this.newsWaiting = carried.reduce((sum, chore) => sum + bytesOfNews(chore), 0);
  }

  add(chore: Chore): void {
    // A report that is still to be written will have everything, and a sweep that waits will look for all.
    if ((chore.kind === 'writeReport' || chore.kind === 'sweep') && this.isWaiting(chore.kind)) return;
    if (this.host.isMoot(chore)) return;
    if (!this.joined(chore)) {
      this.waiting.push(chore);
      this.newsWaiting += bytesOfNews(chore);
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
    const times = this.waiting.flatMap((chore) => (chore.kind === 'call' && chore.notBefore !== undefined ? [chore.notBefore] : []));
    return times.filter((time) => time > nowIso).sort()[0] ?? null;
  }

  /** Tries at once what would be tried again later. */
  bringForward(): void {
    for (const [index, chore] of this.waiting.entries()) {
      if (chore.kind !== 'call') continue;
      const { notBefore: _, ...wanted } = chore;
      this.waiting[index] = wanted;
    }
    this.goOn();
  }

  /** True while such a chore waits or is being done. */
  has(wanted: Chore['kind']): boolean {
    return this.isWaiting(wanted) || this.isDoing(wanted);
  }

  isDoing(wanted: Chore['kind']): boolean {
    return [...this.busy.values()].some(({ kind }) => kind === wanted);
  }

  /** True when everything that can be done has been. */
  isIdle(): boolean {
    return this.busy.size === 0 && !this.waiting.some((chore) => this.host.isReady(chore));
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
  running(): readonly Chore[] {
    return [...this.busy.values()];
  }

  /** What is left, in order. */
  left(): readonly Chore[] {
    return this.waiting;
  }

  private async work(lane: Lane): Promise<void> {
    for (let chore = this.take(lane); chore !== undefined; chore = this.take(lane)) {
      const taken = chore;
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

  private putBack(chore: Chore | null): void {
    if (chore !== null) this.waiting.push(chore);
  }

  private take(lane: Lane): Chore | undefined {
    if (this.interrupted) return undefined;
    const index = this.nextOf(lane);
    const [chore] = index === -1 ? [] : this.waiting.splice(index, 1);
    if (chore !== undefined) this.newsWaiting -= bytesOfNews(chore);
    return chore;
  }

  private nextOf(lane: Lane): number {
    return this.waiting.findIndex((chore) => laneOf(chore) === lane && this.host.isReady(chore));
  }

  /**
   * News that wait together are told together: a flood of them must not become a flood of messages. Never with one that an
   * earlier run was cut short in: where that stands already, what was added to it would be told nowhere.
   */
  private joined(chore: Chore): boolean {
    if (chore.kind !== 'say' || chore.message.kind !== 'news') return false;
    const index = this.waiting.findLastIndex((other) => laneOf(other) === 'room');
    const last = this.waiting[index];
    if (last?.kind !== 'say' || last.message.kind !== 'news' || this.host.isBegun(last.key)) return false;
    const message = joinNews(last.message, chore.message, this.newsWaiting);
    if (message === null) return false;
    this.newsWaiting += newsBytes(message) - newsBytes(last.message);
    this.waiting[index] = { ...last, message };
    return true;
  }

  private isWaiting(wanted: Chore['kind']): boolean {
    return this.waiting.some(({ kind }) => kind === wanted);
  }
}

function bytesOfNews(chore: Chore): number {
  return chore.kind === 'say' && chore.message.kind === 'news' ? newsBytes(chore.message) : 0;
}
