import { hostname } from 'node:os';
import Docker from 'dockerode';
import { readDockerHost } from '../../../src/containers/read-docker-host';
import { startFailingService } from '../../../src/demo/failing-service';
import { describeWith } from '../../support/needs';

describeWith(['engine'], 'the demo’s failing service', () => {
  const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
  const image = process.env.INCIDENT_PROBE_IMAGE ?? '';
  const docker = new Docker(readDockerHost(dockerHost === '' ? 'unix:///nowhere' : dockerHost));
  const OURS = `${hostname()}/${process.pid}`;
  const shops = async (owner: string) => {
    const found = await docker.listContainers({ all: true, filters: { label: [`io.incident-response.demo-owner=${owner}`] } });
    return found.map(({ Id }) => Id);
  };

  it('is one for each of two demos on an engine, and each removes its own', async () => {
    const [first, second] = await Promise.all([startFailingService(dockerHost, image), startFailingService(dockerHost, image)]);
    expect(first.healthUrl).not.toBe(second.healthUrl);
    await first.stop();
    expect(await shops(OURS)).toHaveLength(2);
    await second.stop();
    expect(await shops(OURS)).toEqual([]);
  });

  it('takes away what a demo that was killed has left', async () => {
    const owner = `${hostname()}/999999999`;
    const Labels = { 'io.incident-response.demo': 'shop', 'io.incident-response.demo-owner': owner };
    await docker.createContainer({ Image: image, Cmd: ['true'], Labels });
    const service = await startFailingService(dockerHost, image);
    expect(await shops(owner)).toEqual([]);
    await service.stop();
  });
});
