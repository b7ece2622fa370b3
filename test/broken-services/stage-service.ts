import { setTimeout as pause } from 'node:timers/promises';
import Docker from 'dockerode';
import { readDockerHost } from '../../src/containers/read-docker-host';
import type { ContainerCase, ServiceCase } from './read-cases';

const READY_WITHIN_MS = 90_000;
/** Exit code of a check that found the service ended. */
const ENDED = 99;
const LABEL = 'io.incident-response.broken-services';

type Addresses = Readonly<Record<string, string>>;

export interface StagedService {
  /** Container → its address; and what the case reads from its containers. */
  readonly values: Addresses;
  /** Runs scripts in the containers. @throws with the output of one that fails. */
  perform(scripts: Readonly<Record<string, string>>): Promise<void>;
  /** Ends the processes of these containers, or of all. */
  halt(names?: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

/** Starts a service's containers one after the other. @throws with the end of a container's log if it does not become ready. */
export async function stageService(
  dockerHost: string,
  service: ServiceCase,
  imageOf: (container: ContainerCase) => Promise<string>,
): Promise<StagedService> {
  const docker = new Docker(readDockerHost(dockerHost));
  const started: Record<string, Docker.Container> = {};
  const addresses: Record<string, string> = {};
  const values: Record<string, string> = {};
  const stage: StagedService = {
    values,
    perform: async (scripts) => {
      for (const [name, script] of Object.entries(scripts)) await performOne(started[name], `${service.name}/${name}`, script, addresses);
    },
    halt: async (names = Object.keys(started)) => {
      for (const one of names.flatMap((name) => started[name] ?? []))
        await execute(one, 'kill -9 -1; until [ -e /.ended ]; do sleep 0.1; done');
    },
    remove: async () => void (await Promise.all(Object.values(started).map((one) => one.remove({ force: true, v: true })))),
  };
  try {
    for (const [name, given] of Object.entries(service.containers)) {
      const one = await docker.createContainer(specification(service, given, await imageOf(given), addresses));
      started[name] = one;
      await one.start();
      addresses[name] = await addressOf(one);
      values[name] = addresses[name];
      await becomesReady(one, `${service.name}/${name}`, given.ready);
    }
    for (const step of service.setup) await stage.perform(step);
    for (const [name, { container, script }] of Object.entries(service.reads)) {
      const one = started[container];
      if (one !== undefined) values[name] = (await execute(one, script)).output;
    }
    return stage;
  } catch (error) {
    await stage.remove();
    throw error;
  }
}

function specification(service: ServiceCase, given: ContainerCase, image: string, addresses: Addresses) {
  const memory = Number.parseInt(given.memory, 10) * 1024 * 1024;
  return {
    Image: image,
    // The first process outlives the service, so that a halted service leaves its address to nobody else.
    Cmd: ['sh', '-c', 'ADDRESS=$(hostname -i) sh -c "$1" & wait; : > /.ended; exec sleep infinity', 'sh', given.start],
    Env: [...variablesOf(addresses), 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL=C'],
    Labels: { [LABEL]: service.name },
    HostConfig: { Memory: memory, MemorySwap: memory, Tmpfs: given.tmpfs, NetworkMode: 'bridge' },
  };
}

const variablesOf = (addresses: Addresses): string[] =>
  Object.entries(addresses).map(([name, address]) => `ADDRESS_${name.toUpperCase()}=${address}`);

async function addressOf(one: Docker.Container): Promise<string> {
  const { NetworkSettings: network } = await one.inspect();
  return network.Networks.bridge?.IPAddress ?? '';
}

async function becomesReady(one: Docker.Container, name: string, check: string): Promise<void> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await execute(one, `[ ! -e /.ended ] || exit ${ENDED}\n${check}`);
    if (answer.code === 0) return;
    if (answer.code === ENDED || Date.now() > giveUpAt) {
      const log = (await one.logs({ stdout: true, stderr: true, tail: 30 })) as unknown as Buffer;
      throw new Error(`${name} did not become ready.\nIts check: ${answer.output}\nIts log:\n${readable(log)}`);
    }
    await pause(100);
  }
}

async function performOne(one: Docker.Container | undefined, name: string, script: string, addresses: Addresses): Promise<void> {
  if (one === undefined) throw new Error(`${name}: there is no such container`);
  const { code, output } = await execute(one, `set -e\n${script}`, addresses);
  if (code !== 0) throw new Error(`${name}: a script failed with ${code}: ${output}\n${script}`);
}

async function execute(
  one: Docker.Container,
  script: string,
  addresses: Addresses = {},
): Promise<{ readonly code: number; readonly output: string }> {
  // What a script leaves running in the background holds its output open, so that goes to a file.
  const command = 'ADDRESS=$(hostname -i) timeout 60 sh -c "$1" > /tmp/.said 2>&1; code=$?; cat /tmp/.said; exit $code';
  const run = await one.exec({
    Cmd: ['sh', '-c', command, 'sh', script],
    Env: variablesOf(addresses),
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await run.start({});
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const { ExitCode: code } = await run.inspect();
  return { code: code ?? -1, output: readable(Buffer.concat(chunks)) };
}

/** Without the engine's frame headers: eight bytes, the last four of which are the size of what follows. */
function readable(output: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= output.length; at += 8 + output.readUInt32BE(at + 4))
    parts.push(output.subarray(at + 8, at + 8 + output.readUInt32BE(at + 4)));
  return Buffer.concat(parts).toString('utf8').trim().slice(-4_000);
}
