import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createRunProbe } from '../../src/activities/run-probe';
import { createDockerEngine } from '../../src/containers/docker-engine';
import type { LookUp } from '../../src/containers/look-up-name';
import { assessFindings } from '../../src/incident/investigation/assess-findings';
import { surroundingsOf } from '../../src/incident/investigation/causes/surroundings';
import { REACH_ALL } from '../../src/incident/investigation/probe-reach';
import { selectProbes } from '../../src/incident/investigation/select-probes';
import type { Investigation } from '../../src/incident/model/finding';
import type { Incident } from '../../src/incident/model/incident';
import type { ServiceCatalog } from '../../src/incident/model/investigation/service';
import type { ProbeDefinition, Runbook } from '../../src/incident/model/runbook';
import { createDataSources } from '../../src/investigation-sources/data-sources';
import { createSourceReaders } from '../../src/investigation-sources/source-readers';
import { loadRunbooks } from '../../src/runbooks/load-runbooks';
import { sampleIncident } from '../support/sample-incident';
import { install } from './install';
import type { ServiceCase, StateCase } from './read-cases';

const RUNBOOKS = join(__dirname, '..', '..', 'runbooks');

type Values = Readonly<Record<string, string>>;

export interface Surroundings {
  readonly dockerHost: string;
  readonly image: string;
  readonly toolsImage: string;
}

/** Investigates as a worker does: the project's own runbooks, chosen for this alert, each probe in its container. */
export async function look(surroundings: Surroundings, service: ServiceCase, state: StateCase, values: Values): Promise<Investigation> {
  const { dockerHost, image, toolsImage } = surroundings;
  const runbooks = { runbooks: withSettings(await loadRunbooks([RUNBOOKS]), service, values), problem: null };
  const installed = await install(service, values);
  const services: ServiceCatalog = { services: installed.services, problem: null };
  const incident = incidentOf(service, state, values);
  const around = { services, sources: installed.dataSourceNames, hasToolsImage: true, secretNames: Object.keys(service.secrets) };
  const { probes, leftOut, scope = [] } = selectProbes(incident, runbooks, REACH_ALL, around);
  const runProbe = createRunProbe({
    engine: createDockerEngine({ dockerHost, installation: randomUUID() }),
    runbooks: async () => runbooks,
    services: async () => services,
    sources: createDataSources(createSourceReaders(installed.dataSources)),
    reach: REACH_ALL,
    lookUp: async (name) => lookedUp(service.names[name], values),
    image,
    toolsImage,
    secrets: Object.fromEntries(Object.entries(service.secrets).map(([name, value]) => [name, () => value])),
    network: 'bridge',
    now: () => new Date(),
  });
  const run = `${randomUUID().slice(-10)}-1`;
  const findings = await Promise.all(probes.map((probe) => runProbe({ incident, probe, attempt: 1, run })));
  return assessFindings(findings, leftOut, surroundingsOf(incident, scope));
}

function lookedUp(container: string | undefined, values: Values): LookUp {
  const address = container === undefined ? undefined : (values[container] ?? container);
  return address === undefined ? { outcome: 'not_found' } : { outcome: 'found', addresses: [address], tookMs: 1 };
}

function incidentOf(service: ServiceCase, state: StateCase, values: Values): Incident {
  const { title, description, labels } = state.alert;
  return sampleIncident({
    id: `CASE-${service.name}-${state.name}`.toUpperCase(),
    title,
    description,
    labels: filledIn({ ...service.labels, ...labels }, values),
    targets: service.targets.map((target) => filled(target, values)),
    links: [],
    createdAt: new Date().toISOString(),
    startedAt: new Date(Date.now() - 60_000).toISOString(),
  });
}

const filled = (text: string, values: Values): string => text.replace(/\{\{([a-z]+)\}\}/g, (_, name: string) => values[name] ?? '');
const filledIn = (texts: Values, values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(text, values)]));

function withSettings(runbooks: readonly Runbook[], { settings }: ServiceCase, values: Values): readonly Runbook[] {
  const set = (probe: ProbeDefinition): ProbeDefinition =>
    probe.runs === 'container'
      ? {
          ...probe,
          env: {
            ...probe.env,
            ...filledIn(settings[probe.id] ?? {}, values),
          },
        }
      : probe;
  return runbooks.map((runbook) => ({ ...runbook, probes: runbook.probes.map(set) }));
}
