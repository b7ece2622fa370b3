import type { StepName } from '../../incident/model/plan';
import type { NodeStatus } from '../../incident/model/state';
import { settleAll } from './settle-all';

/** A declared node. `Output` is what its run resolves to and what nodes that need it receive. */
export interface NodeRef<Output, Name extends string = string> {
  readonly name: Name;
  /** For the type only; never set. */
  readonly output?: Output;
}
/** A node whose items resolve one by one. */
export interface FanOutRef<Item, Name extends string = string> extends NodeRef<readonly Item[], Name> {
  readonly item?: Item;
}
/** Waits until a node has finished, however it ended. The input is its output, or undefined if it has none. */
export interface Settled<Output> {
  readonly settled: NodeRef<Output>;
}
/** Waits until a fan-out has started. The input is the promises of its items. */
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

/** `Activity` is the activity that the node calls; null if it only computes. */
export interface NodeOptions<Context, Output, Activity extends string | null> {
  readonly step: StepName;
  readonly description: string;
  readonly activity: Activity;
  readonly optional?: boolean;
  /** The patch that came with the node. Incidents that started before that patch run without the node. */
  readonly since?: string;
  /**
   * Where the state keeps the output once the node is done. Nodes that need it then read the current value, including changes
   * by commands, and a continuing run finds it there. Without it, the output lives as long as the run.
   */
  readonly fromState?: (context: Context) => Output;
}

/** What a run of a node knows about itself. `Activity` is the activity that the node declared, so it can call no other. */
export interface NodeRun<Activity extends string | null = string | null> {
  readonly name: string;
  readonly activity: Activity;
  /** 1 for the first run; retries and resumes count up. */
  readonly round: number;
}

/** A declared node without its types, for the interpreter and the plan. */
export interface DeclaredNode<Context, Name extends string = string> extends NodeOptions<Context, unknown, string | null> {
  readonly name: Name;
  readonly needs: Needs;
  start(inputs: Record<string, unknown>, context: Context, run: NodeRun): Started;
}
export interface Started {
  readonly result: Promise<unknown>;
  readonly items?: readonly Promise<unknown>[];
}

/** The declarations of one kind of graph: `Context` is what its nodes receive, `Activity` what they may call. */
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

    /** One run of the same activity per item. The output is all of them, and items can be taken as they come. */
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
 * A graph of these nodes; ready ones start in list order.
 * @throws Error if a name is declared twice, or a node comes before one that it needs. This rules out cycles.
 */
export function stepGraph<Context, Name extends string>(nodes: readonly DeclaredNode<Context, Name>[]): StepGraph<Context, Name> {
  const known = new Set<string>();
  for (const { name, needs } of nodes) {
    if (known.has(name)) throw new Error(`step graph: node ${name} is declared twice`);
    const missing = Object.values(needs)
      .map(nameOf)
      .find((needed) => !known.has(needed));
    if (missing !== undefined) throw new Error(`step graph: ${name} needs ${missing}, which is not declared before it`);
    known.add(name);
  }
  return { nodes };
}

export function nameOf(need: Need): string {
  if ('settled' in need) return need.settled.name;
  if ('streamed' in need) return need.streamed.name;
  return need.name;
}

/** True if the node has got as far as it can without a person. */
export function isSettled(status: NodeStatus): boolean {
  return status !== 'pending' && status !== 'running';
}
