import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Ulimit } from 'dockerode';
import { containerSpec } from '../src/containers/container-spec';
import type { ContainerRun } from '../src/containers/port';

/** With everything that the product does to a container, or with nothing but the script and its environment. */
export type Sandbox = 'same' | 'none';

/** `docker run --rm` of the same container; resolves when the command has ended. @throws if the container or its verdict failed */
export async function dockerRun(dockerHost: string, run: ContainerRun, sandbox: Sandbox): Promise<void> {
  const rest = sandbox === 'same' ? inSandbox(run) : ['--entrypoint', '', ...environment(run), run.image, ...run.command];
  const child = spawn('docker', ['--host', dockerHost, 'run', '--rm', '--interactive', ...rest], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.end(run.stdin);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || !output.includes('"status":"ok"')) throw new Error(`docker run of ${run.name} ended with ${code}: ${output.trim()}`);
}

/** The product's own specification, as flags. A disabled network is not among them: only the engine's interface knows it. */
function inSandbox(run: ContainerRun): string[] {
  const { Image, Cmd, User, WorkingDir, Labels = {}, HostConfig } = containerSpec(run, new Date(), 'bench');
  const { Memory, MemorySwap, NanoCpus = 0, PidsLimit, ShmSize, Tmpfs, ExtraHosts = [], Dns = [], IpcMode, CgroupnsMode } = HostConfig;
  return [
    ...['--entrypoint', '', `--user=${User}`, `--workdir=${WorkingDir}`, `--network=${HostConfig.NetworkMode}`],
    ...['--read-only', '--init', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--log-driver=none'],
    ...[`--memory=${Memory}`, `--memory-swap=${MemorySwap}`, `--cpus=${NanoCpus / 1e9}`, `--pids-limit=${PidsLimit}`],
    ...[`--shm-size=${ShmSize}`, `--ipc=${IpcMode}`, `--cgroupns=${CgroupnsMode}`],
    ...((HostConfig.Ulimits ?? []) as Ulimit[]).map(({ Name, Soft, Hard }) => `--ulimit=${Name}=${Soft}:${Hard}`),
    ...Object.entries((Tmpfs ?? {}) as Record<string, string>).map(([path, how]) => `--tmpfs=${path}:${how}`),
    ...ExtraHosts.map((entry: string) => `--add-host=${entry}`),
    ...Dns.map((address) => `--dns=${address}`),
    ...Object.entries(Labels).map(([name, value]) => `--label=${name}=${value}`),
    ...environment(run),
    Image ?? '',
    ...(Cmd ?? []),
  ];
}

const environment = ({ env }: ContainerRun): string[] => Object.entries(env).map(([name, value]) => `--env=${name}=${value}`);
