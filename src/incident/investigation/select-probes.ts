import { valuesOf } from '../alerts/labels';
import type { ProbeSelection, SelectedProbe } from '../model/finding';
import type { Incident } from '../model/incident';
import type { Service, ServiceCatalog, ServiceScope } from '../model/investigation/service';
import type { Condition, ProbeDefinition, Runbook, RunbookSet } from '../model/runbook';
import { cleanLine } from '../text/clean-text';
import { type ProbeReach, tellOutOfReach, whyOutOfReach } from './probe-reach';
import { matchServices, serviceAt } from './services/match-services';
import { scopeOf } from './services/scope';
import { fits, readTarget, subjectOf, type Target } from './target';

/** Further containers would add little and keep everyone waiting. */
export const MAX_PROBES = 24;
const MAX_SLUG = 48;
const MAX_PROBLEM = 300;
const NO_SERVICES: ServiceCatalog = { services: [], problem: null };

/** A target, and the service that is at it; undefined if no service of the scope is. */
type SubjectTarget = Target & { readonly service: string | undefined };

/** The requested names that no runbook has. */
export function unknownRunbooks(names: readonly string[], runbooks: readonly Runbook[]): readonly string[] {
  return names.filter((name) => !runbooks.some(({ id }) => id === name));
}

/**
 * Chooses what to run: the requested runbooks, else those whose conditions match. Each probe runs once per target that suits
 * it and that probes may reach, as far as that is known without looking its name up. Everything skipped is explained in a
 * sentence.
 */
export function selectProbes(
  incident: Incident,
  { runbooks, problem }: RunbookSet,
  reach: ProbeReach,
  catalog: ServiceCatalog = NO_SERVICES,
): ProbeSelection {
  const leftOut = [...outdated('runbooks', problem), ...outdated('services', catalog.problem)];
  const scope = scopeOf(matchServices(incident, catalog.services), catalog.services);
  const targets = readTargets(incident, servicesIn(scope, catalog), reach, leftOut);
  const chosen = chooseRunbooks(incident, runbooks, targets, leftOut);
  const probes = chosen.flatMap((runbook) => runbook.probes.flatMap((probe) => selectOne(runbook, probe, targets, leftOut)));
  const kept = cut(uniqueKeys(probes), leftOut);
  return { probes: kept, runbooks: chosen.map(({ id }) => id), leftOut, ...(scope.length === 0 ? {} : { scope }) };
}

function outdated(what: string, problem: string | null): string[] {
  if (problem === null) return [];
  return [`the newest ${what}, which cannot be used (the previous ones were used instead): ${cleanLine(problem, MAX_PROBLEM)}`];
}

function servicesIn(scope: ServiceScope, { services }: ServiceCatalog): readonly Service[] {
  return scope.flatMap(({ name }) => services.find((service) => service.name === name) ?? []);
}

/** What the incident names, then what the services are known to be at, nearest first. */
function readTargets(incident: Incident, services: readonly Service[], reach: ProbeReach, leftOut: string[]): readonly SubjectTarget[] {
  const named = incident.targets.map((text) => ({ text, service: serviceAt(text, services) }));
  const known = services.flatMap(({ name, targets }) => targets.map((text) => ({ text, service: name })));
  if (named.length + known.length === 0) leftOut.push('probes that need a target: no target is known');
  return [...named, ...known].flatMap(({ text, service }) => {
    const target = readTarget(text);
    const refused = target === null ? null : whyOutOfReach(target.host, reach);
    if (target === null) leftOut.push(`target ${text.slice(0, 100)}: not a URL, a host or HOST:PORT`);
    if (refused !== null) leftOut.push(`target ${text.slice(0, 100)}: ${tellOutOfReach(refused)}`);
    return target === null || refused !== null ? [] : { ...target, service };
  });
}

function chooseRunbooks(
  incident: Incident,
  runbooks: readonly Runbook[],
  targets: readonly SubjectTarget[],
  leftOut: string[],
): readonly Runbook[] {
  if (incident.runbooks.length > 0) {
    for (const name of unknownRunbooks(incident.runbooks, runbooks)) leftOut.push(`runbook ${name}: no such runbook`);
    return runbooks.filter(({ id }) => incident.runbooks.includes(id));
  }
  return runbooks.filter((runbook) => {
    const misses = runbook.when.map((condition) => whyNot(condition, incident, targets));
    if (misses.length === 0 || misses.includes(null)) return true;
    leftOut.push(`runbook ${runbook.id}: ${misses.join(', ')}`);
    return false;
  });
}

/** Why a condition does not hold, or null if it does. */
function whyNot({ severity, labels = {}, requires = [] }: Condition, incident: Incident, targets: readonly SubjectTarget[]): string | null {
  if (severity !== undefined && !severity.includes(incident.severity)) {
    return `severity ${incident.severity} is not ${severity.join(' or ')}`;
  }
  for (const [label, wanted] of Object.entries(labels)) {
    const value = Object.hasOwn(incident.labels, label) ? incident.labels[label] : undefined;
    if (value === undefined) return `no label ${label}`;
    if (wanted !== '*' && !valuesOf(value).includes(wanted)) return `label ${label} is not ${wanted}`;
  }
  const missing = requires.find((kind) => !targets.some((target) => fits(target, kind)));
  return missing === undefined ? null : `no target is ${KIND_WORDS[missing]}`;
}

function selectOne(
  runbook: Runbook,
  probe: ProbeDefinition,
  targets: readonly SubjectTarget[],
  leftOut: string[],
): readonly SelectedProbe[] {
  if (probe.targets === 'none') return [describe(runbook, probe, null)];
  const subjects = new Map<string | null, string | undefined>();
  for (const target of targets.filter((target) => suits(probe, target))) {
    const subject = subjectOf(target, probe.targets);
    subjects.set(subject, subjects.get(subject) ?? target.service);
  }
  if (subjects.size === 0 && targets.length > 0) leftOut.push(`${probe.title} (${probe.id}): no target ${wantedBy(probe)}`);
  return [...subjects].map(([subject, service]) => describe(runbook, probe, subject, service));
}

function suits(probe: ProbeDefinition, target: Target): boolean {
  if (!fits(target, probe.targets)) return false;
  const { onlyPorts, exceptPorts } = probe;
  if (onlyPorts !== undefined && (target.port === null || !onlyPorts.includes(target.port))) return false;
  return exceptPorts === undefined || target.port === null || !exceptPorts.includes(target.port);
}

const KIND_WORDS: Readonly<Record<ProbeDefinition['targets'], string>> = {
  none: 'needed',
  url: 'a URL',
  https: 'an https URL',
  host: 'a host',
  name: 'a host name',
  hostport: 'HOST:PORT',
};

function wantedBy({ targets, onlyPorts, exceptPorts }: ProbeDefinition): string {
  const filtered = onlyPorts !== undefined || exceptPorts !== undefined;
  return filtered ? 'uses a port that this probe checks' : `is ${KIND_WORDS[targets]}`;
}

function describe(runbook: Runbook, probe: ProbeDefinition, target: string | null, service?: string): SelectedProbe {
  const { id, title, aspect, kind, component, weight, timeoutMs, control, network } = probe;
  const key = target === null ? id : `${id}:${slug(target)}`;
  const about = { title, aspect, kind, component, weight, target, timeoutMs, control, network: network !== null };
  return { key, runbook: runbook.id, probe: id, ...about, ...(service === undefined ? {} : { service }) };
}

function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, MAX_SLUG).replace(/-+$/, '') || 'target';
}

/** Targets may share a slug. Later ones get a number: the first that no other key has. */
function uniqueKeys(probes: readonly SelectedProbe[]): readonly SelectedProbe[] {
  const natural = new Set(probes.map(({ key }) => key));
  const taken = new Set<string>();
  return probes.map((probe) => {
    let key = probe.key;
    for (let number = 2; taken.has(key) || (key !== probe.key && natural.has(key)); number += 1) key = `${probe.key}-${number}`;
    taken.add(key);
    return { ...probe, key };
  });
}

/** Keeps control probes first, then those with the highest weights, in the order in which they were chosen. */
function cut(probes: readonly SelectedProbe[], leftOut: string[]): readonly SelectedProbe[] {
  if (probes.length <= MAX_PROBES) return probes;
  const rank = (probe: SelectedProbe): number => (probe.control ? 10 : probe.weight);
  const kept = new Set([...probes].sort((a, b) => rank(b) - rank(a)).slice(0, MAX_PROBES));
  const names = probes.filter((probe) => !kept.has(probe)).map(({ key }) => key);
  leftOut.push(
    `${names.length} ${names.length === 1 ? 'probe' : 'probes'} beyond the limit of ${MAX_PROBES}: ${names.slice(0, 10).join(', ')}${names.length > 10 ? '…' : ''}`,
  );
  return probes.filter((probe) => kept.has(probe));
}
