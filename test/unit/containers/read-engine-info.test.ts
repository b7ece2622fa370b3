import { lookAtEngine } from '../../../src/containers/look-at-engine';
import type { ContainerEngine } from '../../../src/containers/port';
import { type EngineAnswer, readEngineInfo } from '../../../src/containers/read-engine-info';

/** As the engines answer, without what does not matter. */
const DOCKER: EngineAnswer = {
  ServerVersion: '20.10.24',
  NCPU: 2,
  MemoryLimit: true,
  PidsLimit: true,
  CpuCfsQuota: true,
  CgroupVersion: '1',
};
const ALL = ['memory', 'processes', 'processor time'];

it.each([
  ['Docker', DOCKER, []],
  ['Docker, rootless, cgroup v1', { ...DOCKER, MemoryLimit: false, PidsLimit: false, CpuCfsQuota: false }, ALL],
  ['Docker, rootless, cgroup v2 without the controller cpu', { ...DOCKER, CgroupVersion: '2', CpuCfsQuota: false }, ['processor time']],
  ['Podman', { ...DOCKER, Rootless: false }, []],
  ['Podman, rootless, cgroup v1', { ...DOCKER, Rootless: true }, ALL],
  ['Podman, rootless, cgroup v2', { ...DOCKER, Rootless: true, CgroupVersion: '2' }, []],
  ['an engine that does not say', { ServerVersion: '1', NCPU: 4 }, []],
])('%s cannot limit %j', (_, answer, unlimited) => {
  expect(readEngineInfo(answer)).toEqual({ version: answer.ServerVersion, cpus: answer.NCPU, unlimited });
});

it('says what an engine cannot limit, and what helps', async () => {
  const engine = (unlimited: readonly string[]) => ({ info: async () => ({ version: '5', cpus: 2, unlimited }) }) as ContainerEngine;
  expect(await lookAtEngine(engine([]))).toBe('version 5');
  await expect(lookAtEngine(engine(['memory', 'processes']))).rejects.toMatchObject({
    message: "the container engine (version 5) doesn't limit a probe's memory, processes",
    hint: expect.stringContaining('cgroup v2'),
  });
});
