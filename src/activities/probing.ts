import type { Finding, SelectedProbe } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import type { Service } from '../incident/model/investigation/service';

export interface RunProbeInput {
  readonly incident: Incident;
  readonly probe: SelectedProbe;
  readonly attempt: number;
  /** Distinguishes runs of the same probe, also across installations, so that each has its own container name. */
  readonly run: string;
}

/** One run of a probe, as every kind of probe needs it. */
export interface Probing extends RunProbeInput {
  readonly startedAt: string;
  /** The service that it is about; null if it is about none, or about several. */
  readonly service: Service | null;
  /** The services that it is about, nearest first. */
  readonly services: readonly Service[];
  /** The finding of a probe without a conclusive result. */
  readonly giveUp: (code: string, message: string, remedy?: string) => Finding;
  readonly signal: AbortSignal;
}
