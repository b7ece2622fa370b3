import type { ProbeReach } from '../../investigation/probe-reach';
import type { Surroundings } from '../../investigation/select-probes';
import type { RunbookSet } from '../../model/runbook';

/** What actions may be about and what they may use, by the files and the configuration of the worker that would run them. */
export interface ActionSurroundings extends Surroundings {
  readonly runbooks: RunbookSet;
  readonly reach: ProbeReach;
  /** Names of the actions that are on: `NAME`, or `RUNBOOK/NAME`. */
  readonly allowed: readonly string[];
}
