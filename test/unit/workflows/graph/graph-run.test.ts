import type { StepName } from '../../../../src/incident/model/plan';
import { type GraphHost, GraphRun, type NodeChange } from '../../../../src/workflows/graph/graph-run';
import { StepGraph, settled, streamed } from '../../../../src/workflows/graph/step-graph';

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

function hostWith(leftOut: Record<string, string> = {}) {
  const changes: [string, NodeChange][] = [];
  const host: GraphHost = {
    changed: (name, change) => changes.push([name, change]),
    judge: (error, node) => ({
      kind: node.optional ? 'failed' : 'blocked',
      problem: { code: 'test', message: (error as Error).message, mend: '' },
    }),
    exclusionReason: ({ name }) => leftOut[name] ?? null,
  };
  const log = () => changes.map(([name, { status, round }]) => `${name} ${status}${round > 1 ? ` #${round}` : ''}`);
  const noteOf = (name: string) => changes.filter(([other]) => other === name).at(-1)?.[1].note;
  return { host, log, noteOf };
}

describe('a run of the step graph', () => {
  it('hands outputs on by name and starts independent nodes at once, in the order of declaration', async () => {
    const graph = new StepGraph<{ base: number }>();
    const one = graph.node('one', {}, async (_, { base }) => base + 1, about);
    const two = graph.node('two', {}, async () => 'two', about);
    const sum = graph.node('sum', { one, word: two }, async ({ one, word }) => `${word}:${one.toFixed(1)}`, about);
    const got: string[] = [];
    graph.node('last', { sum }, async ({ sum }) => void got.push(sum), about);
    const { host, log } = hostWith();
    const run = new GraphRun(graph, { base: 41 }, host);
    run.advance();
    expect(log()).toEqual(['one running', 'two running']);
    await tick();
    expect(got).toEqual(['two:42.0']);
    expect(run.isSettled()).toBe(true);
  });

  it('keeps going around a blocked node, and makes those behind it wait', async () => {
    const graph = new StepGraph<object>();
    const bad = graph.node('bad', {}, async (): Promise<number> => Promise.reject(new Error('token revoked')), about);
    const behind = graph.node('behind', { bad }, async ({ bad }) => bad, about);
    graph.node('farBehind', { behind }, async () => 1, about);
    const free = graph.node('free', {}, async () => 'free', about);
    const seen: unknown[] = [];
    graph.node('summary', { free, bad: settled(bad) }, async (inputs) => void seen.push(inputs), about);
    const { host, noteOf } = hostWith();
    const run = new GraphRun(graph, {}, host);
    run.advance();
    await tick();
    expect(['bad', 'behind', 'farBehind', 'free', 'summary'].map((name) => run.statusOf(name))).toEqual([
      'blocked',
      'waiting',
      'waiting',
      'done',
      'done',
    ]);
    expect(noteOf('farBehind')).toBe('waits for "behind"');
    expect(seen).toEqual([{ free: 'free', bad: undefined }]);
    expect(run.isSettled()).toBe(true);
  });

  it('runs a mended node and all that needs it again, once each, with a new round', async () => {
    const graph = new StepGraph<object>();
    let mended = false;
    const bad = graph.node('bad', {}, async () => (mended ? 'good' : Promise.reject(new Error('no'))), about);
    const behind = graph.node('behind', { bad }, async ({ bad }) => `${bad}!`, about);
    const other = graph.node('other', {}, async () => 'other', about);
    const seen: unknown[] = [];
    graph.node('summary', { other, behind: settled(behind) }, async ({ behind }) => void seen.push(behind), about);
    const { host, log } = hostWith();
    const run = new GraphRun(graph, {}, host);
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
    const graph = new StepGraph<object>();
    const room = graph.node('room', {}, async () => 'room', about);
    const post = graph.node('post', { room }, async () => 'post', about);
    graph.node('after', { post: settled(post) }, async () => 'after', about);
    const { host, noteOf } = hostWith({ room: 'not asked for' });
    const run = new GraphRun(graph, {}, host);
    run.advance();
    await tick();
    expect([run.statusOf('room'), run.statusOf('post'), run.statusOf('after')]).toEqual(['skipped', 'skipped', 'done']);
    expect(noteOf('room')).toBe('not asked for');
    expect(noteOf('post')).toBe('needs "room", which was skipped');
  });

  it('lets a node take the items of a fan-out as they come', async () => {
    const graph = new StepGraph<object>();
    const probes: Record<string, Deferred<string>> = { a: defer(), b: defer() };
    const fan = graph.fanOut(
      'probes',
      {},
      () => ['a', 'b'],
      (name) => (probes[name] as Deferred<string>).promise,
      about,
    );
    const seen: string[] = [];
    graph.node(
      'replies',
      { findings: streamed(fan) },
      async ({ findings }) => {
        await Promise.all(findings.map(async (finding) => seen.push(await finding)));
      },
      about,
    );
    const whole: (readonly string[])[] = [];
    graph.node('verdict', { fan }, async ({ fan }) => void whole.push(fan), about);
    const { host } = hostWith();
    const run = new GraphRun(graph, {}, host);
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
    const graph = new StepGraph<object>();
    const gates = [defer<void>(), defer<void>()];
    let runs = 0;
    const source = graph.node('source', {}, async () => `version ${runs}`, about);
    const seen: string[] = [];
    graph.node(
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
    const { host } = hostWith();
    const run = new GraphRun(graph, {}, host);
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
    const graph = new StepGraph<object>();
    const bad = graph.node('bad', {}, async (): Promise<number> => Promise.reject(new Error('no')), about);
    graph.node('behind', { bad }, async () => 1, about);
    let summaries = 0;
    graph.node('summary', { bad: settled(bad) }, async () => (summaries += 1), about);
    const { host, noteOf } = hostWith();
    const run = new GraphRun(graph, {}, host);
    run.advance();
    await tick();
    run.skip('bad', 'not needed tonight');
    await tick();
    expect(run.statusOf('bad')).toBe('skipped');
    expect(run.statusOf('behind')).toBe('skipped');
    expect(noteOf('bad')).toBe('not needed tonight');
    expect(summaries).toBe(2);
  });

  it('refuses a graph in which a node needs a stranger or a name stands twice', () => {
    const graph = new StepGraph<object>();
    const elsewhere = new StepGraph<object>().node('elsewhere', {}, async () => 1, about);
    graph.node('one', {}, async () => 1, about);
    expect(() => graph.node('one', {}, async () => 1, about)).toThrow('declared twice');
    expect(() => graph.node('two', { elsewhere }, async () => 1, about)).toThrow('needs elsewhere');
  });
});
