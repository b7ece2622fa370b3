import { setMaxListeners } from 'node:events';
import type { Reading } from '../incident/model/investigation/reading';
import type { SourceKind, SourceQuery } from '../incident/model/investigation/source-query';
import { assertNever } from '../incident/text/assert-never';
import type { DataSources, ReadContext } from './port';
import { type ReadOfService, readPerService } from './read-per-service';
import { SourceError } from './source-error';

type QueryFrom<From extends SourceQuery['from']> = Extract<SourceQuery, { readonly from: From }>;

/** Asks one configured source. @throws SourceError */
export type ReadSource<From extends SourceQuery['from']> = (
  query: QueryFrom<From>,
  context: ReadContext,
  signal: AbortSignal,
) => Promise<Reading>;

/** The configured sources of one kind by name, in the order of the configuration. */
export type Named<Source> = ReadonlyMap<string, Source>;

export interface SourceReaders {
  readonly prometheus: Named<ReadSource<'prometheus'>>;
  /** A service's metrics may be in several sources. */
  readonly metrics: ReadSource<'metrics'>;
  readonly kubernetes: Named<ReadOfService<'kubernetes'>>;
  readonly loki: Named<ReadOfService<'logs'>>;
  readonly elasticsearch: Named<ReadOfService<'logs'>>;
  readonly httpJson: Named<ReadSource<'httpJson'>>;
  readonly deployments: Named<ReadOfService<'deployments'>>;
}

/** Without any configured source. */
export const NO_READERS: SourceReaders = {
  prometheus: new Map(),
  metrics: async () => sourceNamed(new Map(), null, 'prometheus'),
  kubernetes: new Map(),
  loki: new Map(),
  elasticsearch: new Map(),
  httpJson: new Map(),
  deployments: new Map(),
};

/** All configured data sources behind one port. */
export function createDataSources(readers: SourceReaders): DataSources {
  const logs = new Map([...readers.loki, ...readers.elasticsearch]);
  return {
    // Async, so that a missing source is a rejection like any other failure.
    async read(query, context, signal) {
      // One query may make many calls at once, and each of them listens.
      setMaxListeners(0, signal);
      switch (query.from) {
        case 'prometheus':
          return sourceNamed(readers.prometheus, query.source, 'prometheus')(query, context, signal);
        case 'metrics':
          return readers.metrics(query, context, signal);
        case 'kubernetes':
          return readPerService(context, {
            isOwn: query.namespace === null,
            has: ({ kubernetes }) => kubernetes !== null,
            read: async (service) => {
              const source = sourceNamed(readers.kubernetes, query.source ?? service?.kubernetes?.source ?? null, 'kubernetes');
              return source(query, { ...context, service }, signal);
            },
          });
        case 'logs':
          return readPerService(context, {
            isOwn: query.query === null,
            has: (service) => service.logs !== null,
            read: async (service) => {
              const source = sourceNamed(logs, query.source ?? service?.logs?.source ?? null, 'loki', 'elasticsearch');
              return source(query, { ...context, service }, signal);
            },
          });
        case 'httpJson':
          return sourceNamed(readers.httpJson, query.source, 'httpJson')(query, context, signal);
        case 'deployments':
          return readPerService(context, {
            isOwn: query.project === null,
            has: (service) => service.deployments !== null,
            read: async (service) => {
              const source = sourceNamed(readers.deployments, query.source ?? service?.deployments?.source ?? null, 'deployments');
              return source(query, { ...context, service }, signal);
            },
          });
        default:
          return assertNever(query);
      }
    },
  };
}

/** The source of this name, or the first if none is named. @throws SourceError if there is none. */
export function sourceNamed<Source>(sources: Named<Source>, name: string | null, ...kinds: readonly SourceKind[]): Source {
  const [first] = sources.values();
  const source = name === null ? first : sources.get(name);
  if (source !== undefined) return source;
  const what = name === null ? `no ${kinds.join(' or ')} source is configured` : `no ${kinds.join(' or ')} source is named ${name}`;
  throw new SourceError('source_missing', what, `Add it to dataSources.${kinds[0]} in the configuration of the probe workers.`);
}
