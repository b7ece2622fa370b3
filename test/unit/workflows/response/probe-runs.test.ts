import { ProbeRuns } from '../../../../src/workflows/response/probe-runs';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';
import { completeState } from '../../../support/sample-state';

jest.mock('../../../../src/workflows/state/now', () => ({ now: () => '2026-01-01T10:00:00Z' }));

it('gives the worker eight probes of one incident at once, so that those of others find a place', async () => {
  let running = 0;
  let most = 0;
  const call = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise(setImmediate);
    running -= 1;
    return sampleFinding(sampleProbe());
  };
  const record = { state: completeState({ findings: [] }), change: () => {} };
  const runs = new ProbeRuns(call as never, record, []);
  const node = { name: 'runProbes', activity: 'runProbe', round: 1 } as const;
  const probes = Array.from({ length: 20 }, (_, index) => sampleProbe({ key: `p${index}` }));
  await Promise.all(probes.map((probe) => runs.run(node, probe)));
  expect(most).toBe(8);
});
