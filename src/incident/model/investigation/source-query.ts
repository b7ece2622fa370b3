import type { FindingStatus } from '../finding';
import type { CauseKind } from './cause-kind';
import type { Signal } from './service';

/** What is asked of Kubernetes. */
export const KUBERNETES_CHECKS = ['pods', 'restarts', 'oomKills', 'events', 'rollouts', 'nodes', 'autoscalers'] as const;
export type KubernetesCheck = (typeof KUBERNETES_CHECKS)[number];

/** The kinds of data sources that can be configured. */
export const SOURCE_KINDS = ['prometheus', 'kubernetes', 'loki', 'elasticsearch', 'httpJson', 'deployments'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** The names of the configured data sources, in their order. */
export type ConfiguredSources = Readonly<Record<SourceKind, readonly string[]>>;

export const PROMETHEUS_READS = ['instant', 'compare', 'range'] as const;
export type PrometheusRead = (typeof PROMETHEUS_READS)[number];

/**
 * What a declarative probe asks of a configured data source. Nothing foreign is executed for it. `source` is the source's name
 * under `dataSources`; null means the first of its kind. Texts may contain templates, which are filled in by the rules of the
 * source's language.
 */
export type SourceQuery =
  | {
      readonly from: 'prometheus';
      readonly source: string | null;
      readonly query: string;
      /** `instant`: now and at the start of the trouble; `compare`: also an hour, a day and a week before; `range`: around the trouble, against its own history. */
      readonly read: PrometheusRead;
      /** For `range`: what the metric measures, which says whether more or less is worse. */
      readonly signal: Signal;
      readonly unit: string | null;
      /** For `range`: how much history, in milliseconds. */
      readonly historyMs: number;
      readonly stepMs: number;
    }
  | { readonly from: 'metrics'; readonly historyMs: number; readonly stepMs: number }
  | {
      readonly from: 'kubernetes';
      readonly source: string | null;
      readonly check: KubernetesCheck;
      /** Null: the service's own. */
      readonly namespace: string | null;
      readonly selector: string | null;
    }
  | {
      readonly from: 'logs';
      readonly source: string | null;
      /** LogQL or Lucene, as the source understands; null: the service's own. */
      readonly query: string | null;
      readonly windowMs: number;
    }
  | {
      readonly from: 'httpJson';
      readonly source: string | null;
      /** Added to the source's address. */
      readonly path: string;
      /** Field → JSONPath. */
      readonly fields: Readonly<Record<string, string>>;
    }
  | {
      readonly from: 'deployments';
      readonly source: string | null;
      /** Null: the service's own. */
      readonly project: string | null;
      readonly withinMs: number;
    };

export const ORDERINGS = ['>', '>=', '<', '<='] as const;
export const EQUALITIES = ['=', '!='] as const;

/** What a field of a reading must be. */
export type Expectation =
  | { readonly is: (typeof ORDERINGS)[number]; readonly than: number }
  | { readonly is: (typeof EQUALITIES)[number]; readonly than: number | string }
  | { readonly is: 'present' | 'missing' };

/** The first outcome whose conditions all hold decides the finding. */
export interface Outcome {
  /** Field of the reading → what it must be; empty: always. */
  readonly when: Readonly<Record<string, Expectation>>;
  readonly status: FindingStatus;
  /** With `{{field}}` for values of the reading. */
  readonly message: string;
  readonly link: string | null;
  readonly cause: CauseKind | null;
  readonly recommend: readonly string[];
}
