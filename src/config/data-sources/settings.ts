import { entryPlace } from '../../checked-yaml/place';
import type { ConfiguredSources, SourceKind } from '../../incident/model/investigation/source-query';
import type { ConfigProblem } from '../config-error';
import { neededSecret } from '../notify-settings';
import { readSecret, type Secret } from '../secrets';
import type { DataSourcesFile } from './schema';

type WithSecret<Entry> = Entry extends unknown ? Omit<Entry, 'secret' | 'inCluster'> & { readonly secret: Secret | null } : never;

/** A cluster, whether the worker is in it or not. */
export type KubernetesSettings = Pick<WithSecret<DataSourcesFile['kubernetes'][number]>, 'name' | 'secret'> & {
  readonly url: string;
  readonly caFile: string | null;
};

/** The data sources of each kind, with their secrets; null for a source that needs none. */
export type DataSourceSettings = {
  readonly [Kind in Exclude<SourceKind, 'kubernetes'>]: readonly WithSecret<DataSourcesFile[Kind][number]>[];
} & { readonly kubernetes: readonly KubernetesSettings[] };

/** Where Kubernetes puts the service account of a pod. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The names of all sources. */
export function sourceNames(file: DataSourcesFile): ConfiguredSources {
  const names = (kind: SourceKind): readonly string[] => file[kind].map(({ name }) => name);
  return {
    prometheus: names('prometheus'),
    kubernetes: names('kubernetes'),
    loki: names('loki'),
    elasticsearch: names('elasticsearch'),
    httpJson: names('httpJson'),
    deployments: names('deployments'),
  };
}

/** What only the workers near the sources need: how to ask them, with the secrets. */
export function readDataSources(env: NodeJS.ProcessEnv, file: DataSourcesFile, problems: ConfigProblem[]): DataSourceSettings {
  const secretOf = (
    kind: SourceKind,
    index: number,
    entry: { readonly name: string; readonly secret?: string | undefined },
  ): Secret | null =>
    entry.secret === undefined ? null : neededSecret(env, entry.secret, `${placeOf(kind, index, entry.name)}.secret`, problems);
  const all = <Entry extends { readonly name: string; readonly secret?: string | undefined }>(
    kind: SourceKind,
    entries: readonly Entry[],
  ) => entries.map((entry, index) => ({ ...entry, secret: secretOf(kind, index, entry) }));
  return {
    prometheus: all('prometheus', file.prometheus),
    loki: all('loki', file.loki),
    elasticsearch: all('elasticsearch', file.elasticsearch),
    httpJson: all('httpJson', file.httpJson),
    deployments: all('deployments', file.deployments) as DataSourceSettings['deployments'],
    kubernetes: file.kubernetes.map((entry, index) => {
      const { name, url, caFile = null } = entry;
      if (url === undefined) return ownCluster(name, env, `${placeOf('kubernetes', index, name)}.inCluster`, problems);
      return { name, url, caFile, secret: secretOf('kubernetes', index, entry) };
    }),
  };
}

const placeOf = (kind: SourceKind, index: number, name: string): string => `dataSources.${kind}.${entryPlace(index, name)}`;

/** Kubernetes rotates the token, so it is read from its file. */
function ownCluster(name: string, env: NodeJS.ProcessEnv, path: string, problems: ConfigProblem[]): KubernetesSettings {
  const found: ConfigProblem[] = [];
  const secret = readSecret({ TOKEN_FILE: `${SERVICE_ACCOUNT}/token` }, 'TOKEN', found) ?? null;
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  if (found.length > 0 || host === undefined) {
    const why = found[0] === undefined ? 'KUBERNETES_SERVICE_HOST is not set' : `its token: ${found[0].problem}`;
    problems.push({
      path,
      problem: `this process has no service account of a pod (${why})`,
      allowed: 'inCluster only in a pod; url elsewhere',
    });
  }
  const address = host?.includes(':') ? `[${host}]` : (host ?? 'kubernetes.default.svc');
  return { name, url: `https://${address}:${port}`, caFile: `${SERVICE_ACCOUNT}/ca.crt`, secret };
}
