import type { Config } from '../../../config';
import type { Finding, ProbeSelection, SelectedProbe } from '../../../incident/model/finding';
import type { Incident } from '../../../incident/model/incident';
import type { Runbook } from '../../../incident/model/runbook';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';

export interface KnownRunbooks {
  /** Names of the runbooks in this machine's configuration. */
  readonly runbookNames: (config: Config) => Promise<readonly string[]>;
}
export interface SelectableRunbooks extends KnownRunbooks {
  /**
   * What these runbooks would run for an incident, what they would skip, and why. The worker decides by its own
   * configuration.
   */
  readonly selectProbes: (config: Config, incident: Incident) => Promise<ProbeSelection>;
}

export interface ProbeTools extends SelectableRunbooks {
  readonly runbooks: (config: Config) => Promise<readonly Runbook[]>;
  /** Runs one probe as the probe worker would, on this machine. */
  readonly runProbe: (config: Config, incident: Incident, probe: SelectedProbe) => Promise<Finding>;
}

/** @throws InvalidInputError naming the first unknown runbook. */
export function refuseUnknownRunbooks(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidInputError('--runbook', `${shown(unknown)} is not a runbook`, known.join(', '));
}
