import type { MaintenanceWindow } from '../incident/alert-groups/maintenance';
import type { AlertRules } from '../incident/alert-groups/rules';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import type { ProbeReach } from '../incident/investigation/probe-reach';
import type { IncidentRules } from '../incident/model/config-types';
import type { ConfiguredSources } from '../incident/model/investigation/source-query';
import type { ConfigProblem } from './config-error';
import type { DataSourceSettings } from './data-sources/settings';
import type { ConfigFile } from './file-schema';
import type { GatewaySettings } from './gateway-settings';
import type { NotifySettings } from './notify-settings';
import type { OnCallScheduleSettings } from './on-call-settings';
import type { Secret } from './secrets';
import type { ConnectionOptions } from './temporal-settings';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/**
 * Everything set by the environment and the configuration file; read once and frozen. Secrets are functions, so that
 * printing the config shows none.
 */
export interface Config {
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly connection: ConnectionOptions;
    /** Read again at each call if it comes from a file, because it may have been rotated; null if there is none. */
    readonly apiKey: (() => string) | null;
    /** Address of the Temporal UI, for links; null if unknown. */
    readonly uiUrl: string | null;
  };
  readonly slack: {
    readonly mode: 'on' | 'off';
    readonly token: () => string;
    readonly refreshToken: () => string;
    readonly apiUrl: string | undefined;
    /** The name of the slash command, with its slash. */
    readonly command: string;
  };
  readonly containers: {
    readonly dockerHost: string | undefined;
    readonly image: string;
    /** For probes that need more tools; null if there is none, so that those probes cannot run. */
    readonly toolsImage: string | null;
    readonly allowedNetworks: readonly string[];
    /** What runbooks call `default`: the first allowed network. */
    readonly defaultNetwork: string;
    readonly reach: ProbeReach;
    /** What runbooks may hand to a probe, by name. Read at each call; null if it has no value here. */
    readonly secrets: Readonly<Record<string, () => string | null>>;
  };
  /** What may be proposed: names of actions, `NAME` or `RUNBOOK/NAME`. */
  readonly actions: { readonly allow: readonly string[] };
  readonly rules: IncidentRules;
  readonly alertRules: AlertRules;
  readonly maintenance: readonly MaintenanceWindow[];
  readonly runbookFolders: readonly string[];
  /** Null if there is none. */
  readonly servicesFile: string | null;
  readonly reportsDir: string;
  /**
   * Number of open incidents that the worker keeps in memory; null leaves it to Temporal's SDK, which derives it from the
   * heap size.
   */
  readonly cachedIncidents: number | null;
  /** Who acts, and the operating system's user, which is always recorded. */
  readonly actor: { readonly name: string; readonly via: string };
  /** The senders of alerts, as the file has them. */
  readonly sources: ConfigFile['sources'];
  /** The dead man's switches, by name. */
  readonly heartbeats: Readonly<Record<string, HeartbeatSettings>>;
  /** The configuration file, as it is shown; null if there is none. */
  readonly file: string | null;
  /** Null for any process but the gateway and the doctor. */
  readonly gateway: GatewaySettings | null;
  /** The file of the tokens of people. */
  readonly tokensFile: string;
  /**
   * Signs and verifies who proposed and approved an action; null where there is none, so that actions are off, and for any
   * process but the gateway, a worker that runs probes, and the doctor.
   */
  readonly approvalKey: Secret | null;
  /** The services that page people outside Slack; empty for any process but the worker and the doctor. */
  readonly notify: readonly NotifySettings[];
  /** Who is on call, by name; empty for any process but the worker and the doctor. */
  readonly onCall: readonly OnCallScheduleSettings[];
  /** The names of the data sources that investigations read. */
  readonly dataSourceNames: ConfiguredSources;
  /** How to ask them; null for any process but the doctor and a worker that runs probes. */
  readonly dataSources: DataSourceSettings | null;
  /** Why the gateway or the worker would not start here. Only the doctor gets to see them: the others do not start. */
  readonly unready: Readonly<Record<Part, readonly ConfigProblem[]>>;
  /** The file in which the worker reports its health for the container's health check; null if it does not. */
  readonly healthFile: string | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/** What only some processes need. */
export type Part = 'gateway' | 'notify' | 'onCall' | 'dataSources' | 'approvals';
