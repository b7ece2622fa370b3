import type { StepName } from '../../incident/model/plan';
import type { NodeStatus } from '../../incident/model/state';
import { settleAll } from './settle-all';

/** A declared node; `Output` is what its run resolves to and what nodes that need it receive. */
export interface NodeRef<Output, Name extends string = string> {
  readonly name: Name;
  /** Type only; never set. */
  readonly output?: Output;
}
/** A node whose items resolve one by one. */
export interface FanOutRef<Item, Name extends string = string> extends NodeRef<readonly Item[], Name> {
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
type Needs = Readonly<Record<string, Need>>;
export type Inputs<Of> = {
  readonly [Key in keyof Of]: Of[Key] extends Settled<infer Output>
    ? Output | undefined
    : Of[Key] extends Streamed<infer Item>
      ? readonly Promise<Item>[]
      : Of[Key] extends NodeRef<infer Output>
        ? Output
        : never;
};

export const settled = <Output>(node: NodeRef<Output>): Settled<Output> => ({ settled: node });
export const streamed = <Item>(node: FanOutRef<Item>): Streamed<Item> => ({ streamed: node });

/** `Activity` is the activity that the node calls; null when it only computes. */
export interface NodeOptions<Context, Output, Activity extends string | null> {
  readonly step: StepName;
  readonly description: string;
  readonly activity: Activity;
  readonly optional?: boolean;
  /** The patch that came with the node. Incidents that were begun before it do without the node. */
  readonly since?: string;
  /**
   * Where the output stands once the node is done. Nodes that need it then read what holds now, commands included, and a
   * run that continues an earlier one finds it there. Without it the output lives as long as the run.
   */
  readonly fromState?: (context: Context) => Output;
}

/** What a run of a node knows of itself. `Activity` is what the node has declared, so it can call no other. */
export interface NodeRun<Activity extends string | null = string | null> {
  readonly name: string;
  readonly activity: Activity;
  /** 1 for the first run; a retried or resumed node counts on. */
  readonly round: number;
}

/** A declared node with its types erased; the interpreter and the plan read these. */
export interface DeclaredNode<Context, Name extends string = string> extends NodeOptions<Context, unknown, string | null> {
  readonly name: Name;
  readonly needs: Needs;
  start(inputs: Record<string, unknown>, context: Context, run: NodeRun): Started;
}
export interface Started {
  readonly result: Promise<unknown>;
  readonly items?: readonly Promise<unknown>[];
}

/** The declarations of one kind of graph: `Context` is what its nodes are given, `Activity` what they may call. */
export function nodesWith<Context, Activity extends string>() {
  return {
    node<const Name extends string, Of extends Needs, Output, Calls extends Activity | null>(
      name: Name,
      needs: Of,
      run: (inputs: Inputs<Of>, context: Context, run: NodeRun<Calls>) => Promise<Output>,
      options: NodeOptions<Context, Output, Calls>,
    ): DeclaredNode<Context, Name> & NodeRef<Output, Name> {
      return {
        ...options,
        name,
        needs,
        start: (inputs, context, nodeRun) => ({ result: run(inputs as Inputs<Of>, context, nodeRun as NodeRun<Calls>) }),
      };
    },

    /** One run of the same activity for each item; its output is all of them, and they can be taken as they come. */
    fanOut<const Name extends string, Of extends Needs, Item, Output, Calls extends Activity | null>(
      name: Name,
      needs: Of,
      items: (inputs: Inputs<Of>) => readonly Item[],
      run: (item: Item, inputs: Inputs<Of>, context: Context, run: NodeRun<Calls>) => Promise<Output>,
      options: NodeOptions<Context, readonly Output[], Calls>,
    ): DeclaredNode<Context, Name> & FanOutRef<Output, Name> {
      return {
        ...options,
        name,
        needs,
        start: (inputs, context, nodeRun) => {
          const typed = inputs as Inputs<Of>;
          const runs = items(typed).map((item) => run(item, typed, context, nodeRun as NodeRun<Calls>));
          return { result: settleAll(runs), items: runs };
        },
      };
    },
  };
}

export interface StepGraph<Context, Name extends string = string> {
  readonly nodes: readonly DeclaredNode<Context, Name>[];
}

/**
 * A graph of these nodes; ready ones start in the order of the list.
 * @throws Error when a name stands twice, or a node stands before one that it needs: so a graph has no cycles.
 */
export function stepGraph<Context, Name extends string>(nodes: readonly DeclaredNode<Context, Name>[]): StepGraph<Context, Name> {
  const known = new Set<string>();
  for (const { name, needs } of nodes) {
    if (known.has(name)) throw new Error(`step graph: node ${name} is declared twice`);
    const missing = Object.values(needs)
      .map(nameOf)
      .find((needed) => !known.has(needed));
    if (missing !== undefined) throw new Error(`step graph: ${name} needs ${missing}, which does not stand before it`);
    known.add(name);
  }
  return { nodes };
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
