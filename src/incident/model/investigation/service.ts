/** What a metric measures; Google's four golden signals, with availability as the complement of errors. */
export const SIGNALS = ['latency', 'errors', 'availability', 'traffic', 'saturation'] as const;
export type Signal = (typeof SIGNALS)[number];

/** A query that yields one time series of one service. */
export interface ServiceMetric {
  /** Unique within the service: `latency-p99`. */
  readonly name: string;
  readonly signal: Signal;
  /** The name of a Prometheus under `dataSources`; null for the first. */
  readonly source: string | null;
  /** PromQL, with its templates filled in. */
  readonly query: string;
  readonly unit: string | null;
}

/** A service as the services file describes it. */
export interface Service {
  /** Unique; 1 to 200 characters. */
  readonly name: string;
  readonly title: string;
  /** A person, a team or a group, as Slack users are named; null if there is none. */
  readonly owner: string | null;
  /** Names of services that it calls or needs. */
  readonly dependsOn: readonly string[];
  /** URLs and HOST:PORT that probes of this service look at. */
  readonly targets: readonly string[];
  /** An alert belongs to the service if one of these labels has one of these values. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly metrics: readonly ServiceMetric[];
  /** Values for templates of probes that look only at services which have them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly runbook: string | null;
  /** Where it runs and where its logs and deployments are, by the data sources' names. */
  readonly kubernetes: { readonly source: string | null; readonly namespace: string; readonly selector: string | null } | null;
  readonly logs: { readonly source: string | null; readonly query: string } | null;
  readonly deployments: { readonly source: string | null; readonly project: string } | null;
}

/** A service as far as people are told of it. */
export type NamedService = Pick<Service, 'name' | 'title'>;

/** The current services. */
export interface ServiceCatalog {
  readonly services: readonly Service[];
  /** What is wrong with the newest file, in which case the previous services still apply; null if nothing is wrong. */
  readonly problem: string | null;
}

/** An open incident, as far as other services are concerned. */
export interface ServiceIncident {
  readonly incidentId: string;
  /** Names of the services that it is about. */
  readonly services: readonly string[];
  /** RFC 3339, UTC. */
  readonly declaredAt: string;
}

/** An open incident of a service that another one needs, both by title. */
export interface OpenDependency {
  readonly incidentId: string;
  readonly service: string;
  readonly neededBy: string;
}

/** A service that an investigation looks at, and why. */
export interface ScopedService {
  readonly name: string;
  readonly title: string;
  readonly owner: string | null;
  readonly runbook: string | null;
  /** Only services of the same scope. */
  readonly dependsOn: readonly string[];
  /** `affected`: the alert is about it; `dependency`: an affected service needs it, directly or not. */
  readonly relation: 'affected' | 'dependency';
  /** Calls between an affected service and this one; 0 for an affected service. */
  readonly distance: number;
  /** Other incidents that are open about it, the oldest first. Absent if there are none, or they could not be listed. */
  readonly openIncidents?: readonly string[];
}

/** The services around an incident, nearest first. Empty if no service matches. */
export type ServiceScope = readonly ScopedService[];
