import type { Command } from 'commander';
import { type Config, loadConfig } from '../../../config';
import { asksForDependency, judgeAlert, tryRules } from '../../../incident/alert-groups/judge-alert';
import { keptLabels } from '../../../incident/alerts/labels';
import { parseEventText } from '../../../incident/alerts/parse-events';
import { KNOWN_SOURCES } from '../../../incident/alerts/vendors';
import { incidentForAlert } from '../../../incident/declaration/create-incident';
import { needsOf } from '../../../incident/investigation/services/open-dependencies';
import type { NormalizedEvent } from '../../../incident/model/incident';
import type { Service, ServiceCatalog } from '../../../incident/model/investigation/service';
import { renderMermaid } from '../../../incident/report/mermaid';
import { utcTime } from '../../../incident/text/utc-time';
import { activeMaintenance } from '../../../maintenance/active-maintenance';
import { RESPONSE_PLAN } from '../../../workflows/response/plan';
import { notesOf } from '../kit/event-notes';
import { readInput, readWord } from '../kit/values';
import type { ParsedEvent } from '../outputs/tried-output';
import { asFlag } from '../start/start-options';
import { note, print, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { table } from '../terminal/table';
import { type Sender, senderNamed, senderOf } from './alert-sender';
import { shownTrials, type Unseen } from './shown-trials';
import { addVerb, type Flags, JSON_FLAG, textOf } from './verb';

const PLAN_FORMATS = ['json', 'mermaid'] as const;

/** Reads the services file. */
export type ReadServices = (config: Config) => Promise<ServiceCatalog>;

/** Adds the verbs that contact no service. */
export function addOfflineVerbs(program: Command, services: ReadServices): void {
  addVerb(program, 'parse', 'show how an alert is parsed; starts nothing')
    .argument('<file>', 'alert as JSON; - for standard input')
    .option('--source <name>', `${KNOWN_SOURCES.join('|')}; default: detected from its shape`)
    .option('--rules', 'say which rule of the configuration would decide, and why; nothing is opened')
    .option('--instance <name>', 'the sender, by its name under sources; default with --rules: the only one that can send such an alert')
    .option('--json', 'print a JSON array of normalised events')
    .action((file: string, flags: Flags) => parse(file, flags, services));
  addVerb(program, 'plan', 'show the step graph of a response')
    .option('--format <format>', `${PLAN_FORMATS.join('|')} (default: mermaid)`)
    .option(...JSON_FLAG)
    .action(plan);
}

async function parse(file: string, flags: Flags, read: ReadServices): Promise<void> {
  const [source, instance] = [textOf(flags, 'source'), textOf(flags, 'instance')];
  const config = flags.rules || instance !== undefined ? loadConfig({ purpose: 'client' }) : null;
  const named = config === null || instance === undefined ? undefined : senderNamed(config, instance, source);
  const events = await eventsOf(file, source ?? named?.source, named?.map);
  const trials = config !== null && flags.rules ? await trialsOf(config, events, named, read) : [];
  if (flags.json)
    return printJson(
      'parse',
      events.map((event, index) => ({ ...event, labels: keptLabels(event.labels), ...(trials[index]?.json ?? {}) })),
    );
  const rows = events.map(({ source, status, severity, severityDefaulted, title, fingerprint }) => [
    source,
    status,
    `${severity}${severityDefaulted ? ' (default)' : ''}`,
    fingerprint ?? '',
    title,
  ]);
  for (const line of table(['source', 'status', 'severity', 'fingerprint', 'title'], rows, { paint: paintFor(process.stdout) }))
    print(line);
  for (const { lines } of trials) for (const line of lines) print(line);
  for (const event of events) {
    const notes = notesOf(event);
    if (notes.length > 0) print(`\n${event.title}`);
    for (const line of notes) print(`  ${line}`);
  }
}

async function eventsOf(file: string, source: string | undefined, map: Sender['map']): Promise<ReturnType<typeof parseEventText>> {
  const bytes = await readInput(file, 'FILE');
  try {
    return parseEventText(bytes, { receivedAt: new Date().toISOString(), source, map });
  } catch (error) {
    throw asFlag(error, { body: 'FILE', source: '--source' });
  }
}

interface Trial {
  readonly json: Pick<ParsedEvent, 'instance' | 'rules' | 'decision'>;
  readonly lines: readonly string[];
}

/**
 * How the configured rules would decide on each event. @throws InvalidInputError if it is not clear who sends one;
 * InvalidServicesError.
 */
async function trialsOf(
  config: Config,
  events: readonly NormalizedEvent[],
  named: Sender | undefined,
  read: ReadServices,
): Promise<readonly Trial[]> {
  const { alertRules, maintenance, sources } = config;
  const senders = events.map((event) => named ?? senderOf(config, event.source));
  const chosen = named === undefined && Object.keys(sources).length > 0 ? senders.map(({ name }) => name) : [];
  for (const name of new Set(chosen)) note(`as if sent by ${name}, the only source that takes such an alert`);
  const active = activeMaintenance(maintenance, new Date());
  const isAsked = alertRules.rules.some((rule) => rule.do === 'joinDependency');
  const services = isAsked ? (await read(config)).services : [];
  return events.map((event, index) => {
    const instance = senders[index]?.name ?? event.source;
    const facts = { instance, source: event.source, severity: event.severity, labels: event.labels };
    const dependency = asksForDependency(alertRules.rules, facts) ? unseen(config, event, services) : undefined;
    const decision = judgeAlert(alertRules, facts, active, dependency);
    const trials = tryRules(alertRules.rules, facts, dependency);
    const shown = shownTrials(trials, dependency);
    const rows = shown.map(({ mark, rule, why }) => [mark, rule.name, rule.do, why]);
    const muted =
      decision.mutedUntil === undefined
        ? []
        : [`Maintenance ${decision.rule} until ${utcTime(decision.mutedUntil, 'minutes')}: only recorded.`];
    const lines = ['', event.title, ...muted, ...table(['', 'rule', 'do', 'why'], rows, { paint: paintFor(process.stdout) })];
    return {
      json: {
        instance,
        rules: trials.map(({ rule, whyNot }, index) => ({
          rule: rule.name,
          do: rule.do,
          whyNot,
          ...(shown[index]?.mark === '?' ? { mayApply: true } : {}),
        })),
        decision: { do: decision.do, rule: decision.rule, digest: decision.digest, mutedUntil: decision.mutedUntil ?? null },
      },
      lines,
    };
  });
}

/** What is known without asking whether a dependency has an open incident, since no service is contacted. */
function unseen({ rules }: Config, event: NormalizedEvent, services: readonly Service[]): Unseen {
  const needs = needsOf(incidentForAlert(event, [], rules, new Date().toISOString()), services);
  if ('whyNot' in needs) return { ...needs, ifOpen: null };
  return { whyNot: `applies only while one of these has an open incident: ${needs.words}`, ifOpen: needs.words };
}

function plan(flags: Flags): void {
  const format = flags.json ? 'json' : readWord(textOf(flags, 'format') ?? 'mermaid', PLAN_FORMATS, '--format', 'format');
  if (format === 'json') printJson('plan', RESPONSE_PLAN);
  else process.stdout.write(renderMermaid(RESPONSE_PLAN));
}
