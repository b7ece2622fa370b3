import fc from 'fast-check';
import { containerSpec, DEADLINE_LABEL, INSTALLATION_LABEL, SYSTEM, SYSTEM_LABEL } from '../../../src/containers/container-spec';
import { sampleRun } from '../../support/sample-run';

const NOW = new Date('2026-01-01T10:00:00.000Z');

it('is hardened', () => {
  const specification = containerSpec(sampleRun({ network: null }), NOW, 'ours');
  expect(specification).toMatchObject({
    User: '65534:65534',
    NetworkDisabled: true,
    Tty: false,
    Entrypoint: [],
    HostConfig: {
      NetworkMode: 'none',
      AutoRemove: false,
      ReadonlyRootfs: true,
      Init: true,
      Privileged: false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      NanoCpus: 500_000_000,
      PidsLimit: 32,
      IpcMode: 'private',
      CgroupnsMode: 'private',
      LogConfig: { Type: 'none' },
    },
  });
  const { HostConfig: host } = specification;
  expect(host.Memory).toBe(host.MemorySwap);
  expect(host.Tmpfs?.['/tmp']).toBe('noexec,nosuid,nodev,size=8388608,mode=1777');
  expect(host.ShmSize).toBe(8 * 1024 * 1024);
  expect(host.Ulimits?.map(({ Name }) => Name)).toEqual(['nofile', 'core']);
});

it('cannot be loosened by whatever a probe asks for', () => {
  const anything = fc.record({
    command: fc.array(fc.string()),
    env: fc.dictionary(fc.string(), fc.string()),
    labels: fc.dictionary(fc.string(), fc.string()),
    stdin: fc.string(),
  });
  fc.assert(
    fc.property(anything, (changes) => {
      const { HostConfig: host, ...rest } = containerSpec(sampleRun({ ...changes, network: 'bridge' }), NOW, 'ours');
      expect(host).not.toHaveProperty('Binds');
      expect(host).not.toHaveProperty('Devices');
      expect(host).not.toHaveProperty('CapAdd');
      expect([host.Privileged, host.ReadonlyRootfs, host.NetworkMode, rest.User]).toEqual([false, true, 'bridge', '65534:65534']);
      expect([rest.Labels?.[SYSTEM_LABEL], rest.Labels?.[INSTALLATION_LABEL]]).toEqual([SYSTEM, 'ours']);
      expect(rest.Labels?.[DEADLINE_LABEL]).toBe(String(NOW.getTime() + 40_000));
    }),
  );
});

it('gives the engine no less memory than it takes', () => {
  expect(containerSpec(sampleRun({ memoryBytes: 1 }), NOW, 'ours').HostConfig.Memory).toBe(6 * 1024 * 1024);
});

it('has a guard of its own, a little later than the worker’s', () => {
  const { Cmd = [] } = containerSpec(sampleRun({ timeoutMs: 10_000, command: ['true'] }), NOW, 'ours');
  expect([Cmd.slice(0, 6), Cmd.slice(7)]).toEqual([
    ['timeout', '-s', 'KILL', '12', 'sh', '-c'],
    ['sh', '--', 'true'],
  ]);
  expect(containerSpec(sampleRun({ timeoutMs: 10_001, command: ['true'] }), NOW, 'ours').Cmd?.[3]).toBe('13');
});

it('pins names, and leaves a container whose name has no address without any name server', () => {
  const pinned = containerSpec(sampleRun({ hosts: { 'shop.example': ['10.0.0.1', 'fd00::1'] } }), NOW, 'ours').HostConfig;
  expect([pinned.ExtraHosts, pinned.Dns]).toEqual([['shop.example:10.0.0.1', 'shop.example:fd00::1'], undefined]);
  expect(containerSpec(sampleRun({ nameServers: false }), NOW, 'ours').HostConfig.Dns).toEqual(['127.0.0.1']);
});
