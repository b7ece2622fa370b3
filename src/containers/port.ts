/** One throwaway container, hardened by the adapter: nothing here can loosen it. */
export interface ContainerRun {
  /** Deterministic, so that a create whose reply was lost is harmless: `incident-prod-1-http-health-1`. */
  readonly name: string;
  /** Names of containers from earlier attempts, which a killed worker may have left behind. They are removed first. */
  readonly replaces: readonly string[];
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Written to standard input, which is then closed. */
  readonly stdin: string;
  /**
   * Secrets by name. Each becomes a file in memory, whose path is in `NAME_FILE`, and is removed from the output in every
   * form in which programs print it.
   */
  readonly secrets: Readonly<Record<string, string>>;
  /** The name of an allowed network; null for no network at all. */
  readonly network: string | null;
  /** Names, and the addresses they resolve to inside the container whatever a name server says. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** If false, there is no name server inside, so only the names in `hosts` resolve. */
  readonly nameServers: boolean;
  /** From create to exit, in milliseconds. */
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
  /** Labels for the reaper and for people: incident, run, probe, attempt. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface ContainerExit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** True if output beyond the limit was dropped. */
  readonly truncated: boolean;
  readonly outOfMemory: boolean;
  /** True if it was stopped because its time was up. */
  readonly timedOut: boolean;
  readonly durationMs: number;
}

export interface EngineInfo {
  readonly version: string;
  readonly cpus: number;
  /** What it cannot limit: `memory`, `processes`, `processor time`. Empty where the sandbox is whole. */
  readonly unlimited: readonly string[];
}

/** The container engine, whichever product it is (Docker, Podman). Methods throw `EngineError`. */
export interface ContainerEngine {
  /** The engine's health within 3 s. It asks for the engine's information, because `_ping` answers even on a hung engine. */
  info(): Promise<EngineInfo>;
  /** Runs the container to completion and always removes it. On `signal` it is killed and removed before this returns. */
  run(run: ContainerRun, options?: { signal?: AbortSignal | undefined }): Promise<ContainerExit>;
  /** Makes sure that the image is present; a missing image is pulled by digest. */
  ensureImage(image: string, options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /** Addresses of the engine's host on the bridges of its containers. */
  gateways(): Promise<readonly string[]>;
  /** Removes containers past their deadline, left by a dead worker of this installation. Returns how many. */
  reap(now: Date): Promise<number>;
}

/** What became of a kept container. */
export type KeptEnd =
  /** The engine knows no such container, or no longer how it ended, so nobody can tell. */
  | { readonly how: 'gone' }
  /** It was never started. `refusal`: why the engine could not start it; null if it may not be started any more. */
  | { readonly how: 'notStarted'; readonly refusal: string | null }
  | ({ readonly how: 'ended' } & KeptExit);

export interface KeptExit extends ContainerExit {
  /** False if it ended before it was handed its first line, so that its program certainly did not begin. */
  readonly begun: boolean;
  /** True if part of its output was printed while nobody was connected. */
  readonly missedOutput: boolean;
  readonly startedAt: string;
  readonly endedAt: string;
}

export interface KeptRun extends Pick<ContainerRun, 'secrets' | 'timeoutMs' | 'labels'> {
  /** Of a container with these labels; any other one is `gone`. */
  readonly id: string;
  /** Asked right before the start. A container that was never started is left so if the answer is false. */
  readonly mayStart: () => boolean;
}

/**
 * Containers that outlive the worker: created, run and removed by separate calls, each of which may be repeated after a crash.
 * Their programs run at most once. Methods throw `EngineError`.
 */
export interface KeptContainers {
  /** Which engine this is; the same after it was restarted. */
  engine(): Promise<string>;
  /** Creates the container without starting it, or finds the one that an earlier call made. Returns its id. */
  create(run: ContainerRun): Promise<string>;
  /**
   * Starts a container that was never started, connects to one that runs, and reads the end of one that has ended. On `signal`
   * it disconnects, and the container goes on.
   */
  runOnce(run: KeptRun, options?: { signal?: AbortSignal | undefined }): Promise<KeptEnd>;
  /** Removes a container unless it runs. */
  remove(id: string): Promise<void>;
}
