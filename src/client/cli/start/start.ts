import { type Config, loadConfig } from '../../../config';
import { EXIT } from '../../../exit-codes';
import { isUnacknowledged } from '../../../incident/escalation/escalation';
import type { ProbeSelection } from '../../../incident/model/finding';
import type { Incident } from '../../../incident/model/incident';
import { STATUS_VERBS } from '../../../incident/model/status-marks';
import { wireIncident } from '../../../incident/report/build-report';
import { initialState } from '../../../incident/response/initial-state';
import { retryLead } from '../../../incident/response/ways-on';
import { InvalidInputError } from '../../../incident/text/errors';
import { type Followed, follow } from '../../temporal/follow';
import type { IncidentClient } from '../../temporal/incident-client';
import type { Started, StartRequest } from '../../temporal/incident-start';
import type { Reading } from '../../temporal/read-state';
import { connected } from '../kit/connected';
import { draftOf } from '../kit/draft-incident';
import { Exit } from '../kit/exit';
import { refuseUnknownRunbooks, type SelectableRunbooks } from '../kit/known-runbooks';
import { reportJson } from '../kit/report-json';
import { knownJson } from '../kit/server-knowledge';
import { reportLines } from '../kit/show-report';
import { errorBeside } from '../kit/tell-error';
import type { KnownIncident, NewIncident, StartedIncident, StuckStep, WithError } from '../outputs/incident-output';
import { ACCEPTED, createLive } from '../terminal/live';
import { onInterrupt } from '../terminal/on-interrupt';
import { note, print, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { askForMissing } from './ask';
import { dryRun } from './dry-run';
import { joinedLines } from './joined';
import { asFlag, readStartOptions, type StartOptions } from './start-options';

const DEFAULT_TIMEOUT_MS = 120_000;

/** `start-incident`: reads the command line, starts one incident, follows its response. */
export async function startIncident(argv: readonly string[], runbooks: SelectableRunbooks): Promise<void> {
  const given = await readStartOptions(argv);
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const isAsked = given.interactive || (isEmpty(given) && isTerminal);
  if (isEmpty(given) && !isAsked && !given.test) throw new InvalidInputError('arguments', ...NOTHING_GIVEN);
  const config = loadConfig({ purpose: 'client' });
  const actor = given.actor ?? config.actor.name;
  const requestOf = ({ request }: StartOptions): StartRequest => ({ ...request, actor, via: config.actor.via });
  const { runbooks: asked } = given.request;
  if (asked !== undefined) refuseUnknownRunbooks(asked, await runbooks.runbookNames(config));
  const draft = (request: StartRequest): Incident => draftOf(request, config.rules);
  const select = (incident: Incident): Promise<ProbeSelection> => runbooks.selectProbes(config, incident);
  try {
    const options = isAsked ? await askForMissing(given, { requestOf, draft, select }) : given;
    const request = requestOf(options);
    if (options.test) {
      const incident = draft(request);
      return dryRun(request, incident, await select(incident), options);
    }
    await connected((incidents) => startAndFollow(incidents, request, options, config, isTerminal), config);
  } catch (error) {
    throw asFlag(error, FLAGS);
  }
}

const NOTHING_GIVEN = [
  'nothing describes the incident; give at least one of --title, --event, --severity and --users',
  undefined,
  {
    hint: 'Nothing was started. Try: start-incident --title "Database down" --severity critical --users oncall@example.com. On a terminal, --interactive asks for what is missing.',
  },
] as const;

/** True if no option describes the incident itself. */
const isEmpty = ({ request }: StartOptions): boolean => Object.keys(request).length === 0;

/** The command-line flags for the domain's field names. */
const FLAGS = {
  title: '--title',
  severity: '--severity',
  description: '--description',
  users: '--users',
  target: '--target',
  targets: '--target',
  labels: '--label',
  channelPrivacy: '--channel-privacy',
  event: '--event',
  source: '--source',
} as const;

async function startAndFollow(
  incidents: IncidentClient,
  request: StartRequest,
  options: StartOptions,
  config: Config,
  isTerminal: boolean,
): Promise<void> {
  const started = await incidents.start(request);
  if (!options.json) for (const line of startedLines(started, config)) note(line);
  if (!options.wait) return sayStarted(incidents, started, request, options.json);
  const live = createLive(process.stderr, ACCEPTED);
  const stop = onInterrupt(`stopped following; the response continues. To follow it again: incident watch ${started.incidentId}`);
  const followed = await follow(incidents, started.incidentId, {
    timeoutMs: options.timeoutMs ?? (isTerminal ? undefined : DEFAULT_TIMEOUT_MS),
    onReading: (reading) => live.show(reading),
    onTrouble: (message) => live.trouble(message),
    isOver: ({ state }) => state?.responseComplete === true,
  });
  stop();
  sayEnd(followed, started, options.json);
}

function startedLines(started: Started, { temporal: { uiUrl, namespace } }: Config): string[] {
  const { created, incidentId } = started;
  const paint = paintFor(process.stderr);
  const url = uiUrl === null ? '' : `  ${paint('dim', `${uiUrl}/namespaces/${namespace}/workflows/${incidentId}`)}`;
  const [first, ...more] = created ? [`started ${paint('bold', incidentId)}`] : joinedLines(started);
  return [`${first}${url}`, ...more];
}

function sayEnd({ reading, isOver }: Followed, started: Started, json: boolean): void {
  if (!isOver || reading === null) sayNotComplete(reading, started, json);
  const { state, status, failure } = reading;
  if (state === null)
    throw new Error(
      `the workflow ended with status ${status.toLowerCase()} before the response was complete${failure === null ? '' : `: ${failure}`}. To see what was done: incident show ${started.incidentId}`,
    );
  const report = reportJson(state, reading.waiting);
  // Unknown findings and unresolved people are listed; they do not make the command fail.
  const stuck = report.blocked;
  const isFailed = report.overall_status === 'failed' || stuck.length > 0;
  const beside = isFailed ? stuckError(stuck, report.overall_status_reason, started.incidentId) : {};
  if (json) printJson('start-incident', { ...report, ...startedJson(started), complete: state.responseComplete, ...beside });
  else {
    for (const line of ['', ...reportLines(report, paintFor(process.stdout)), '']) print(line);
    if (isUnacknowledged(state)) print(`next: incident ack ${started.incidentId}`);
  }
  if (isFailed) throw new Exit(EXIT.failed);
}

function sayNotComplete(reading: Reading | null, started: Started, json: boolean): never {
  const message = `the response is not complete yet; it continues. To follow it: incident watch ${started.incidentId}`;
  const report = reading?.state ? reportJson(reading.state, reading.waiting) : reading === null ? {} : knownJson(reading);
  const told = { ...startedJson(started), complete: false, message, ...timeoutError(started.incidentId) } as const;
  if (json) printJson('start-incident', { ...report, ...told });
  else note(message);
  throw new Exit(EXIT.timeout);
}

function timeoutError(incidentId: string): Required<WithError> {
  return errorBeside(
    'timeout',
    'the response did not complete within --timeout',
    `It continues. To follow it: incident watch ${incidentId}`,
  );
}

function stuckError(stuck: readonly StuckStep[], reason: string | null, incidentId: string): Required<WithError> {
  const blocked = stuck.find(({ status }) => status === 'blocked');
  const message = stuck.map(({ step, status, error }) => `${step} ${STATUS_VERBS[status]}${error === null ? '' : `: ${error}`}`).join('; ');
  if (blocked === undefined)
    return errorBeside(
      'failed',
      message || `the response failed: ${reason ?? 'reason unknown'}`,
      `To see what happened: incident show ${incidentId}`,
    );
  const [retry, skip] = blocked.commands;
  return errorBeside('blocked', message, `${blocked.mend ?? ''} ${retryLead(blocked.mend)}: ${retry}. Or skip it: ${skip}`.trim());
}

function startedJson({ incidentId, runId, created, delivery }: Started): StartedIncident {
  const joined = delivery === null ? {} : { applied: delivery.applied, outcome: delivery.outcome ?? null };
  return { incident_id: incidentId, created, ...joined, workflow: { id: incidentId, runId } };
}

async function sayStarted(incidents: IncidentClient, started: Started, request: StartRequest, json: boolean): Promise<void> {
  if (!json) return print(started.incidentId);
  const about = await incidentJson(incidents, started, request);
  printJson('start-incident-no-wait', { ...startedJson(started), ...about });
}

/** For a joined incident, this is its own data rather than this request's. */
async function incidentJson(
  incidents: IncidentClient,
  { incidentId, incident }: Started,
  request: StartRequest,
): Promise<Pick<NewIncident, 'incident'> | KnownIncident> {
  if (incident !== null) {
    const state = initialState({ ...request, incidentId }, incident.createdAt, []);
    return { incident: wireIncident({ ...state, incident }) };
  }
  const reading = await incidents.read(incidentId);
  return reading.state === null ? knownJson(reading) : { incident: wireIncident(reading.state) };
}
