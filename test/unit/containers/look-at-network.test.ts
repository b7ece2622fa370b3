import { EngineError } from '../../../src/containers/errors';
import { lookAtNetworks } from '../../../src/containers/look-at-network';
import type { ContainerEngine, ContainerRun } from '../../../src/containers/port';

const seeing = (stdout: string) => {
  const runs: ContainerRun[] = [];
  const run = async (asked: ContainerRun) => {
    runs.push(asked);
    return { exitCode: 0, stdout, stderr: '', truncated: false, outOfMemory: false, timedOut: false, durationMs: 1 };
  };
  return { runs, look: () => lookAtNetworks({ run } as unknown as ContainerEngine, 'image', ['probes']) };
};

it('says that a container reaches a metadata service, and what closes it', async () => {
  await expect(seeing('reached\n').look()).rejects.toMatchObject({
    message: expect.stringContaining('169.254.169.254'),
    hint: expect.stringContaining('deploy/probe-network.sh'),
  });
});

it('says that none answers, or that it cannot tell', async () => {
  const { runs, look } = seeing('closed\n');
  expect(await look()).toContain('cannot reach a metadata service');
  expect(runs[0]).toMatchObject({ network: 'probes', nameServers: false });
  await expect(seeing('').look()).rejects.toMatchObject({
    message: expect.stringContaining("couldn't determine"),
    hint: expect.stringContaining('can run sh, timeout and nc'),
  });
});

it('looks at every network, and says of one that is missing what to do', async () => {
  const run = async ({ network }: ContainerRun) => {
    if (network === 'prod-net') throw new EngineError('engine_refused', 'network prod-net not found', { retryable: false });
    return { exitCode: 0, stdout: 'closed\n', stderr: '', truncated: false, outOfMemory: false, timedOut: false, durationMs: 1 };
  };
  await expect(lookAtNetworks({ run } as unknown as ContainerEngine, 'image', ['bridge', 'prod-net'])).rejects.toMatchObject({
    message: expect.stringMatching(
      /^a container on network "bridge" cannot reach .*\ncouldn't run a container on network "prod-net": .*not found$/,
    ),
    hint: expect.stringMatching(/Create network "prod-net" .* or change probeNetworks/),
  });
});
