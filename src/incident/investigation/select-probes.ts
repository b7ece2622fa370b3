import { valuesOf } from '../alerts/labels';
import type { ProbeSelection, SelectedProbe } from '../model/finding';
import type { Incident } from '../model/incident';
import type { Service, ServiceCatalog, ServiceScope } from '../model/investigation/service';
import type { ConfiguredSources } from '../model/investigation/source-query';
import type { TargetKind } from '../model/investigation/target-kind';
import type { Condition, ProbeDefinition, Runbook, RunbookSet } from '../model/runbook';
import { cleanLine } from '../text/clean-text';
import { limitProbes, slug } from './limit-probes';
import { type ProbeReach, tellOutOfReach, whyOutOfReach } from './probe-reach';
import { isForSome, knowsEnough, whatLacks, whyNoImage, whyNoSecret, whyNoSource } from './probe-settings';
import { matchServices, serviceAt } from './services/match-services';
import { scopeOf } from './services/scope';

import { fits, readTarget, subjectOf, type Target } from './target';

const MAX_PROBLEM = 300;

/** A target, and the service that is at it; undefined if no service of the scope is. */
type SubjectTarget = Target & { readonly service: string | undefined };

/** What probes may be about, besides the incident's targets. */
export interface Surroundings {
  readonly services: ServiceCatalog;
  readonly sources: ConfiguredSources;
  /** Whether the configuration names a tools image. */
  readonly hasToolsImage: boolean;
  /** The names of the secrets that the configuration allows for probes. */
  readonly secretNames: readonly string[];
}

export const NO_SOURCES: ConfiguredSources = { prometheus: [], kubernetes: [], loki: [], elasticsearch: [], httpJson: [], deployments: [] };
const NO_SURROUNDINGS: Surroundings = {
  services: { services: [], problem: null },
  sources: NO_SOURCES,
  hasToolsImage: false,
  secretNames: [],
};

/** The requested names that no runbook has. */
export function unknownRunbooks(names: readonly string[], runbooks: readonly Runbook[]): readonly string[] {
  return names.filter((name) => !runbooks.some(({ id }) => id === name));
}

/**
 * Chooses what to run: the requested runbooks, else those whose conditions match. Each probe runs once per target that suits
 * it and that probes may reach, as far as that is known without looking its name up, or once per service. Everything skipped
 * is explained in a sentence.
 */
export function selectProbes(
  incident: Incident,
  { runbooks, problem }: RunbookSet,
  reach: ProbeReach,
  { services: catalog, sources, hasToolsImage, secretNames }: Surroundings = NO_SURROUNDINGS,
): ProbeSelection {
  const leftOut = [...outdated('runbooks', problem), ...outdated('services', catalog.problem)];
  const scope = scopeOf(matchServices(incident, catalog.services), catalog.services);
  const services = servicesIn(scope, catalog);
  const subjects: Subjects = { targets: readTargets(incident, services, reach, leftOut), services, sources, hasToolsImage, secretNames };
  const chosen = chooseRunbooks(incident, runbooks, subjects, leftOut);
  const probes = chosen.flatMap((runbook) =>
    runbook.probes.flatMap((probe) => selectOne(runbook, probe, subjects, leftOut).map((selected) => ({ selected, runs: probe.runs }))),
  );
  return {
    probes: limitProbes(
      probes,
      services.map(({ name }) => name),
      leftOut,
    ),
    runbooks: chosen.map(({ id }) => id),
    leftOut: [...new Set(leftOut)],
    ...(scope.length === 0 ? {} : { scope }),
  };
}

/** What the probes of one incident can be about. */
interface Subjects {
  readonly targets: readonly SubjectTarget[];
  /** Nearest first. */
  readonly services: readonly Service[];
  readonly sources: ConfiguredSources;
  readonly hasToolsImage: boolean;
  readonly secretNames: readonly string[];
}

function outdated(what: string, problem: string | null): string[] {
  if (problem === null) return [];
  return [`the newest ${what}, which cannot be used (the previous ones were used instead): ${cleanLine(problem, MAX_PROBLEM)}`];
}

/** The services of a scope, nearest first. */
export function servicesIn(scope: ServiceScope, { services }: ServiceCatalog): readonly Service[] {
  return scope.flatMap(({ name }) => services.find((service) => service.name === name) ?? []);
}

/** What the incident names, then what the services are known to be at, nearest first. */
export function readTargets(
  incident: Incident,
  services: readonly Service[],
  reach: ProbeReach,
  leftOut: string[],
): readonly SubjectTarget[] {
  const named = incident.targets.map((text) => ({ text, service: serviceAt(text, services) }));
  const known = services.flatMap(({ name, targets }) => targets.map((text) => ({ text, service: name })));
  if (named.length + known.length === 0) leftOut.push('probes that need a target: no target is known');
  const { length } = incident.targets;
  if (incident.hasMoreTargets === true) leftOut.push(`targets beyond the first ${length}: an investigation takes no more from one alert`);
  return [...named, ...known].flatMap(({ text, service }) => {
    const target = readTarget(text);
    const refused = target === null ? null : whyOutOfReach(target.host, reach);
    if (target === null) leftOut.push(`target ${text.slice(0, 100)}: not a URL, a host or HOST:PORT`);
    if (refused !== null) leftOut.push(`target ${text.slice(0, 100)}: ${tellOutOfReach(refused)}`);
    return target === null || refused !== null ? [] : { ...target, service };
  });
}

function chooseRunbooks(incident: Incident, runbooks: readonly Runbook[], subjects: Subjects, leftOut: string[]): readonly Runbook[] {
  if (incident.runbooks.length > 0) {
    for (const name of unknownRunbooks(incident.runbooks, runbooks)) leftOut.push(`runbook ${name}: no such runbook`);
    return runbooks.filter(({ id }) => incident.runbooks.includes(id));
  }
  return runbooks.filter((runbook) => {
    const misses = runbook.when.map((condition) => whyNot(condition, incident, subjects));
    if (misses.length === 0 || misses.includes(null)) return true;
    leftOut.push(`runbook ${runbook.id}: ${misses.join(', ')}`);
    return false;
  });
}

/** Why a condition does not hold, or null if it does. */
function whyNot({ severity, labels = {}, requires = [] }: Condition, incident: Incident, subjects: Subjects): string | null {
  if (severity !== undefined && !severity.includes(incident.severity)) {
    return `severity ${incident.severity} is not ${severity.join(' or ')}`;
  }
  for (const [label, wanted] of Object.entries(labels)) {
    const value = Object.hasOwn(incident.labels, label) ? incident.labels[label] : undefined;
    if (value === undefined) return `no label ${label}`;
    if (wanted !== '*' && !valuesOf(value).includes(wanted)) return `label ${label} is not ${wanted}`;
  }
  const missing = requires.find((kind) => !has(subjects, kind));
  if (missing === undefined) return null;
  return isServiceKind(missing) ? NO_SERVICE : `no target is ${KIND_WORDS[missing]}`;
}

const NO_SERVICE = 'no service of the services file matches';
const isServiceKind = (kind: TargetKind): boolean => kind === 'service' || kind === 'services';

function has({ targets, services }: Subjects, kind: TargetKind): boolean {
  return isServiceKind(kind) ? services.length > 0 : targets.some((target) => fits(target, kind));
}

function selectOne(runbook: Runbook, probe: ProbeDefinition, subjects: Subjects, leftOut: string[]): readonly SelectedProbe[] {
  // Nothing is missing where it is meant for other services.
  if (probe.runs === 'source' && isForSome(probe.query) && !subjects.services.some((service) => knowsEnough(probe.query, service)))
    return [];
  const lacks = probe.runs === 'source' ? whyNoSource(probe, subjects.sources) : whyNoImage(probe, subjects.hasToolsImage);
  if (lacks !== null) {
    leftOut.push(lacks);
    return [];
  }
  if (probe.targets === 'none') return [describe(runbook, probe, {})];
  if (isServiceKind(probe.targets)) return selectForServices(runbook, probe, subjects.services, leftOut);
  const { targets } = subjects;
  const found = new Map<string | null, string | undefined>();
  for (const target of targets.filter((target) => suits(probe, target))) {
    const subject = subjectOf(target, probe.targets);
    found.set(subject, found.get(subject) ?? target.service);
  }
  if (found.size === 0 && targets.length > 0) leftOut.push(`${probe.title} (${probe.id}): no target ${wantedBy(probe)}`);
  const lacksSecret = found.size === 0 || probe.runs === 'source' ? null : whyNoSecret(probe, subjects.secretNames);
  if (lacksSecret !== null) {
    leftOut.push(lacksSecret);
    return [];
  }
  return [...found].map(([target, service]) => describe(runbook, probe, service === undefined ? { target } : { target, service }));
}

function selectForServices(
  runbook: Runbook,
  probe: ProbeDefinition,
  services: readonly Service[],
  leftOut: string[],
): readonly SelectedProbe[] {
  if (services.length === 0) leftOut.push(`probes that need a service: ${NO_SERVICE}`);
  const lacking = new Map<string, string[]>();
  const names = services.flatMap((service) => {
    const key = probe.runs === 'container' ? null : whatLacks(probe.query, service);
    if (key === null) return [service.name];
    lacking.set(key, [...(lacking.get(key) ?? []), service.name]);
    return [];
  });
  if (!(probe.runs === 'source' && isForSome(probe.query)))
    for (const [key, those] of lacking)
      leftOut.push(`${probe.title} (${probe.id}): the services file lacks the key ${key} of ${those.join(', ')}`);
  if (probe.targets === 'service') return names.map((service) => describe(runbook, probe, { service }));
  return names.length === 0 ? [] : [describe(runbook, probe, { services: names })];
}

function suits(probe: ProbeDefinition, target: Target): boolean {
  if (!fits(target, probe.targets)) return false;
  const { onlyPorts, exceptPorts } = probe;
  if (onlyPorts !== undefined && (target.port === null || !onlyPorts.includes(target.port))) return false;
  return exceptPorts === undefined || target.port === null || !exceptPorts.includes(target.port);
}

/** What a probe looks at. */
export const KIND_WORDS: Readonly<Record<TargetKind, string>> = {
  none: 'needed',
  url: 'a URL',
  https: 'an https URL',
  host: 'a host',
  name: 'a host name',
  hostport: 'HOST:PORT',
  service: 'a service',
  services: 'a service',
};

function wantedBy({ targets, onlyPorts, exceptPorts }: ProbeDefinition): string {
  const filtered = onlyPorts !== undefined || exceptPorts !== undefined;
  return filtered ? 'uses a port that this probe checks' : `is ${KIND_WORDS[targets]}`;
}

function describe(
  runbook: Runbook,
  probe: ProbeDefinition,
  subject: Pick<SelectedProbe, 'service' | 'services'> & { readonly target?: string | null },
): SelectedProbe {
  const { id, title, aspect, kind, component, weight, timeoutMs } = probe;
  const { target = null, ...services } = subject;
  const of = target ?? subject.service;
  const key = of === undefined ? id : `${id}:${slug(of)}`;
  const inContainer = probe.runs === 'container' ? { control: probe.control, network: probe.network !== null } : SOURCE_PROBE;
  return { key, runbook: runbook.id, probe: id, title, aspect, kind, component, weight, target, timeoutMs, ...inContainer, ...services };
}

/** It runs in the worker, so that a container without a network says nothing about it. */
const SOURCE_PROBE = { control: false, network: false, asksSource: true } as const;
