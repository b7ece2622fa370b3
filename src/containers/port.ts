/** One throw-away container, hardened by the adapter: nothing here can loosen it. */
export interface ContainerRun {
  /** Deterministic, so that a create whose reply was lost is harmless: `incident-prod-1-http-health-1`. */
  readonly name: string;
  /** Names of earlier attempts' containers: a worker that was killed has left one behind. Removed first. */
  readonly replaces: readonly string[];
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Bytes for standard input, closed afterwards. */
  readonly stdin: string;
  /** Null: no network at all; else the name of an allow-listed network. */
  readonly network: string | null;
  /** Names and the addresses to which they resolve inside, whatever any name server says. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** False: there is no name server inside, so that nothing but `hosts` resolves. */
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
  /** Output past the cap was dropped. */
  readonly truncated: boolean;
  readonly outOfMemory: boolean;
  /** We ended it because its time was over. */
  readonly timedOut: boolean;
  readonly durationMs: number;
}

export interface EngineInfo {
  readonly version: string;
  readonly cpus: number;
}

/** The container engine's role. Methods throw `EngineError`. */
export interface ContainerEngine {
  /** Health of the engine within 3 s; `_ping` answers on a hung engine, so this asks for its information. */
  info(): Promise<EngineInfo>;
  /** Runs to the end and removes the container, whatever happens; on `signal` it is killed and removed first. */
  run(run: ContainerRun, options?: { signal?: AbortSignal | undefined }): Promise<ContainerExit>;
  /** Makes sure that the image is there; pulls by digest when it is not. */
  ensureImage(image: string, options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /** Addresses of the engine's machine on the bridges of its containers. */
  gateways(): Promise<readonly string[]>;
  /** Removes what a dead worker of this installation left: containers past their deadline. Returns how many. */
  reap(now: Date): Promise<number>;
}
