import type { Command } from 'commander';
import { type Config, loadConfig } from '../../../config';
import { declaredIn, isAllowed } from '../../../incident/actions/steps/resolve-action';
import { whyNoImage, whyNoSecret, whyNoSource } from '../../../incident/investigation/probe-settings';
import { KIND_WORDS } from '../../../incident/investigation/select-probes';
import type { Finding, ProbeSelection, SelectedProbe } from '../../../incident/model/finding';
import type { Incident } from '../../../incident/model/incident';
import type { ProbeDefinition, Runbook } from '../../../incident/model/runbook';
import { SEVERITIES } from '../../../incident/model/severity';
import { FINDING_MARKS } from '../../../incident/model/status-marks';
import { formatDuration } from '../../../incident/text/durations';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { reasonOf } from '../../../incident/war-room/verdict';
import { ServiceUnreachableError } from '../../temporal/errors';
import { draftOf } from '../kit/draft-incident';
import type { ProbeTools } from '../kit/known-runbooks';
import { collect, readPairs, readSeverityWord } from '../kit/values';
import type { ListedRunbooks } from '../outputs/tried-output';
import { asFlag, readEventFile } from '../start/start-options';
import { print, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { table } from '../terminal/table';
import { addVerb, type Flags, JSON_FLAG, textOf } from './verb';

/** Adds the verbs that try runbooks without an incident. */
export function addProbeVerbs(program: Command, tools: ProbeTools): void {
  withIncidentFlags(
    addVerb(program, 'runbooks', 'list the runbooks; with an alert, target, label or severity: what would run, and what not and why'),
  )
    .option(...JSON_FLAG)
    .action((flags: Flags) => runbooks(flags, tools));
  withIncidentFlags(addVerb(program, 'probe', 'run one probe from this machine; starts no incident'))
    .argument('<runbook>', 'id of the runbook')
    .argument('<probe>', 'id of the probe')
    .option(...JSON_FLAG)
    .action((runbook: string, probe: string, flags: Flags) => probeOnce(runbook, probe, flags, tools));
}

function withIncidentFlags(verb: Command): Command {
  return verb
    .option('--event <file>', 'the alert of the incident, as JSON; - for standard input')
    .option('--target <url or host:port>', 'what the probes check; repeatable', collect)
    .option('--label <key=value>', 'label that conditions and services can match; repeatable', collect)
    .option('--severity <level>', `${SEVERITIES.join('|')}; default: from the event, else medium`);
}

async function runbooks(flags: Flags, tools: ProbeTools): Promise<void> {
  const config = loadConfig({ purpose: 'client' });
  const all = await tools.runbooks(config);
  const asked = ['event', 'target', 'label', 'severity'].some((name) => flags[name] !== undefined);
  const selection = asked ? await tools.selectProbes(config, await incidentOf(flags, config)) : null;
  if (flags.json) return printJson('runbooks', asJson(all, selection, config));
  const paint = paintFor(process.stdout);
  const rows = all.map(({ id, title, probes }) => [
    id,
    String(probes.length),
    ...(selection === null ? [] : [runsOf(id, selection)]),
    title,
  ]);
  for (const line of table(['runbook', 'probes', ...(selection === null ? [] : ['would run']), 'title'], rows, { paint })) print(line);
  for (const { runbook, definition } of declaredIn(all)) {
    const isOn = isAllowed({ runbook, definition }, config.actions.allow);
    const line = `action ${runbook.id}/${definition.name}: ${definition.title}, ${isOn ? 'on' : 'off: add it to actions.allow'}`;
    print(isOn ? line : paint('dim', line));
  }
  for (const { key, title, target } of selection?.probes ?? []) print(`  ${key}: ${title}${target === null ? '' : ` (${target})`}`);
  for (const why of selection?.leftOut ?? []) print(paint('dim', `skipped: ${why}`));
}

function runsOf(id: string, { probes }: ProbeSelection): string {
  const count = probes.filter(({ runbook }) => runbook === id).length;
  return count === 0 ? 'no' : `${count} ${count === 1 ? 'probe' : 'probes'}`;
}

function asJson(all: readonly Runbook[], selection: ProbeSelection | null, { actions: { allow } }: Config): ListedRunbooks {
  const listed = all.map((runbook) => ({
    id: runbook.id,
    title: runbook.title,
    when: runbook.when,
    probes: runbook.probes.map(({ id, title, aspect, kind, component, targets }) => ({ id, title, aspect, kind, component, targets })),
    actions: declaredIn([runbook]).map((one) => {
      const { name, title, effect, targets, parameters } = one.definition;
      return { name, title, effect, targets, parameters, on: isAllowed(one, allow) };
    }),
    ...(selection === null ? {} : { matches: selection.runbooks.includes(runbook.id) }),
  }));
  if (selection === null) return { runbooks: listed };
  const probes = selection.probes.map(({ key, runbook, title, target, service }) => ({
    key,
    runbook,
    title,
    target,
    service: service ?? null,
  }));
  return { runbooks: listed, probes, left_out: selection.leftOut };
}

async function probeOnce(runbookId: string, probeId: string, flags: Flags, tools: ProbeTools): Promise<void> {
  const config = loadConfig({ purpose: 'probes' });
  const definition = definitionOf(runbookId, probeId, await tools.runbooks(config), config.runbookFolders);
  const incident = { ...(await incidentOf(flags, config)), runbooks: [runbookId] };
  const { probes, leftOut } = await tools.selectProbes(config, incident);
  const chosen = probes.filter(({ probe }) => probe === probeId);
  if (chosen.length === 0) throw notSelected(definition, config, leftOut, flags);
  const findings: Finding[] = [];
  for (const probe of chosen) {
    const finding = await tools.runProbe(config, incident, probe).catch((error: unknown) => {
      throw withoutEngine(error, findings.length);
    });
    findings.push(finding);
    if (!flags.json) for (const line of findingLines(finding, probe)) print(line);
  }
  if (flags.json) printJson('probe', findings);
}

/** Says of an engine that does not answer what was done without it. */
function withoutEngine(error: unknown, done: number): unknown {
  const { code, message, hint } = error as Partial<Error> & { readonly code?: unknown; readonly hint?: string };
  if (code !== 'engine_unreachable') return error;
  const ran = done === 0 ? 'Nothing was run.' : `Only the first ${done} ran.`;
  return new ServiceUnreachableError(message ?? '', { hint: hint === undefined ? ran : `${ran} ${hint}` });
}

/** @throws InvalidInputError for a name that is not known. */
function definitionOf(runbookId: string, probeId: string, all: readonly Runbook[], folders: readonly string[]): ProbeDefinition {
  const runbook = all.find(({ id }) => id === runbookId);
  if (runbook === undefined)
    throw new InvalidInputError(
      'RUNBOOK',
      `${shown(runbookId)} is not a runbook of ${folders.join(', ')}`,
      all.map(({ id }) => id).join(', '),
    );
  const probe = runbook.probes.find(({ id }) => id === probeId);
  if (probe !== undefined) return probe;
  const known = runbook.probes.map(({ id }) => id).join(', ');
  throw new InvalidInputError('PROBE', `${shown(probeId)} is not a probe of ${runbookId}`, known);
}

/** Blames what is missing: a setting of the configuration, or else what the probe is to look at. */
function notSelected(probe: ProbeDefinition, config: Config, leftOut: readonly string[], flags: Flags): InvalidInputError {
  const { id, targets } = probe;
  const lacks = (field: string, problem: string, why: readonly string[], allowed?: string): InvalidInputError =>
    new InvalidInputError(field, problem, allowed, { hint: ['Nothing was run.', ...why.map((one) => `Skipped: ${one}.`)].join(' ') });
  if (probe.runs === 'source') {
    const noSource = whyNoSource(probe, config.dataSourceNames);
    if (noSource !== null) return lacks('dataSources', `${id} has no data source to ask`, [noSource]);
  } else {
    const noImage = whyNoImage(probe, config.containers.toolsImage !== null);
    if (noImage !== null) return lacks('toolsImage', `${id} has no image to run in`, [noImage]);
    const noSecret = whyNoSecret(probe, Object.keys(config.containers.secrets));
    if (noSecret !== null) return lacks('probeSecrets', `${id} lacks a secret`, [noSecret]);
  }
  const skipped = leftOut.length === 0 ? [] : [leftOut.join('; ')];
  if (targets !== 'service' && targets !== 'services') return lacks('--target', noTarget(id, flags), skipped, wantedTarget(probe));
  if (config.servicesFile === null) return lacks('services', `${id} looks at services, and no services file is configured`, []);
  return lacks('--label', `gives ${id} no service to look at`, skipped, 'a label of a service that the probe can look at');
}

function noTarget(id: string, { target, event }: Flags): string {
  if (target !== undefined) return `gives ${id} nothing to look at`;
  return event === undefined ? `is missing: ${id} needs something to look at` : `is missing: the event gives ${id} nothing to look at`;
}

function wantedTarget({ targets, onlyPorts, exceptPorts }: ProbeDefinition): string {
  const only = onlyPorts === undefined ? '' : `, on port ${onlyPorts.join(' or ')}`;
  return `${KIND_WORDS[targets]}${only}${exceptPorts === undefined ? '' : `, not on port ${exceptPorts.join(' or ')}`}`;
}

async function incidentOf(flags: Flags, config: Config): Promise<Incident> {
  const file = textOf(flags, 'event');
  const labels = flags.label as readonly string[] | undefined;
  const severity = textOf(flags, 'severity');
  const request = {
    ...(file === undefined ? { title: 'Trying probes' } : { event: await readEventFile(file, undefined, undefined) }),
    ...(labels === undefined ? {} : { labels: readPairs(labels, '--label') }),
    ...(flags.target === undefined ? {} : { targets: flags.target as readonly string[] }),
    ...(severity === undefined ? {} : { severity: readSeverityWord(severity, '--severity') }),
  };
  try {
    return draftOf({ ...request, actor: config.actor.name, via: config.actor.via }, config.rules);
  } catch (error) {
    throw asFlag(error, { target: '--target', labels: '--label', event: '--event', body: '--event' });
  }
}

/** The finding as a person reads it. */
function findingLines(
  { status, summary, evidence, recommendations, durationMs, link, facts = [] }: Finding,
  { title, target }: SelectedProbe,
): string[] {
  const paint = paintFor(process.stdout);
  const name = target === null ? title : `${title} (${target})`;
  return [
    `${FINDING_MARKS[status]} ${paint('bold', status)} ${name}: ${reasonOf({ summary })} ${paint('dim', `(${formatDuration(durationMs)})`)}`,
    ...evidence.map((line) => `    ${line}`),
    ...facts.map((fact) => paint('dim', `    ${fact.kind}${'cause' in fact ? ` ${fact.cause}` : ''}: ${fact.text}`)),
    ...recommendations.map((text) => `  → ${text}`),
    ...(link === undefined ? [] : [`  ${link}`]),
  ];
}
