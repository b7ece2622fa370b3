import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { ON_THIS_THREAD, quietRuntime, WORKFLOWS, workflowBundle } from '../support/workflow-env';
import { rewordedBundle } from './changed-bundles';

const FOLDER = join(__dirname, 'histories');
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.json`), 'utf8');

/** Replays histories one after the other, in one worker. Returns what came of each, null if it went on. */
async function replayAll(bundle: WorkflowBundle, names: readonly string[]): Promise<Map<string, unknown>> {
  const histories = names.map((name) => {
    const history = historyFromJSON(JSON.parse(textOf(name)));
    return { history, workflowId: history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '' };
  });
  const outcomes = new Map<string, unknown>();
  for await (const { error = null } of Worker.runReplayHistories({ workflowBundle: bundle, ...ON_THIS_THREAD }, histories)) {
    outcomes.set(names[outcomes.size] ?? '', error);
  }
  return outcomes;
}

/** @throws what stopped it. */
async function replay(bundle: WorkflowBundle, name: string): Promise<void> {
  const error = (await replayAll(bundle, [name])).get(name);
  if (error !== null) throw error;
}

const bundleOf = (folder: string): Promise<WorkflowBundle> =>
  bundleWorkflowCode({ workflowsPath: join(__dirname, folder), logger: new DefaultLogger('ERROR') });

beforeAll(() => {
  quietRuntime();
});

describe('incidents that older code has begun', () => {
  let outcomes: Map<string, unknown>;
  beforeAll(async () => {
    outcomes = await replayAll(await workflowBundle(), NAMES);
  });

  it('are there', () => {
    expect(NAMES.length).toBeGreaterThan(12);
  });

  it.each(NAMES)('go on with the code as it is: %s', (name) => {
    expect(outcomes.get(name)).toBeNull();
  });

  it.each(NAMES)('can fail the gate, and tell nothing of the machine they were recorded on: %s', (name) => {
    const text = textOf(name);
    // Without these flags a replay lets two activities swap places.
    expect(text).toContain('coreUsedFlags');
    expect(text).not.toMatch(/xox[a-z]-|\d+@|\/home\/|\/root\/|\/work\/|\/tmp\//);
    expect(new Set(text.match(/"identity":"[^"]*"/g))).toEqual(new Set(['"identity":"worker"']));
    expect(text.length).toBeLessThan(300_000);
  });
});

describe.each(['longer', 'shorter'] as const)('with every word for people %s', (wording) => {
  let reworded: WorkflowBundle;
  let outcomes: Map<string, unknown>;
  beforeAll(async () => {
    reworded = await rewordedBundle(WORKFLOWS.workflowsPath, wording);
    outcomes = await replayAll(reworded, NAMES);
  });

  it('says other things', async () => {
    const phrase = 'declared the incident';
    expect((await workflowBundle()).code.includes(phrase)).toBe(true);
    expect(reworded.code.includes(phrase)).toBe(false);
  });

  it.each(NAMES)('they go on: %s', (name) => {
    expect(outcomes.get(name)).toBeNull();
  });
});

describe('the gate', () => {
  let reordered: Promise<WorkflowBundle>;
  beforeAll(() => {
    reordered = bundleOf('reordered');
  });

  it('fails when two steps have changed places', async () => {
    await expect(replay(await bundleOf('swapped'), 'happy')).rejects.toThrow(DeterminismViolationError);
  });

  it.each(['group', 'heartbeat', 'maintenance'].flatMap((kind) => NAMES.filter((name) => name.startsWith(kind))))(
    'fails when commands of the workflows for alerts are swapped: %s',
    async (name) => {
      await expect(replay(await reordered, name)).rejects.toThrow(DeterminismViolationError);
    },
  );

  it('lets a node be added with a patch', async () => {
    await replay(await bundleOf('further-node'), 'happy');
  });

  it.each(['decided-on-words', 'decided-on-the-same-words'])('fails when an edit hangs on words, once they change: %s', async (folder) => {
    await replay(await bundleOf(folder), 'happy');
    const reworded = await rewordedBundle(join(__dirname, folder), 'longer');
    await expect(replay(reworded, 'happy')).rejects.toThrow(DeterminismViolationError);
  });
});
