import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { bundleWorkflowCode, DefaultLogger, Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { quietRuntime, workflowBundle } from '../support/workflow-env';

const FOLDER = join(__dirname, 'histories');
const NAMES = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.json`), 'utf8');

async function replay(bundle: WorkflowBundle, name: string): Promise<void> {
  const history = historyFromJSON(JSON.parse(textOf(name)));
  const workflowId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '';
  await Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);
}

beforeAll(() => {
  quietRuntime();
});

describe('incidents that older code has begun', () => {
  it('are there', () => {
    expect(NAMES.length).toBeGreaterThan(5);
  });

  it.each(NAMES)('go on with the code as it is: %s', async (name) => {
    await replay(await workflowBundle(), name);
  });

  it.each(NAMES)('can fail the gate, and tell nothing of the machine they were recorded on: %s', (name) => {
    const text = textOf(name);
    // Without these flags a replay lets two activities swap places.
    expect(text).toContain('coreUsedFlags');
    expect(text).not.toMatch(/xox[a-z]-|\d+@|\/home\/|\/root\/|\/work\/|\/tmp\//);
    expect(new Set(text.match(/"identity":"[^"]*"/g))).toEqual(new Set(['"identity":"worker"']));
    expect(text.length).toBeLessThan(250_000);
  });
});

describe('the gate', () => {
  it('fails when two steps have changed places', async () => {
    const swapped = await bundleWorkflowCode({ workflowsPath: join(__dirname, 'swapped'), logger: new DefaultLogger('ERROR') });
    await expect(replay(swapped, 'happy')).rejects.toThrow(DeterminismViolationError);
  });
});
