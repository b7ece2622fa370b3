/** One throw-away container, hardened by the adapter: nothing here can loosen it. */
export interface ContainerRun {
  /** Deterministic, so that a create whose reply was lost is harmless: `incident-prod-1-http-health-1`. */
  readonly name: string;
  /** Container names of earlier attempts, which a killed worker may have left behind. Removed first. */
  readonly replaces: readonly string[];
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Standard input, closed afterwards. */
  readonly stdin: string;
  /** Null: no network at all; else the name of an allowed network. */
  readonly network: string | null;
  /** Names and the addresses they resolve to inside the container, whatever a name server says. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** False: there is no name server inside, so only `hosts` resolves. */
  readonly nameServers: boolean;
  /** From create to exit, in milliseconds. */
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
  /** For the reaper and for people: incident, run, probe, attempt. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface ContainerExit {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** True if output beyond the cap was dropped. */
  readonly truncated: boolean;
  readonly outOfMemory: boolean;
  /** True if we ended it because its time was up. */
  readonly timedOut: boolean;
  readonly durationMs: number;
}

export interface EngineInfo {
  readonly version: string;
  readonly cpus: number;
}

/** The container engine, independent of the product. Methods throw `EngineError`. */
export interface ContainerEngine {
  /** The engine's health within 3 s. It asks for the engine's information, because `_ping` answers even on a hung engine. */
  info(): Promise<EngineInfo>;
  /** Runs to the end and always removes the container; on `signal` it is killed and removed first. */
  run(run: ContainerRun, options?: { signal?: AbortSignal | undefined }): Promise<ContainerExit>;
  /** Makes sure that the image is present; a missing one is pulled by digest. */
  ensureImage(image: string, options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /** Addresses of the engine's machine on the bridges of its containers. */
  gateways(): Promise<readonly string[]>;
  /** Removes containers past their deadline, left by a dead worker of this installation. Returns how many. */
  reap(now: Date): Promise<number>;
}
