import Docker from 'dockerode';
import { ENGINE_CALLS, ENGINE_FAULTS, type EngineCall, type EngineFault } from '../support/engine-proxy';
import { describeWith } from '../support/needs';
import { FAILING_PROBE } from './fault-points';
import { inspectRoom } from './inspect-room';
import { type Slot, startSlot } from './slot';

const cases = ENGINE_CALLS.flatMap((call) => ENGINE_FAULTS.map((fault): [EngineFault, EngineCall] => [fault, call]));

describeWith(['temporal', 'engine'], 'every fault at every call to the container engine', () => {
  let slot: Slot;
  beforeAll(async () => {
    slot = await startSlot(cases.length);
    slot.startWorker();
  });
  afterAll(() => slot.stop());

  it.each(cases)('%s %s leaves one finding a probe and no container', async (fault, call) => {
    const subject = slot.newSubject();
    const nameHolds = `incident-${subject.incidentId.toLowerCase()}-${FAILING_PROBE}-`;
    const struck = slot.engineProxy.arm({ call, fault, nameHolds, kill: () => slot.crashWorker() });
    await slot.declare(subject);
    const at = await struck;
    const inspect = async (): Promise<string[]> => [
      ...(await inspectRoom(slot.stack.slack, subject)),
      ...(await leftContainers(subject.incidentId)).map((name) => `${name} is left`),
    ];
    expect(await slot.untilClean(subject, at, inspect)).toEqual([]);
  });
});

async function leftContainers(incidentId: string): Promise<string[]> {
  const docker = new Docker({ socketPath: (process.env.TEST_DOCKER_HOST ?? '').replace('unix://', '') });
  const filters = { label: [`io.incident-response.incident=${incidentId}`] };
  return (await docker.listContainers({ all: true, filters })).map(({ Names: names }) => names.join());
}
