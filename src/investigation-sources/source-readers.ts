import type { SourceReaders } from './data-sources';
import { createDeployments, type DeploymentsSettings } from './deployments/deployments';
import { createReadHttpJson } from './http-json/read-http-json';
import { createKubernetes, type KubernetesSettings } from './kubernetes/kubernetes';
import { createElasticsearch, type ElasticsearchSettings } from './logs/elasticsearch';
import { createLoki, type LokiSettings } from './logs/loki';
import { createPrometheusClient } from './prometheus/prometheus-client';
import { createReadMetrics } from './prometheus/read-metrics';
import { createReadPrometheus } from './prometheus/read-prometheus';
import { bearerOrBasic, createSourceClient, type Secret, type SourceClient } from './source-http';

/** One source, as it is configured. */
export interface SourceSettings {
  readonly name: string;
  readonly url: string;
  /** Null if it needs none. */
  readonly secret: Secret | null;
}

export interface HttpJsonSettings extends SourceSettings {
  /** The header that carries the secret as it is, instead of Authorization. */
  readonly header?: string | undefined;
}

export interface SourcesSettings {
  readonly prometheus: readonly SourceSettings[];
  readonly httpJson: readonly HttpJsonSettings[];
  readonly kubernetes: readonly KubernetesSettings[];
  readonly loki: readonly LokiSettings[];
  readonly elasticsearch: readonly ElasticsearchSettings[];
  readonly deployments: readonly DeploymentsSettings[];
}

/** What asks each configured source. */
export function createSourceReaders({
  prometheus,
  httpJson,
  kubernetes,
  loki,
  elasticsearch,
  deployments,
}: SourcesSettings): SourceReaders {
  const clients = new Map(prometheus.map((settings) => [settings.name, createPrometheusClient(prometheusSource(settings))]));
  return {
    prometheus: new Map([...clients].map(([name, client]) => [name, createReadPrometheus(client)])),
    metrics: createReadMetrics(clients),
    httpJson: new Map(httpJson.map((settings) => [settings.name, createReadHttpJson(httpJsonSource(settings))])),
    kubernetes: new Map(kubernetes.map((settings) => [settings.name, createKubernetes(settings)])),
    loki: new Map(loki.map((settings) => [settings.name, createLoki(settings)])),
    elasticsearch: new Map(elasticsearch.map((settings) => [settings.name, createElasticsearch(settings)])),
    deployments: new Map(deployments.map((settings) => [settings.name, createDeployments(settings)])),
  };
}

export function prometheusSource({ name, url, secret }: SourceSettings): SourceClient {
  return createSourceClient({ name: `Prometheus ${name}`, url, secret, authorize: bearerOrBasic });
}

export function httpJsonSource({ name, url, secret, header }: HttpJsonSettings): SourceClient {
  const authorize = header === undefined ? bearerOrBasic : (value: string) => ({ [header]: value });
  return createSourceClient({ name, url, secret, authorize });
}
