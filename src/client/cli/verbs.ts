import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { loadConfig } from '../../config';
import { buildReport } from '../../incident/build-report';
import { cleanLine } from '../../incident/clean-text';
import type { CommandName } from '../../incident/commands';
import { InvalidInputError } from '../../incident/errors';
import { readIncidentId } from '../../incident/incident-id';
import { renderMermaid } from '../../incident/mermaid';
import { parseEventText } from '../../incident/parse-events';
import { isStepName, STEPS, type StepName } from '../../incident/plan';
import { renderReportMarkdown } from '../../incident/report-markdown';
import { isSeverity, SEVERITIES, type Severity } from '../../incident/severity';
import type { IncidentState } from '../../incident/state';
import type { CommandInput } from '../../workflows/messages';
import { RESPONSE_PLAN } from '../../workflows/plan';
import { connectIncidentClient } from '../connect';
import { follow } from '../follow';
import type { IncidentClient } from '../incident-client';
import { listIncidents } from '../list-incidents';
import type { Reading } from '../read-state';
import { EXIT, Exit } from './exit';
import { createLive } from './live';
import { reportLines } from './show-report';
import { table } from './table';
import { readDuration, readInput } from './values';

type Flags = Record<string, string | boolean | undefined>;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const note = (line: string): void => void process.stderr.write(`${line}\n`);
const printJson = (value: unknown): void => print(JSON.stringify(value));

async function connected<Result>(
  work: (incidents: IncidentClient, config: ReturnType<typeof loadConfig>) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig({ purpose: 'client' });
  const { incidents, close } = await connectIncidentClient(config);
  try {
    return await work(incidents, config);
  } finally {
    await close();
  }
}

const idOf = (raw: string): string => readIncidentId(raw, 'incident id');

/** Adds the verbs that only look. */
export function addReadingVerbs(program: Command): void {
  program
    .command('list')
    .description('open incidents, newest first')
    .option('--all', 'closed ones too')
    .option('--blocked', 'only those with a blocked step')
    .option('--status <status>')
    .option('--severity <level>')
    .option('--since <duration>', 'such as 7d')
    .option('--limit <n>', 'at most so many rows (default: 50)')
    .option('--json')
    .action((flags: Flags) => list(flags));
  program
    .command('show')
    .description('one incident')
    .argument('<id>')
    .option('--json')
    .action((id: string, flags: Flags) => show(id, flags));
  program
    .command('timeline')
    .description('what happened, in order')
    .argument('<id>')
    .option('--json')
    .action((id: string, flags: Flags) => timeline(id, flags));
  program
    .command('watch')
    .description('follows it until it is closed')
    .argument('<id>')
    .option('--json')
    .action((id: string, flags: Flags) => watch(id, flags));
  program
    .command('report')
    .description('the response report')
    .argument('<id>')
    .option('--format <format>', 'md|json (default: md)')
    .option('--out <file>')
    .option('--json')
    .action((id: string, flags: Flags) => report(id, flags));
  program
    .command('plan')
    .description('the step graph')
    .option('--format <format>', 'json|mermaid (default: mermaid)')
    .option('--json')
    .action((flags: Flags) => plan(flags));
  program
    .command('parse')
    .description('reads an alert, starts nothing')
    .argument('<file>', '- for standard input')
    .option('--source <name>')
    .option('--json')
    .action((file: string, flags: Flags) => parseAlert(file, flags));
}

/** Adds the verbs that change an incident. */
export function addChangingVerbs(program: Command): void {
  const verb = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .argument('<id>')
      .option('--as <user>', 'who acts')
      .option('--request-id <id>', 'a repeat acts once')
      .option('--json');
  verb('ack', 'takes the incident').action((id: string, flags: Flags) => send('acknowledge', id, {}, flags));
  verb('note', 'puts a note on the timeline and in the room')
    .argument('<text>')
    .action((id: string, text: string, flags: Flags) => send('addNote', id, { text }, flags));
  verb('severity', 'changes the severity')
    .argument('<level>', SEVERITIES.join('|'))
    .action((id: string, level: string, flags: Flags) => send('changeSeverity', id, { severity: severityOf(level) }, flags));
  verb('resolve', 'the incident is over')
    .option('--note <text>')
    .action((id: string, flags: Flags) => send('resolve', id, flags.note === undefined ? {} : { note: String(flags.note) }, flags));
  verb('cancel', 'it was a false alarm')
    .requiredOption('--reason <text>')
    .action((id: string, flags: Flags) => send('cancel', id, { reason: String(flags.reason) }, flags));
  verb('retry-step', 'runs a blocked step again')
    .argument('<step>')
    .action((id: string, step: string, flags: Flags) => send('retryStep', id, { step: stepOf(step) }, flags));
  verb('skip-step', 'gives a blocked step up')
    .argument('<step>')
    .requiredOption('--reason <text>')
    .action((id: string, step: string, flags: Flags) => send('skipStep', id, { step: stepOf(step), reason: String(flags.reason) }, flags));
}

async function send<Name extends CommandName>(name: Name, rawId: string, payload: object, flags: Flags): Promise<void> {
  const id = idOf(rawId);
  await connected(async (incidents, { actor }) => {
    const base = {
      actor: String(flags.as ?? actor.name),
      via: actor.via,
      ...(flags.requestId === undefined ? {} : { requestId: String(flags.requestId) }),
    };
    const sent = await incidents.command(name, id, { ...base, ...payload } as CommandInput<Name>);
    if (flags.json) printJson({ incident_id: id, ...sent });
    else if (!sent.applied) print('accepted, applies when a worker returns');
    else print(sent.repeated ? `already done under this request id; ${id} is ${sent.status}` : `done; ${id} is ${sent.status}`);
  });
}

async function list(flags: Flags): Promise<void> {
  const limit = flags.limit === undefined ? undefined : Number(flags.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0 && limit <= 10_000))
    throw new InvalidInputError('--limit', `${JSON.stringify(flags.limit)} is no number of rows`, '1 to 10000');
  const since = flags.since === undefined ? undefined : new Date(Date.now() - readDuration(String(flags.since), '--since'));
  const filter = {
    all: flags.all === true,
    blocked: flags.blocked === true,
    ...(flags.status === undefined ? {} : { status: String(flags.status) }),
    ...(flags.severity === undefined ? {} : { severity: String(flags.severity) }),
    ...(since === undefined ? {} : { since }),
    ...(limit === undefined ? {} : { limit }),
  };
  await connected(async (incidents) => {
    const rows = await listIncidents(incidents.options.client, incidents.options.address, filter);
    if (flags.json) return printJson(rows);
    if (rows.length === 0) return print('no incidents');
    const cells = rows.map((row) => [
      row.incident_id,
      row.severity ?? '',
      row.status ?? '',
      row.started_at.slice(0, 16).replace('T', ' '),
      row.channel === null ? '' : `#${row.channel}`,
      row.blocked_step ?? '',
    ]);
    for (const line of table(['incident', 'severity', 'status', 'started (UTC)', 'room', 'blocked'], cells)) print(line);
  });
}

/** The state, or what the server knows without a worker, said so. */
async function stateOf(incidents: IncidentClient, id: string, json: boolean): Promise<IncidentState | null> {
  const reading = await incidents.read(id);
  if (reading.state !== null) return reading.state;
  const message = 'no worker answers; this is what the server itself knows';
  if (json) printJson({ incident_id: id, status: reading.status, started_at: reading.startedAt, source: 'server', message });
  else print(`${id}  ${reading.status}  started ${reading.startedAt}\n${message}`);
  return null;
}

async function show(rawId: string, flags: Flags): Promise<void> {
  await connected(async (incidents) => {
    const state = await stateOf(incidents, idOf(rawId), flags.json === true);
    if (state === null) return;
    const report = buildReport(state, RESPONSE_PLAN);
    if (flags.json) return printJson(report);
    for (const line of reportLines(report)) print(line);
    const rows = report.steps.map(({ name, status, attempts, durationMs }) => [
      name,
      status,
      String(attempts),
      durationMs === null ? '' : `${durationMs} ms`,
    ]);
    for (const line of ['', ...table(['step', 'status', 'attempts', 'took'], rows)]) print(line);
  });
}

async function timeline(rawId: string, flags: Flags): Promise<void> {
  await connected(async (incidents) => {
    const state = await stateOf(incidents, idOf(rawId), flags.json === true);
    if (state === null) return;
    if (flags.json) return printJson(state.timeline);
    for (const line of table(
      ['time (UTC)', 'actor', 'what'],
      state.timeline.map(({ at, actor, text }) => [at.slice(0, 19).replace('T', ' '), actor, text]),
    ))
      print(line);
  });
}

async function watch(rawId: string, flags: Flags): Promise<void> {
  const id = idOf(rawId);
  await connected(async (incidents) => {
    const live = createLive(process.stdout);
    let last = '';
    const onReading = (reading: Reading): void => {
      if (!flags.json) {
        live.show(reading);
        return;
      }
      const line = JSON.stringify(reading.state === null ? reading : buildReport(reading.state, RESPONSE_PLAN));
      if (line !== last) print(line);
      last = line;
    };
    await follow(incidents, id, {
      onReading,
      onTrouble: (message) => note(message ?? 'Temporal answers again'),
      isOver: ({ state }) => state?.closedAt != null,
    });
  });
}

async function report(rawId: string, flags: Flags): Promise<void> {
  const format = flags.json ? 'json' : String(flags.format ?? 'md');
  if (format !== 'md' && format !== 'json')
    throw new InvalidInputError('--format', `${JSON.stringify(format.slice(0, 40))} is no format`, 'md, json');
  await connected(async (incidents) => {
    const state = await stateOf(incidents, idOf(rawId), flags.json === true);
    if (state === null) throw new Exit(EXIT.failed);
    const built = buildReport(state, RESPONSE_PLAN);
    const text =
      format === 'json' ? `${JSON.stringify(built, null, 2)}\n` : renderReportMarkdown(built, renderMermaid(RESPONSE_PLAN, built.steps));
    if (flags.out === undefined) process.stdout.write(text);
    else writeFileSync(String(flags.out), text, { mode: state.incident?.privacy === 'private' ? 0o600 : 0o644 });
  });
}

async function plan(flags: Flags): Promise<void> {
  const format = flags.json ? 'json' : String(flags.format ?? 'mermaid');
  if (format === 'json') printJson(RESPONSE_PLAN);
  else if (format === 'mermaid') process.stdout.write(renderMermaid(RESPONSE_PLAN));
  else throw new InvalidInputError('--format', `${JSON.stringify(format.slice(0, 40))} is no format`, 'json, mermaid');
}

async function parseAlert(file: string, flags: Flags): Promise<void> {
  const source = flags.source === undefined ? {} : { source: String(flags.source) };
  const events = parseEventText(readInput(file, 'file'), { receivedAt: new Date().toISOString(), ...source });
  if (flags.json) return printJson(events);
  const rows = events.map(({ source, status, severity, severityDefaulted, title, fingerprint }) => [
    source,
    status,
    `${severity}${severityDefaulted ? ' (default)' : ''}`,
    cleanLine(title, 80),
    fingerprint ?? '',
  ]);
  for (const line of table(['source', 'status', 'severity', 'title', 'fingerprint'], rows)) print(line);
}

function severityOf(level: string): Severity {
  const word = level.trim().toLowerCase();
  if (isSeverity(word)) return word;
  throw new InvalidInputError('severity', `${JSON.stringify(level.slice(0, 60))} is no severity`, SEVERITIES.join(', '));
}

function stepOf(step: string): StepName {
  if (isStepName(step)) return step;
  throw new InvalidInputError('step', `${JSON.stringify(step.slice(0, 60))} is no step`, STEPS.join(', '));
}
