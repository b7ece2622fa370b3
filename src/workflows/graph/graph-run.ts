import type { NodeStatus, Problem } from '../../incident/model/state';
import { deedOf } from '../../incident/response/trouble-words';
import { type DeclaredNode, isSettled, nameOf, type StepGraph } from './step-graph';

/** How a failed run of a node is to be taken. */
export type NodeFailure =
  | { readonly kind: 'blocked' | 'failed'; readonly problem: Problem }
  | { readonly kind: 'skipped'; readonly reason: string }
  /** This run of the workflow ends here: the next one runs the node again. */
  | { readonly kind: 'interrupted' };

export interface NodeChange {
  readonly status: NodeStatus;
  readonly round: number;
  readonly problem: Problem | null;
  readonly note: string | null;
}

/** What the interpreter needs from its surroundings. */
export interface GraphHost {
  /** Called after every change of a node, in order. */
  changed(name: string, change: NodeChange): void;
  judge(error: unknown, node: { name: string; optional: boolean }): NodeFailure;
  /** A reason when the request leaves the node out. */
  exclusionReason(node: { name: string }): string | null;
}

interface Cell<Context> {
  readonly node: DeclaredNode<Context>;
  status: NodeStatus;
  round: number;
  output: unknown;
  items: readonly Promise<unknown>[] | undefined;
  /** What it needs was re-run while it ran: it runs once more when it is over. */
  outdated: boolean;
}

/**
 * Runs a step graph: starts each node when what it needs is there, in the order of declaration; keeps going around
 * failed ones; re-runs a node and all that needs it on request. Deterministic: no clock, no randomness, no I/O.
 */
export class GraphRun<Context> {
  private readonly cells: Map<string, Cell<Context>>;

  constructor(
    graph: StepGraph<Context>,
    private readonly context: Context,
    private readonly host: GraphHost,
    before: readonly { readonly name: string; readonly status: NodeStatus; readonly round: number }[] = [],
  ) {
    this.cells = new Map(graph.nodes.map((node) => [node.name, this.cellOf(node, before)]));
  }

  /** Where an earlier run left it; what was not over there starts anew. */
  private cellOf(
    node: DeclaredNode<Context>,
    before: readonly { readonly name: string; readonly status: NodeStatus; readonly round: number }[],
  ): Cell<Context> {
    const left = before.find(({ name }) => name === node.name);
    const isOver = left !== undefined && isSettled(left.status) && left.status !== 'waiting';
    return {
      node,
      status: isOver ? left.status : 'pending',
      round: left?.round ?? 1,
      output: undefined,
      items: undefined,
      outdated: false,
    };
  }

  /** Starts whatever is ready. Safe to call again at any time. */
  advance(): void {
    for (const cell of this.cells.values()) {
      if (cell.status !== 'pending' && cell.status !== 'waiting') continue;
      const exclusionReason = this.host.exclusionReason(cell.node);
      const missing = exclusionReason ?? this.missingNeed(cell);
      if (missing !== null) this.move(cell, 'skipped', { note: missing });
      else if (this.isReady(cell)) this.start(cell);
      else this.noteWaiting(cell);
    }
  }

  /** True when every node is over, or blocked, or behind a blocked one. */
  isSettled(): boolean {
    return [...this.cells.values()].every((cell) => isSettled(cell.status));
  }

  /** True while nothing of it runs. */
  isStill(): boolean {
    return [...this.cells.values()].every(({ status }) => status !== 'running');
  }

  statusOf(name: string): NodeStatus {
    return this.cell(name).status;
  }

  /** Runs these nodes, and all that needs them, again; those still running once they are over. */
  rerun(names: readonly string[]): void {
    for (const name of this.withDependents(names)) {
      const cell = this.cell(name);
      cell.outdated = cell.status === 'running';
      if (cell.outdated) continue;
      // A node that has not run yet keeps its round: nothing of it was ever scheduled.
      if (cell.status !== 'pending' && cell.status !== 'waiting') cell.round += 1;
      cell.output = undefined;
      cell.items = undefined;
      this.move(cell, 'pending');
    }
    this.advance();
  }

  /** Gives a blocked node up; what needs its output is skipped with it. */
  skip(name: string, reason: string): void {
    const cell = this.cell(name);
    if (cell.status !== 'blocked') return;
    this.move(cell, 'skipped', { note: reason });
    this.rerun(this.dependentsBySettling(name));
  }

  private start(cell: Cell<Context>): void {
    this.move(cell, 'running');
    const started = cell.node.start(this.inputsOf(cell), this.context, { name: cell.node.name, round: cell.round });
    cell.items = started.items;
    // The items' failures are the node's failure; without this a rejected item would count as unhandled.
    for (const item of started.items ?? []) item.catch(() => undefined);
    started.result.then(
      (output) => {
        cell.output = output;
        this.move(cell, 'done');
        this.goOn(cell);
      },
      (error: unknown) => {
        const failure = this.host.judge(error, { name: cell.node.name, optional: cell.node.optional ?? false });
        if (failure.kind === 'interrupted') {
          this.move(cell, 'pending');
          return;
        }
        if (failure.kind === 'skipped') this.move(cell, 'skipped', { note: failure.reason });
        else this.move(cell, failure.kind, { problem: failure.problem });
        this.goOn(cell);
      },
    );
  }

  private goOn(cell: Cell<Context>): void {
    if (cell.outdated) this.rerun([cell.node.name]);
    else this.advance();
  }

  private isReady(cell: Cell<Context>): boolean {
    return Object.values(cell.node.needs).every((need) => {
      const needed = this.cell(nameOf(need));
      if ('settled' in need) return isSettled(needed.status);
      if ('streamed' in need) return this.itemsOf(needed) !== undefined;
      return needed.status === 'done';
    });
  }

  /** Why a needed output will never come, or null. */
  private missingNeed(cell: Cell<Context>): string | null {
    for (const need of Object.values(cell.node.needs)) {
      if ('settled' in need) continue;
      const needed = this.cell(nameOf(need));
      if ('streamed' in need && this.itemsOf(needed) !== undefined) continue;
      if (needed.status === 'failed' || needed.status === 'skipped')
        return `needs "${deedOf(nameOf(need))}", which ${needed.status === 'failed' ? 'failed' : 'was skipped'}`;
    }
    return null;
  }

  private noteWaiting(cell: Cell<Context>): void {
    const behind = Object.values(cell.node.needs).find((need) => {
      if ('settled' in need) return false;
      const needed = this.cell(nameOf(need));
      return (needed.status === 'blocked' || needed.status === 'waiting') && !('streamed' in need && this.itemsOf(needed) !== undefined);
    });
    if (behind === undefined) return;
    if (cell.status !== 'waiting') this.move(cell, 'waiting', { note: `waits for "${deedOf(nameOf(behind))}"` });
  }

  private inputsOf(cell: Cell<Context>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(cell.node.needs).map(([key, need]) => {
        const needed = this.cell(nameOf(need));
        return [key, 'streamed' in need ? this.itemsOf(needed) : this.outputOf(needed)];
      }),
    );
  }

  private outputOf({ node, status, output }: Cell<Context>): unknown {
    return status === 'done' && node.fromState !== undefined ? node.fromState(this.context) : output;
  }

  /** Of a fan-out that is running, or that an earlier run has brought to its end. */
  private itemsOf(cell: Cell<Context>): readonly Promise<unknown>[] | undefined {
    if (cell.items !== undefined || cell.status !== 'done' || cell.node.fromState === undefined) return cell.items;
    return (cell.node.fromState(this.context) as readonly unknown[]).map((item) => Promise.resolve(item));
  }

  private withDependents(names: readonly string[]): string[] {
    const affected = new Set(names);
    // Declaration order is a topological order, so one pass finds all of them.
    for (const cell of this.cells.values()) {
      if (Object.values(cell.node.needs).some((need) => affected.has(nameOf(need)))) affected.add(cell.node.name);
    }
    return [...this.cells.keys()].filter((name) => affected.has(name));
  }

  private dependentsBySettling(name: string): string[] {
    return [...this.cells.values()]
      .filter((cell) => Object.values(cell.node.needs).some((need) => 'settled' in need && need.settled.name === name))
      .map((cell) => cell.node.name);
  }

  private move(cell: Cell<Context>, status: NodeStatus, why: { problem?: Problem; note?: string } = {}): void {
    cell.status = status;
    this.host.changed(cell.node.name, {
      status,
      round: cell.round,
      problem: why.problem ?? null,
      note: why.note ?? null,
    });
  }

  private cell(name: string): Cell<Context> {
    const cell = this.cells.get(name);
    if (cell === undefined) throw new Error(`step graph: no node ${name}`);
    return cell;
  }
}
