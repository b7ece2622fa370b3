import { msToNumber } from '@temporalio/common/lib/time';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { RUN_OPTIONS } from '../../../src/client/temporal/run-options';
import { createWorkers, QUEUES, type WorkersOptions } from '../../../src/worker/run-workers';

jest.mock('@temporalio/worker', () => ({ Worker: { create: jest.fn(async (options: unknown) => options) } }));
/** Of the SDK, for a worker that says nothing. */
const DEFAULT_SLOTS = 100;

async function created(queues = QUEUES as readonly (typeof QUEUES)[number][]): Promise<WorkerOptions[]> {
  jest.mocked(Worker.create).mockClear();
  await createWorkers({
    queues,
    namespace: 'n',
    identity: 'i',
    response: {},
    probes: {},
    cachedIncidents: 7,
    maxConcurrentProbes: 5,
  } as never as WorkersOptions);
  return jest.mocked(Worker.create).mock.calls.map(([options]) => options);
}

it('each queue has slots of its own, so that a Slack that hangs takes none from new incidents or from probes', async () => {
  const options = await created();
  expect(options.map(({ taskQueue }) => taskQueue)).toEqual([...QUEUES]);
  const slotsOf = (queue: string) => options.find(({ taskQueue }) => taskQueue === queue)?.maxConcurrentActivityTaskExecutions;
  expect(slotsOf('incident-response')).toBeGreaterThan(DEFAULT_SLOTS);
  expect(slotsOf('incident-containers')).toBe(5);
});

it('interrupts no workflow task before Temporal has given it up, because that may end the process', async () => {
  const [response] = (await created(['incident-response'])) as readonly { isolateExecutionTimeout?: '30s' }[];
  expect(msToNumber(response?.isolateExecutionTimeout ?? '5s')).toBeGreaterThan(msToNumber(RUN_OPTIONS.workflowTaskTimeout));
});

it('serves the queues alone that it is told to', async () => {
  expect((await created(['incident-containers'])).map(({ taskQueue }) => taskQueue)).toEqual(['incident-containers']);
});
