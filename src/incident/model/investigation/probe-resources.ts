/** Limits of the container, in addition to hardening that no runbook can loosen. */
export interface ProbeResources {
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
}
