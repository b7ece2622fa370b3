import type { StepName } from '../../../../src/incident/model/plan';
import { type GraphHost, GraphRun } from '../../../../src/workflows/graph/graph-run';
import type { NodeChange, NodeProgress } from '../../../../src/workflows/graph/reduce-graph';
import { nodesWith, settled, stepGraph, streamed } from '../../../../src/workflows/graph/step-graph';

interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}
function defer<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

const about = { step: 'investigate' as StepName, activity: null, description: 'a node of a test' };
const tick = () => new Promise((resolve) => setImmediate(resolve));
const { node, fanOut } = nodesWith<{ base: number }, string>();
type TestNode = Parameters<typeof stepGraph<{ base: number }, string>>[0][number];

/** Runs these nodes; `excluded` are left out, each for its reason. */
function runOf(nodes: readonly TestNode[], excluded: Readonly<Record<string, string>> = {}) {
  const changes: NodeChange[] = [];
  const graph = stepGraph(nodes);
  let places: readonly NodeProgress[] = graph.nodes.map(({ name }) => ({ name, status: 'pending', round: 1 }));
  const host: GraphHost<string> = {
    nodes: () => places,
    changed: (change) => {
      places = places.map((place) => (place.name === change.name ? change : place));
      changes.push(change);
    },
    judge: (error, { optional }) => ({
      kind: optional ? 'failed' : 'blocked',
      problem: { code: 'test', message: (error as Error).message, mend: '' },
    }),
    exclusionReason: (name) => excluded[name] ?? null,
  };
  const run = new GraphRun(graph, { base: 41 }, host);
  const log = () => changes.map(({ name, status, round }) => `${name} ${status}${round > 1 ? ` #${round}` : ''}`);
  const noteOf = (name: string) => changes.filter((change) => change.name === name).at(-1)?.note;
  return { run, log, noteOf };
}

describe('a run of the step graph', () => {
  it('hands outputs on by name and starts independent nodes at once, in the order of declaration', async () => {
    const one = node('one', {}, async (_, { base }) => base + 1, about);
    const two = node('two', {}, async () => 'two', about);
    const sum = node('sum', { one, word: two }, async ({ one, word }) => `${word}:${one.toFixed(1)}`, about);
    const got: string[] = [];
    const last_ = node('last', { sum }, async ({ sum }) => void got.push(sum), about);
    const { run, log } = runOf([one, two, sum, last_]);
    run.advance();
    expect(log()).toEqual(['one running', 'two running']);
    await tick();
    expect(got).toEqual(['two:42.0']);
    expect(run.isSettled()).toBe(true);
  });

  it('keeps going around a blocked node, and makes those behind it wait', async () => {
    const bad = node('bad', {}, async (): Promise<number> => Promise.reject(new Error('token revoked')), about);
    const behind = node('behind', { bad }, async ({ bad }) => bad, about);
    const farBehind_ = node('farBehind', { behind }, async () => 1, about);
    const free = node('free', {}, async () => 'free', about);
    const seen: unknown[] = [];
    const summary_ = node('summary', { free, bad: settled(bad) }, async (inputs) => void seen.push(inputs), about);
    const { run, noteOf } = runOf([bad, behind, farBehind_, free, summary_]);
    run.advance();
    await tick();
    expect(['bad', 'behind', 'farBehind', 'free', 'summary'].map((name) => run.statusOf(name))).toEqual([
      'blocked',
      'waiting',
      'waiting',
      'done',
      'done',
    ]);
    expect(noteOf('farBehind')).toEqual({ kind: 'waitsFor', node: 'behind' });
    expect(seen).toEqual([{ free: 'free', bad: undefined }]);
    expect(run.isSettled()).toBe(true);
  });

  it('runs a mended node and all that needs it again, once each, with a new round', async () => {
    let mended = false;
    const bad = node('bad', {}, async () => (mended ? 'good' : Promise.reject(new Error('no'))), about);
    const behind = node('behind', { bad }, async ({ bad }) => `${bad}!`, about);
    const other = node('other', {}, async () => 'other', about);
    const seen: unknown[] = [];
    const summary_ = node('summary', { other, behind: settled(behind) }, async ({ behind }) => void seen.push(behind), about);
    const { run, log } = runOf([bad, behind, other, summary_]);
    run.advance();
    await tick();
    mended = true;
    run.rerun(['bad']);
    await tick();
    expect(seen).toEqual([undefined, 'good!']);
    expect(log().filter((line) => line.startsWith('other'))).toEqual(['other running', 'other done']);
    expect(log()).toContain('bad running #2');
    // It had never run, so its first run is its first round.
    expect(log()).toContain('behind running');
    expect(log()).toContain('summary running #2');
  });

  it('skips what needs a node that was skipped or left out, and says why', async () => {
    const room = node('room', {}, async () => 'room', about);
    const post = node('post', { room }, async () => 'post', about);
    const after_ = node('after', { post: settled(post) }, async () => 'after', about);
    const { run, noteOf } = runOf([room, post, after_], { room: 'not asked for' });
    run.advance();
    await tick();
    expect([run.statusOf('room'), run.statusOf('post'), run.statusOf('after')]).toEqual(['skipped', 'skipped', 'done']);
    expect(noteOf('room')).toEqual({ kind: 'reason', text: 'not asked for' });
    expect(noteOf('post')).toEqual({ kind: 'needs', node: 'room', status: 'skipped' });
  });

  it('lets a node take the items of a fan-out as they come', async () => {
    const probes: Record<string, Deferred<string>> = { a: defer(), b: defer() };
    const fan = fanOut(
      'probes',
      {},
      () => ['a', 'b'],
      (name) => (probes[name] as Deferred<string>).promise,
      about,
    );
    const seen: string[] = [];
    const replies_ = node(
      'replies',
      { findings: streamed(fan) },
      async ({ findings }) => {
        await Promise.all(findings.map(async (finding) => seen.push(await finding)));
      },
      about,
    );
    const whole: (readonly string[])[] = [];
    const verdict_ = node('verdict', { fan }, async ({ fan }) => void whole.push(fan), about);
    const { run } = runOf([fan, replies_, verdict_]);
    run.advance();
    probes.b?.resolve('B');
    await tick();
    expect(seen).toEqual(['B']);
    expect(run.statusOf('verdict')).toBe('pending');
    probes.a?.resolve('A');
    await tick();
    expect(whole).toEqual([['A', 'B']]);
  });

  it('runs a node once more when what it needs was re-run while it ran', async () => {
    const gates = [defer<void>(), defer<void>()];
    let runs = 0;
    const source = node('source', {}, async () => `version ${runs}`, about);
    const seen: string[] = [];
    const slow_ = node(
      'slow',
      { source },
      async ({ source }) => {
        const gate = gates[runs];
        runs += 1;
        await gate?.promise;
        seen.push(source);
      },
      about,
    );
    const { run } = runOf([source, slow_]);
    run.advance();
    await tick();
    run.rerun(['source']);
    await tick();
    gates[0]?.resolve();
    await tick();
    gates[1]?.resolve();
    await tick();
    expect(seen).toEqual(['version 0', 'version 1']);
    expect(run.isSettled()).toBe(true);
  });

  it('gives a blocked node up when told to, and re-runs what had settled around it', async () => {
    const bad = node('bad', {}, async (): Promise<number> => Promise.reject(new Error('no')), about);
    const behind_ = node('behind', { bad }, async () => 1, about);
    let summaries = 0;
    const summary_ = node('summary', { bad: settled(bad) }, async () => (summaries += 1), about);
    const { run, noteOf } = runOf([bad, behind_, summary_]);
    run.advance();
    await tick();
    run.skip('bad', 'not needed tonight');
    await tick();
    expect(run.statusOf('bad')).toBe('skipped');
    expect(run.statusOf('behind')).toBe('skipped');
    expect(noteOf('bad')).toEqual({ kind: 'reason', text: 'not needed tonight' });
    expect(summaries).toBe(2);
  });

  it('refuses a list in which a name stands twice, or a node before one that it needs', () => {
    const one = node('one', {}, async () => 1, about);
    const two = node('two', { one }, async () => 2, about);
    expect(() => stepGraph([one, one])).toThrow('declared twice');
    expect(() => stepGraph([two, one])).toThrow('two needs one');
  });

  it('deals with what a change sets off once the change before is dealt with', async () => {
    const first = node('first', {}, async (): Promise<number> => Promise.reject(new Error('no')), about);
    const second = node('second', { first: settled(first) }, async () => 2, about);
    const { run, log } = runOf([first, second]);
    run.advance();
    run.advance();
    await tick();
    run.rerun(['second']);
    run.rerun(['second']);
    await tick();
    expect(log()).toEqual([
      'first running',
      'first blocked',
      'second running',
      'second done',
      'second pending #2',
      'second running #2',
      'second done #2',
      'second pending #3',
      'second running #3',
      'second done #3',
    ]);
  });
});
