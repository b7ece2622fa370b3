import type { NodeStatus } from '../../incident/model/state';
import { type GraphEvent, type NodeChange, type NodeFailure, type NodeProgress, reduceGraph } from './reduce-graph';
import { type DeclaredNode, isSettled, nameOf, type StepGraph } from './step-graph';

/** What the interpreter needs from its caller. */
export interface GraphHost<Name extends string> {
  /** The progress of every node. Nothing else stores it. */
  nodes(): readonly NodeProgress[];
  /** Records a node's new progress; called for every change, in order. */
  changed(change: NodeChange): void;
  judge(error: unknown, node: { name: string; optional: boolean }): NodeFailure;
  /** Why the request excludes the node, if it does. */
  exclusionReason(name: Name): string | null;
}

/** Runs a step graph: `reduceGraph` decides; this class starts nodes, keeps their outputs and reports how they end. */
export class GraphRun<Context, Name extends string> {
  private readonly nodes: ReadonlyMap<string, DeclaredNode<Context, Name>>;
  private readonly outputs = new Map<string, unknown>();
  private readonly items = new Map<string, readonly Promise<unknown>[]>();
  private outdated: ReadonlySet<string> = new Set();
  private readonly events: GraphEvent[] = [];
  private isBusy = false;

  constructor(
    private readonly graph: StepGraph<Context, Name>,
    private readonly context: Context,
    private readonly host: GraphHost<Name>,
  ) {
    this.nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  }

  /** Starts every ready node. Safe to call again at any time. */
  advance(): void {
    this.take({ kind: 'advance' });
  }

  /** Reruns these nodes and everything that needs them; running ones once they finish. */
  rerun(names: readonly Name[]): void {
    this.take({ kind: 'rerun', names });
  }

  /** Skips a blocked node, and with it everything that needs its output. */
  skip(name: Name, reason: string): void {
    this.take({ kind: 'skip', name, reason });
  }

  /** True if every node is finished, blocked, or behind a blocked one. */
  isSettled(): boolean {
    return this.host.nodes().every(({ status }) => isSettled(status));
  }

  /** True while no node is running. */
  isStill(): boolean {
    return this.host.nodes().every(({ status }) => status !== 'running');
  }

  statusOf(name: Name): NodeStatus {
    return this.placeOf(name).status;
  }

  /** Handles one event at a time: events raised by a change wait until the current one is handled. */
  private take(event: GraphEvent): void {
    this.events.push(event);
    if (this.isBusy) return;
    this.isBusy = true;
    for (let next = this.events.shift(); next !== undefined; next = this.events.shift()) this.handle(next);
    this.isBusy = false;
  }

  private handle(event: GraphEvent): void {
    const facts = {
      exclusionReason: (name: string) => this.host.exclusionReason(name as Name),
      hasItems: (name: string) => this.itemsOf(name) !== undefined,
    };
    const { changes, outdated } = reduceGraph(this.graph, { nodes: this.host.nodes(), outdated: this.outdated }, event, facts);
    this.outdated = outdated;
    for (const change of changes) {
      if (change.status === 'pending') this.forget(change.name);
      this.host.changed(change);
      if (change.status === 'running') this.start(change);
    }
  }

  private start({ name, round }: NodeChange): void {
    const node = this.node(name);
    const started = node.start(this.inputsOf(node), this.context, { name, activity: node.activity, round });
    if (started.items !== undefined) this.items.set(name, started.items);
    // If an item fails, the node fails, and that is handled below. Without this line, the rejected item itself would count
    // as unhandled.
    for (const item of started.items ?? []) item.catch(() => undefined);
    started.result.then(
      (output) => {
        this.outputs.set(name, output);
        this.take({ kind: 'done', name });
      },
      (error: unknown) => {
        this.take({ kind: 'failed', name, failure: this.host.judge(error, { name, optional: node.optional ?? false }) });
      },
    );
  }

  private forget(name: string): void {
    this.outputs.delete(name);
    this.items.delete(name);
  }

  private inputsOf({ needs }: DeclaredNode<Context>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(needs).map(([key, need]) => [key, 'streamed' in need ? this.itemsOf(nameOf(need)) : this.outputOf(nameOf(need))]),
    );
  }

  private outputOf(name: string): unknown {
    const { fromState } = this.node(name);
    return this.placeOf(name).status === 'done' && fromState !== undefined ? fromState(this.context) : this.outputs.get(name);
  }

  /** Expects a fan-out that is running or that an earlier run finished. */
  private itemsOf(name: string): readonly Promise<unknown>[] | undefined {
    const { fromState } = this.node(name);
    const items = this.items.get(name);
    if (items !== undefined || this.placeOf(name).status !== 'done' || fromState === undefined) return items;
    return (fromState(this.context) as readonly unknown[]).map((item) => Promise.resolve(item));
  }

  private node(name: string): DeclaredNode<Context, Name> {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`step graph: no node ${name}`);
    return node;
  }

  private placeOf(name: string): NodeProgress {
    const place = this.host.nodes().find((node) => node.name === name);
    if (place === undefined) throw new Error(`step graph: no node ${name}`);
    return place;
  }
}
