import { loadConfig } from '../../config';
import { buildReport, wireIncident } from '../../incident/build-report';
import { createIncident } from '../../incident/create-incident';
import { placeholderIncidentId } from '../../incident/incident-id';
import { initialState } from '../../incident/initial-state';
import { renderMermaid } from '../../incident/mermaid';
import { planRows } from '../../incident/plan-table';
import type { Report } from '../../incident/report';
import { RESPONSE_PLAN } from '../../workflows/plan';
import { connectIncidentClient } from '../connect';
import { follow } from '../follow';
import type { Started, StartRequest } from '../incident-client';
import { askForMissing } from './ask';
import { EXIT, Exit } from './exit';
import { createLive } from './live';
import { reportLines } from './show-report';
import { readStartOptions, type StartOptions } from './start-options';
import { table } from './table';

const DEFAULT_TIMEOUT_MS = 120_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const note = (line: string): void => void process.stderr.write(`${line}\n`);

/** `start-incident`: reads the command line, starts one incident, follows its response. */
export async function startIncident(argv: readonly string[]): Promise<void> {
  const given = readStartOptions(argv);
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const config = loadConfig({ purpose: 'client' });
  const actor = given.actor ?? config.actor.name;
  const wantsQuestions = given.interactive || (argv.length === 0 && isTerminal);
  const options = wantsQuestions ? await askForMissing(given, actor) : given;
  const request: StartRequest = { ...options.request, actor };
  if (options.test) return dryRun(request, options, config.rules);

  const { incidents, close } = await connectIncidentClient(config);
  try {
    const started = await incidents.start(request);
    const runUrl =
      config.temporal.uiUrl === null
        ? null
        : `${config.temporal.uiUrl}/namespaces/${config.temporal.namespace}/workflows/${started.incidentId}`;
    if (!options.json)
      note(`${started.created ? 'started' : 'joined the open incident'} ${started.incidentId}${runUrl === null ? '' : `  ${runUrl}`}`);
    if (!options.wait) return sayStarted(started, options.json);
    const timeoutMs = options.timeoutMs ?? (isTerminal ? undefined : DEFAULT_TIMEOUT_MS);
    const live = createLive(process.stderr);
    process.once('SIGINT', () => {
      note('\nno longer following; the response goes on');
      process.exit(130);
    });
    const last = await follow(incidents, started.incidentId, {
      timeoutMs,
      onReading: (reading) => live.show(reading),
      onTrouble: (message) => live.trouble(message),
      isOver: ({ state }) => state?.responseComplete === true,
    });
    if (last === null || last.state === null) {
      const state = (await incidents.read(started.incidentId)).state;
      const said = `the response is not complete yet; it goes on: incident watch ${started.incidentId}`;
      if (last !== null)
        throw new Error(`the workflow ended as ${last.status.toLowerCase()} without a response; see it in the Temporal UI`);
      if (options.json)
        print(
          JSON.stringify({
            ...(state === null ? {} : buildReport(state, RESPONSE_PLAN)),
            ...startedJson(started),
            complete: false,
            message: said,
          }),
        );
      else note(said);
      throw new Exit(EXIT.timeout);
    }
    const report = buildReport(last.state, RESPONSE_PLAN);
    if (options.json) print(JSON.stringify({ ...report, ...startedJson(started), complete: true }));
    else for (const line of ['', ...reportLines(report), '', `next: incident ack ${started.incidentId}`]) print(line);
    if (isStuck(report)) throw new Exit(EXIT.failed);
  } finally {
    await close();
  }
}

/** Something a person must mend; what was left unknown or unresolved is named, and is no failure of the command. */
function isStuck({ steps, overall_status }: Report): boolean {
  return overall_status === 'failed' || steps.some(({ status }) => status === 'blocked' || status === 'failed' || status === 'waiting');
}

function startedJson({ incidentId, runId, created }: Started): object {
  return { incident_id: incidentId, created, workflow: { id: incidentId, runId } };
}

function sayStarted(started: Started, json: boolean): void {
  const { incident, created, incidentId } = started;
  if (!json) {
    print(incidentId);
    return;
  }
  const state = initialState({ incidentId, actor: incident.declaredBy }, incident.createdAt, []);
  print(JSON.stringify({ ...startedJson(started), incident: wireIncident({ ...state, incident }), created }));
}

/** Checks everything that can be checked without a connection, and prints what would run. */
function dryRun(request: StartRequest, { json }: StartOptions, rules: Parameters<typeof createIncident>[0]['rules']): void {
  const incidentId = request.incidentId ?? placeholderIncidentId(rules.idPrefix);
  const receivedAt = new Date().toISOString();
  const incident = createIncident({ request: { ...request, incidentId }, rules, receivedAt });
  const state = { ...initialState({ ...request, incidentId }, receivedAt, RESPONSE_PLAN.nodes), incident };
  const mermaid = renderMermaid(RESPONSE_PLAN);
  if (json) {
    print(
      JSON.stringify({
        test: true,
        incident: wireIncident(state),
        users: incident.users,
        targets: incident.targets,
        plan: RESPONSE_PLAN.steps,
        nodes: RESPONSE_PLAN.nodes,
        mermaid,
      }),
    );
    return;
  }
  print(`would start ${incidentId}: ${incident.severity}, ${incident.title}`);
  print(
    `room     ${request.createChannel === false ? 'none' : `${incident.privacy} #${incident.channelName} (${incident.privacyReason})`}`,
  );
  print(`people   ${incident.users.join(', ') || 'nobody'}`);
  print(`targets  ${incident.targets.join(', ') || 'none'}`);
  print('');
  const rows = planRows(RESPONSE_PLAN).map(({ step, node, needs, limits }) => [step, node, limits, needs]);
  for (const line of table(['step', 'node', 'limits and retries', 'needs'], rows)) print(line);
  print('');
  print(mermaid.trimEnd());
  print('\nNothing was started, nothing was contacted.');
}
