import type { StepName } from '../../incident/model/plan';
import type { NodeStatus } from '../../incident/model/state';
import { settleAll } from './settle-all';

/** A declared node; `Output` is what its run resolves to and what nodes that need it receive. */
export interface NodeRef<Output> {
  readonly name: string;
  /** Type only; never set. */
  readonly output?: Output;
}
/** A node whose items resolve one by one. */
export interface FanOutRef<Item> extends NodeRef<readonly Item[]> {
  readonly item?: Item;
}
/** Waits until a node is over, however it ended; the input is its output, or undefined when it has none. */
export interface Settled<Output> {
  readonly settled: NodeRef<Output>;
}
/** Waits until a fan-out has started; the input is the promises of its items. */
export interface Streamed<Item> {
  readonly streamed: FanOutRef<Item>;
}

// biome-ignore lint/suspicious/noExplicitAny: a heterogeneous list of needs; each one's type is recovered by `Inputs`.
export type Need = NodeRef<any> | Settled<any> | Streamed<any>;
export type Inputs<Needs> = {
  readonly [Key in keyof Needs]: Needs[Key] extends Settled<infer Output>
    ? Output | undefined
    : Needs[Key] extends Streamed<infer Item>
      ? readonly Promise<Item>[]
      : Needs[Key] extends NodeRef<infer Output>
        ? Output
        : never;
};

export const settled = <Output>(node: NodeRef<Output>): Settled<Output> => ({ settled: node });
export const streamed = <Item>(node: FanOutRef<Item>): Streamed<Item> => ({ streamed: node });

export interface NodeOptions<Context, Output> {
  readonly step: StepName;
  readonly description: string;
  /** Activity that the node calls; null when it only computes. */
  readonly activity: string | null;
  readonly optional?: boolean;
  /**
   * Where the output stands once the node is done. What needs it then reads what holds now, commands included, and a
   * run that continues an earlier one finds it there. Without it the output lives as long as the run.
   */
  readonly fromState?: (context: Context) => Output;
}

/** What a run of a node knows of itself. */
export interface NodeRun {
  readonly name: string;
  /** 1 for the first run; a retried or resumed node counts on. */
  readonly round: number;
}

/** A declared node with its types erased; the interpreter and the plan read these. */
export interface DeclaredNode<Context> extends NodeOptions<Context, unknown> {
  readonly name: string;
  readonly needs: Readonly<Record<string, Need>>;
  start(inputs: Record<string, unknown>, context: Context, run: NodeRun): Started;
}
export interface Started {
  readonly result: Promise<unknown>;
  readonly items?: readonly Promise<unknown>[];
}

/** Declares nodes; the order of declaration is the order in which ready nodes start. */
export class StepGraph<Context> {
  readonly nodes: DeclaredNode<Context>[] = [];

  node<Needs extends Readonly<Record<string, Need>>, Output>(
    name: string,
    needs: Needs,
    run: (inputs: Inputs<Needs>, context: Context, run: NodeRun) => Promise<Output>,
    options: NodeOptions<Context, Output>,
  ): NodeRef<Output> {
    this.declare({
      ...options,
      name,
      needs,
      start: (inputs, context, nodeRun) => ({ result: run(inputs as Inputs<Needs>, context, nodeRun) }),
    });
    return { name };
  }

  /** One run of the same activity for each item; its output is all of them, and they can be taken as they come. */
  fanOut<Needs extends Readonly<Record<string, Need>>, Item, Output>(
    name: string,
    needs: Needs,
    items: (inputs: Inputs<Needs>) => readonly Item[],
    run: (item: Item, inputs: Inputs<Needs>, context: Context, run: NodeRun) => Promise<Output>,
    options: NodeOptions<Context, readonly Output[]>,
  ): FanOutRef<Output> {
    this.declare({
      ...options,
      name,
      needs,
      start: (inputs, context, nodeRun) => {
        const typed = inputs as Inputs<Needs>;
        const runs = items(typed).map((item) => run(item, typed, context, nodeRun));
        return { result: settleAll(runs), items: runs };
      },
    });
    return { name };
  }

  private declare(node: DeclaredNode<Context>): void {
    const known = new Set(this.nodes.map((other) => other.name));
    if (known.has(node.name)) throw new Error(`step graph: node ${node.name} is declared twice`);
    for (const need of Object.values(node.needs)) {
      // Needs are references, so a node can only need what was declared before it: the graph has no cycles.
      if (!known.has(nameOf(need))) throw new Error(`step graph: ${node.name} needs ${nameOf(need)}, which is not in this graph`);
    }
    this.nodes.push(node);
  }
}

export function nameOf(need: Need): string {
  if ('settled' in need) return need.settled.name;
  if ('streamed' in need) return need.streamed.name;
  return need.name;
}

/** Over, as far as the graph can go without a person. */
export function isSettled(status: NodeStatus): boolean {
  return status !== 'pending' && status !== 'running';
}
