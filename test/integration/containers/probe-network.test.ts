import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import { lookAtNetworks } from '../../../src/containers/look-at-network';
import type { ContainerEngine } from '../../../src/containers/port';
import { describeWith } from '../../support/needs';
import { sampleRun } from '../../support/sample-run';

const SCRIPT = join(__dirname, '..', '..', '..', 'deploy', 'probe-network.sh');
const has = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
// It changes the rules of the machine on which the engine runs: only root may, and only here.
const isPossible = process.getuid?.() === 0 && has('iptables', '-w', '-S', 'DOCKER-USER') && has('docker', '--version');
const describeScript = isPossible
  ? describeWith
  : (_: unknown, name: string) => describe.skip(`${name} (skipped: needs root, iptables, docker)`, () => it.todo('runs'));

describeScript(['engine'], 'deploy/probe-network.sh', () => {
  const mark = randomUUID().slice(0, 6);
  const network = `incident-test-${mark}`;
  const image = process.env.INCIDENT_PROBE_IMAGE ?? '';
  const script = (...args: string[]): string =>
    execFileSync('sh', [SCRIPT, ...args], {
      encoding: 'utf8',
      env: { ...process.env, DOCKER_HOST: process.env.TEST_DOCKER_HOST, PROBE_NETWORK: network, PROBE_BRIDGE: `inc-${mark}` },
    });
  const rules = () =>
    execFileSync('iptables', ['-w', '-S'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(`inc-${mark}`));
  let engine: ContainerEngine;
  let host: Server;
  beforeAll(async () => {
    engine = createDockerEngine({ dockerHost: process.env.TEST_DOCKER_HOST, allowedNetworks: [network], installation: mark });
    host = createServer((_, response) => response.end('the machine itself')).listen(0, '0.0.0.0');
    await once(host, 'listening');
  });
  afterAll(() => {
    host.close();
    script('--remove');
    expect(rules()).toEqual([]);
  });

  it('closes the network against the machine, adding each rule once', async () => {
    expect(script()).toContain(`probeNetworks: [${network}]`);
    const before = rules();
    script();
    expect(rules()).toEqual(before);
    const { port } = host.address() as AddressInfo;
    const text = `gateway=$(ip route | sed -n 's/^default via \\([^ ]*\\).*/\\1/p'); echo "$gateway"; timeout 5 nc $gateway ${port} -e true 2>&1 || echo closed`;
    const { stdout } = await engine.run(sampleRun({ name: `incident-test-${mark}`, image, command: ['sh', '-c', text], network }));
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\.\d+\n(?:.*refused.*\n)?closed\n$/);
    expect(await lookAtNetworks(engine, image, [network])).toContain('cannot reach a metadata service');
  });
});
