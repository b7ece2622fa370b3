import type { Service } from '../model/investigation/service';
import type { ConfiguredSources, SourceKind, SourceQuery } from '../model/investigation/source-query';
import { type ContainerProbe, type SourceProbe, TOOLS_IMAGE } from '../model/runbook';
import { assertNever } from '../text/assert-never';
import { templatesOf } from './queries/fill-query';
import { isVariable, templatesIn, templateValues } from './queries/templates';

/** The kinds of sources that can answer each kind of query. */
const KINDS: Readonly<Record<SourceQuery['from'], readonly SourceKind[]>> = {
  prometheus: ['prometheus'],
  metrics: ['prometheus'],
  kubernetes: ['kubernetes'],
  logs: ['loki', 'elasticsearch'],
  httpJson: ['httpJson'],
  deployments: ['deployments'],
};

/** The kinds of sources that can answer a query, and the names of those that are configured. */
export function sourcesFor(
  { from }: SourceQuery,
  sources: ConfiguredSources,
): { readonly kinds: readonly SourceKind[]; readonly names: readonly string[] } {
  const kinds = KINDS[from];
  return { kinds, names: kinds.flatMap((kind) => sources[kind]) };
}

/** Why no configured data source can answer a probe's query; null if one can. */
export function whyNoSource({ query, title, id }: SourceProbe, sources: ConfiguredSources): string | null {
  const { kinds, names } = sourcesFor(query, sources);
  if (names.length === 0) return `probes that ask ${kinds.join(' or ')}: no such source is configured under dataSources`;
  const named = query.from === 'metrics' ? null : query.source;
  // Which source a template means differs from service to service.
  return named === null || templatesIn(named).length > 0 || names.includes(named)
    ? null
    : `${title} (${id}): dataSources has no ${kinds.join(' or ')} source named ${named}`;
}

/** The same sentence for every probe, so that it is said once. */
export function whyNoImage({ image }: ContainerProbe, hasToolsImage: boolean): string | null {
  if (image !== TOOLS_IMAGE || hasToolsImage) return null;
  return 'probes that need the tools image: it is not configured (build it with deploy/probe-image/build.sh, then set toolsImage)';
}

/** Whether a secret that is allowed has a value, only the probe worker knows. */
export function whyNoSecret({ secrets }: ContainerProbe, secretNames: readonly string[]): string | null {
  const lacking = secrets.find((name) => !secretNames.includes(name));
  return lacking === undefined ? null : `probes that need the secret ${lacking}: probeSecrets of the configuration does not name it`;
}

/** Whether a query is meant only for the services that have the variables which it uses. */
export const isForSome = (query: SourceQuery): boolean => templatesOf(query).some(isVariable);

/** Whether the services file says enough of a service for a query about it. */
export const knowsEnough = (query: SourceQuery, service: Service): boolean => whatLacks(query, service) === null;

/** The key of the services file that a query about a service needs and the service has not; null if it has all of them. */
export function whatLacks(query: SourceQuery, service: Service): string | null {
  if (!hasPlace(query, service)) return query.from;
  const lacking = templatesOf(query).find((name) => name.startsWith('service.') && !isFilled(name, service));
  if (lacking === undefined) return null;
  const key = lacking.slice('service.'.length);
  return key === 'namespace' ? 'kubernetes' : key;
}

function isFilled(name: string, service: Service): boolean {
  return templateValues(name, { incident: null, target: null, service }).length > 0;
}

/** Whether the service has what the query takes from it, rather than naming it itself. */
function hasPlace(query: SourceQuery, { metrics, kubernetes, logs, deployments }: Service): boolean {
  switch (query.from) {
    case 'metrics':
      return metrics.length > 0;
    case 'kubernetes':
      return query.namespace !== null || kubernetes !== null;
    case 'logs':
      return query.query !== null || logs !== null;
    case 'deployments':
      return query.project !== null || deployments !== null;
    case 'prometheus':
    case 'httpJson':
      return true;
    default:
      return assertNever(query);
  }
}
