import type { NodeStatus, Problem } from '../../incident/model/state';
import { assertNever } from '../../incident/text/assert-never';
import { type DeclaredNode, isSettled, type Need, nameOf, type StepGraph } from './step-graph';

/** The progress of a node in the run. */
export interface NodeProgress {
  readonly name: string;
  readonly status: NodeStatus;
  /** Counts the runs; a node that has not run yet is in its first round. */
  readonly round: number;
}

/** What to do after a failed run of a node. */
export type NodeFailure =
  | { readonly kind: 'blocked' | 'failed'; readonly problem: Problem }
  | { readonly kind: 'skipped'; readonly reason: string }
  /** This run of the workflow ends here; the next one runs the node again. */
  | { readonly kind: 'interrupted' };

/** Why a node waits or is skipped: because of another node, or for a stated reason. */
export type NodeNote =
  | { readonly kind: 'needs'; readonly node: string; readonly status: 'failed' | 'skipped' }
  | { readonly kind: 'waitsFor'; readonly node: string }
  | { readonly kind: 'reason'; readonly text: string };

/** A node's new progress. `running` means it starts now. */
export interface NodeChange extends NodeProgress {
  readonly problem: Problem | null;
  readonly note: NodeNote | null;
}

export type GraphEvent =
  | { readonly kind: 'advance' }
  | { readonly kind: 'done'; readonly name: string }
  | { readonly kind: 'failed'; readonly name: string; readonly failure: NodeFailure }
  /** Reruns these nodes and everything that needs them; running ones once they finish. */
  | { readonly kind: 'rerun'; readonly names: readonly string[] }
  /** Skips a blocked node, and with it everything that needs its output. */
  | { readonly kind: 'skip'; readonly name: string; readonly reason: string };

export interface GraphState {
  readonly nodes: readonly NodeProgress[];
  /** Nodes that were running while something they need was rerun; they run once more when they finish. */
  readonly outdated: ReadonlySet<string>;
}

/** What the graph's caller knows. */
export interface GraphFacts {
  /** Why the request excludes the node, if it does. */
  exclusionReason(name: string): string | null;
  /** True if the items of a fan-out can be taken. */
  hasItems(name: string): boolean;
}

/** What an event changes, in order, and which nodes are outdated afterwards. */
export interface Reduced {
  readonly changes: readonly NodeChange[];
  readonly outdated: ReadonlySet<string>;
}

/**
 * Decides what happens to the nodes of a graph: starts each one once its needs are met, in declaration order, and continues
 * around failed ones. Pure: no clock, no randomness, no I/O, and nothing is started here.
 */
export function reduceGraph<Context>(graph: StepGraph<Context>, state: GraphState, event: GraphEvent, facts: GraphFacts): Reduced {
  const reduction = new Reduction(graph, state, facts);
  reduction.apply(event);
  return reduction;
}

/** A reduction in progress: the progress of the nodes so far. */
class Reduction<Context> implements Reduced {
  readonly changes: NodeChange[] = [];
  readonly outdated: Set<string>;
  private readonly places: Map<string, NodeProgress>;

  constructor(
    private readonly graph: StepGraph<Context>,
    state: GraphState,
    private readonly facts: GraphFacts,
  ) {
    this.places = new Map(state.nodes.map((node) => [node.name, node]));
    this.outdated = new Set(state.outdated);
  }

  apply(event: GraphEvent): void {
    switch (event.kind) {
      case 'advance':
        this.advance();
        break;
      case 'done':
        this.move(event.name, 'done');
        this.goOn(event.name);
        break;
      case 'failed':
        this.fail(event.name, event.failure);
        break;
      case 'rerun':
        this.rerun(event.names);
        break;
      case 'skip':
        this.skip(event.name, event.reason);
        break;
      default:
        assertNever(event);
    }
  }

  private advance(): void {
    for (const node of this.graph.nodes) {
      const { status } = this.place(node.name);
      if (status !== 'pending' && status !== 'waiting') continue;
      const excluded = this.facts.exclusionReason(node.name);
      const note: NodeNote | null = excluded === null ? this.missingNeed(node) : { kind: 'reason', text: excluded };
      if (note !== null) this.move(node.name, 'skipped', { note });
      else if (this.isReady(node)) this.move(node.name, 'running');
      else this.noteWaiting(node);
    }
  }

  private fail(name: string, failure: NodeFailure): void {
    switch (failure.kind) {
      case 'interrupted':
        this.move(name, 'pending');
        return;
      case 'skipped':
        this.move(name, 'skipped', { note: { kind: 'reason', text: failure.reason } });
        break;
      case 'blocked':
      case 'failed':
        this.move(name, failure.kind, { problem: failure.problem });
        break;
      default:
        assertNever(failure);
    }
    this.goOn(name);
  }

  private goOn(name: string): void {
    if (this.outdated.has(name)) this.rerun([name]);
    else this.advance();
  }

  private rerun(names: readonly string[]): void {
    for (const name of this.withDependents(names)) {
      const { status, round } = this.place(name);
      if (status === 'running') {
        this.outdated.add(name);
        continue;
      }
      this.outdated.delete(name);
      // A node that has not run yet keeps its round, because nothing of it was scheduled.
      const hasRun = status !== 'pending' && status !== 'waiting';
      this.move(name, 'pending', { round: hasRun ? round + 1 : round });
    }
    this.advance();
  }

  private skip(name: string, reason: string): void {
    if (this.place(name).status !== 'blocked') return;
    this.move(name, 'skipped', { note: { kind: 'reason', text: reason } });
    const waitForItsEnd = this.graph.nodes.filter(({ needs }) =>
      Object.values(needs).some((need) => 'settled' in need && need.settled.name === name),
    );
    this.rerun(waitForItsEnd.map((node) => node.name));
  }

  private isReady({ needs }: DeclaredNode<Context>): boolean {
    return Object.values(needs).every((need) => {
      const { name, status } = this.place(nameOf(need));
      if ('settled' in need) return isSettled(status);
      return 'streamed' in need ? this.hasItems(name) : status === 'done';
    });
  }

  /** The first need whose output will never come. */
  private missingNeed({ needs }: DeclaredNode<Context>): NodeNote | null {
    for (const need of Object.values(needs).filter((need) => this.isWanting(need))) {
      const { name, status } = this.place(nameOf(need));
      if (status === 'failed' || status === 'skipped') return { kind: 'needs', node: name, status };
    }
    return null;
  }

  private noteWaiting({ name, needs }: DeclaredNode<Context>): void {
    const isStuck = (need: Need): boolean => ['blocked', 'waiting'].includes(this.place(nameOf(need)).status);
    const behind = Object.values(needs).find((need) => this.isWanting(need) && isStuck(need));
    if (behind === undefined || this.place(name).status === 'waiting') return;
    this.move(name, 'waiting', { note: { kind: 'waitsFor', node: nameOf(behind) } });
  }

  /** True if the node cannot start without this need's output, and that output does not exist. */
  private isWanting(need: Need): boolean {
    if ('settled' in need) return false;
    return !('streamed' in need && this.hasItems(need.streamed.name));
  }

  /** Items of a finished round no longer count once the fan-out runs again. */
  private hasItems(name: string): boolean {
    const isReset = this.changes.some((change) => change.name === name && change.status === 'pending');
    return this.changes.some((change) => change.name === name && change.status === 'running') || (!isReset && this.facts.hasItems(name));
  }

  private withDependents(names: readonly string[]): string[] {
    const affected = new Set(names);
    // The list is in topological order, so one pass finds all of them.
    for (const { name, needs } of this.graph.nodes) {
      if (Object.values(needs).some((need) => affected.has(nameOf(need)))) affected.add(name);
    }
    return this.graph.nodes.map(({ name }) => name).filter((name) => affected.has(name));
  }

  private move(name: string, status: NodeStatus, why: { round?: number; problem?: Problem; note?: NodeNote } = {}): void {
    const { round } = { ...this.place(name), ...why };
    this.places.set(name, { name, status, round });
    this.changes.push({ name, status, round, problem: why.problem ?? null, note: why.note ?? null });
  }

  private place(name: string): NodeProgress {
    const place = this.places.get(name);
    if (place === undefined) throw new Error(`step graph: no node ${name}`);
    return place;
  }
}
