import { createDockerEngine } from '../../../src/containers/docker-engine';
import type { ContainerRun } from '../../../src/containers/port';
import { runContainer } from '../../../src/containers/run-container';
import { sampleRun } from '../../support/sample-run';

jest.mock('../../../src/containers/run-container');

it('gives the next place to the incident that has the fewest containers, whoever came first', async () => {
  const ends: (() => void)[] = [];
  const started: string[] = [];
  jest.mocked(runContainer).mockImplementation(async (_docker, { name }: ContainerRun) => {
    started.push(name);
    await new Promise<void>((end) => ends.push(end));
    return {} as never;
  });
  const engine = createDockerEngine({ dockerHost: 'tcp://127.0.0.1:1', maxConcurrent: 2 });
  const names = ['storm-1', 'storm-2', 'storm-3', 'other-1'];
  const all = names.map((name) =>
    engine.run(sampleRun({ name, image: 'i', labels: { incident: name.split('-')[0] ?? '' }, network: null })),
  );
  for (let index = 0; index < names.length; index += 1) {
    await new Promise(setImmediate);
    ends[index]?.();
  }
  await Promise.all(all);
  expect(started).toEqual(['storm-1', 'storm-2', 'other-1', 'storm-3']);
});
