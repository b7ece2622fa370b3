import type { Config } from '../config';
import type { Service } from '../incident/model/investigation/service';
import type { SourceKind } from '../incident/model/investigation/source-query';

type ServicesConfig = Pick<Config, 'file' | 'dataSourceNames'>;

/**
 * How many services there are, and whether the data sources that they name are configured: otherwise probes of these services
 * would be unknown during an incident. Another configuration may hold for the probe workers, so it is not a failure.
 * @throws Error with a line for each source that is not.
 */
export function lookAtServices(services: readonly Service[], { file, dataSourceNames }: ServicesConfig): string {
  const problems = services.flatMap((service) =>
    sourcesOf(service).flatMap(({ at, source, kinds }) => {
      const names = kinds.flatMap((kind) => dataSourceNames[kind]);
      if (source === null || names.includes(source)) return [];
      return [
        `${service.name}: ${at}: no ${kinds.join(' or ')} source is named ${source} (allowed: ${names.join(', ') || 'none is configured'})`,
      ];
    }),
  );
  if (problems.length === 0) return `${services.length}: ${services.map(({ name }) => name).join(', ')}`;
  const hint = `Correct the services file, or add the source to dataSources in ${file ?? 'incident.config.yaml'}. Until then, the findings of probes that ask it are "unknown".`;
  throw Object.assign(new Error([...new Set(problems)].join('\n')), { hint });
}

interface NamedSource {
  readonly at: string;
  readonly source: string | null;
  readonly kinds: readonly SourceKind[];
}

function sourcesOf({ metrics, kubernetes, logs, deployments }: Service): readonly NamedSource[] {
  return [
    ...metrics.map(({ name, source }) => ({ at: `metric ${name}`, source, kinds: ['prometheus'] as const })),
    { at: 'kubernetes.source', source: kubernetes?.source ?? null, kinds: ['kubernetes'] },
    { at: 'logs.source', source: logs?.source ?? null, kinds: ['loki', 'elasticsearch'] },
    { at: 'deployments.source', source: deployments?.source ?? null, kinds: ['deployments'] },
  ];
}
