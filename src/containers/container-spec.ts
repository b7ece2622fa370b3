import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import { type Ending, handOver, SECRETS_BYTES, SECRETS_FOLDER } from './hand-over';
import type { ContainerRun } from './port';

/** The user `nobody` by number, so the image needs no entry for it. */
const NOBODY = 65_534;
const SCRATCH_BYTES = 8 * 1024 * 1024;
const MIN_MEMORY_BYTES = 6 * 1024 * 1024;
/**
 * The container's own safeguard waits this much longer than the worker, so that a live worker always stops the container
 * first.
 */
export const GUARD_SLACK_MS = 2_000;
/** A container older than its time limit plus this belongs to a dead worker; the clocks of the machines differ by less. */
const DEADLINE_SLACK_MS = 30_000;

const LABEL = 'io.incident-response.';
export const SYSTEM_LABEL = `${LABEL}system`;
export const SYSTEM = 'incident-probe';
/** Containers of actions: what became of one must be read before it is removed, however long no worker runs. */
export const KEPT_SYSTEM = 'incident-action';
const KEEP_MS = 7 * 86_400_000;
/** The installation that the container belongs to: several may share an engine. */
export const INSTALLATION_LABEL = `${LABEL}installation`;
/** How the installation of a command begins that runs probes itself. */
export const BY_HAND = 'by-hand';
/** Milliseconds since 1970. After this time the reaper may remove the container. */
export const DEADLINE_LABEL = `${LABEL}deadline`;

/** The library's types lag behind the engine's API here. */
type Specification = ContainerCreateOptions & { readonly HostConfig: HostConfig & { readonly CgroupnsMode: 'private' } };

/** What a container is for. */
interface Purpose {
  readonly system: string;
  readonly ending: Ending;
  /** How long it may be there after its time limit. */
  readonly slackMs: number;
}
const PROBE: Purpose = { system: SYSTEM, ending: 'becomes', slackMs: DEADLINE_SLACK_MS };
export const KEPT: Purpose = { system: KEPT_SYSTEM, ending: 'tells', slackMs: KEEP_MS };

/** The engine's specification of a container. Everything is fixed here; nothing in `run` can loosen it. */
export function containerSpec(run: ContainerRun, now: Date, installation: string, purpose: Purpose = PROBE): Specification {
  const { command, env } = handOver(run, purpose.ending);
  const hasSecrets = Object.keys(run.secrets).length > 0;
  const memory = Math.max(run.memoryBytes, MIN_MEMORY_BYTES);
  return {
    Image: run.image,
    Entrypoint: [],
    Cmd: guarded(command, run.timeoutMs),
    User: `${NOBODY}:${NOBODY}`,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: labelsOf(run, now, installation, purpose),
    WorkingDir: '/tmp',
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
    NetworkDisabled: run.network === null,
    HostConfig: {
      NetworkMode: run.network ?? 'none',
      ExtraHosts: Object.entries(run.hosts).flatMap(([name, addresses]) => addresses.map((address) => `${name}:${address}`)),
      // No name server listens there inside the container.
      ...(run.nameServers ? {} : { Dns: ['127.0.0.1'] }),
      // With AutoRemove the engine forgets the exit code and the out-of-memory flag along with the container.
      AutoRemove: false,
      ReadonlyRootfs: true,
      Init: true,
      Privileged: false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Memory: memory,
      MemorySwap: memory,
      NanoCpus: Math.round(run.cpus * 1e9),
      PidsLimit: run.pids,
      Ulimits: [
        { Name: 'nofile', Soft: 256, Hard: 256 },
        { Name: 'core', Soft: 0, Hard: 0 },
      ],
      IpcMode: 'private',
      CgroupnsMode: 'private',
      LogConfig: { Type: 'none', Config: {} },
      // The only writable places, besides shared memory.
      Tmpfs: {
        '/tmp': scratch(SCRATCH_BYTES),
        ...(hasSecrets ? { [SECRETS_FOLDER]: scratch(SECRETS_BYTES) } : {}),
        // Podman would make it writable, and let programs run from there.
        '/var/tmp': 'ro,noexec,nosuid,nodev,size=4096',
      },
      ShmSize: SCRATCH_BYTES,
    },
  };
}

/** Writable by all, because Podman knows no owner of a tmpfs; the container has one user alone. */
const scratch = (bytes: number): string => `noexec,nosuid,nodev,size=${bytes},mode=1777`;

/** The last safeguard if the worker is dead. `timeout` of busybox and of coreutils both take whole seconds. */
function guarded(command: readonly string[], timeoutMs: number): string[] {
  return ['timeout', '-s', 'KILL', String(Math.ceil((timeoutMs + GUARD_SLACK_MS) / 1000)), ...command];
}

function labelsOf(run: ContainerRun, now: Date, installation: string, { system, slackMs }: Purpose): Record<string, string> {
  const deadline = now.getTime() + run.timeoutMs + slackMs;
  return { ...ownLabels(run), [SYSTEM_LABEL]: system, [INSTALLATION_LABEL]: installation, [DEADLINE_LABEL]: String(deadline) };
}

/** The labels that the run itself gives. */
export function ownLabels({ labels }: Pick<ContainerRun, 'labels'>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [`${LABEL}${name}`, value]));
}
