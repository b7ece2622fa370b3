import { CancellationScope } from '@temporalio/workflow';
import { wasCancelled } from './judge-failure';

/** How a queue handles the items of its owner. */
export interface LaneHost<Item> {
  /** Items of one lane are done in order, one at a time. A lane that waits for Slack does not hold up the others. */
  laneOf(item: Item): string;
  /** False while something that the item needs is missing. */
  isReady(item: Item): boolean;
  perform(item: Item): Promise<void>;
  /** The item to do instead of one that failed, or null to abandon it. */
  failed(item: Item, error: unknown): Item | null;
  /** Called when an item stops waiting. */
  taken?(item: Item): void;
  /** Called when a lane has done all that it could. */
  rested?(): void;
}

/** Work that waits for its turn. Nothing is lost when the run ends: the next run takes over what is left. */
export class LaneQueue<Item extends { readonly kind: string }> {
  protected readonly waiting: Item[];
  private readonly busy = new Map<string, Item>();
  private readonly scope = new CancellationScope({ cancellable: true });
  private interrupted = false;

  constructor(
    private readonly host: LaneHost<Item>,
    left: readonly Item[],
  ) {
    this.waiting = [...left];
  }

  add(item: Item): void {
    this.waiting.push(item);
    this.goOn();
  }

  /** Starts everything that can be done now. It is called whenever that may have changed. */
  goOn(): void {
    for (const lane of new Set(this.waiting.map((item) => this.host.laneOf(item)))) this.goOnIn(lane);
  }

  goOnIn(lane: string): void {
    if (!this.interrupted && !this.busy.has(lane) && this.nextOf(lane) !== -1) void this.work(lane);
  }

  /** True while an item of this kind is waiting or being done. */
  has(wanted: Item['kind']): boolean {
    return this.isWaiting(wanted) || this.isDoing(wanted);
  }

  isDoing(wanted: Item['kind']): boolean {
    return this.running().some(({ kind }) => kind === wanted);
  }

  isWaiting(wanted: Item['kind']): boolean {
    return this.waiting.some(({ kind }) => kind === wanted);
  }

  /** True if everything that can be done is done. */
  isIdle(): boolean {
    return this.isStill() && !this.waiting.some((item) => this.host.isReady(item));
  }

  /** True while nothing is being done. */
  isStill(): boolean {
    return this.busy.size === 0;
  }

  /** Stops running items, so that the next run does them. */
  interrupt(): void {
    this.interrupted = true;
    this.scope.cancel();
  }

  /** The items being done. The next run does them if this one ends first. */
  running(): readonly Item[] {
    return [...this.busy.values()];
  }

  /** The waiting items, in order. */
  left(): readonly Item[] {
    return this.waiting;
  }

  private async work(lane: string): Promise<void> {
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
    this.host.rested?.();
  }

  private putBack(item: Item | null): void {
    if (item !== null) this.waiting.push(item);
  }

  private take(lane: string): Item | undefined {
    if (this.interrupted) return undefined;
    const index = this.nextOf(lane);
    const [item] = index === -1 ? [] : this.waiting.splice(index, 1);
    if (item !== undefined) this.host.taken?.(item);
    return item;
  }

  private nextOf(lane: string): number {
    return this.waiting.findIndex((item) => this.host.laneOf(item) === lane && this.host.isReady(item));
  }
}
