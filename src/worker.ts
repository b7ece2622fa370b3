import { hostname } from 'node:os';
import { Client } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { AlertClient } from './client/temporal/alert-client';
import { HeartbeatClient } from './client/temporal/heartbeat-client';
import { IncidentClient } from './client/temporal/incident-client';
import { createIncidentDoor } from './client/temporal/incident-door';
import { maintenanceToDecideOn } from './client/temporal/kept-maintenance';
import { createHeartbeatReporter } from './client/temporal/report-heartbeat';
import { type Config, ConfigError } from './config';
import { clearTextWarning } from './config/clear-text';
import { MAX_CONTAINERS } from './containers/docker-engine';
import { EXIT, type ExitCode } from './exit-codes';
import { activeAdded } from './incident/alert-groups/added-maintenance';
import type { Service, ServiceCatalog } from './incident/model/investigation/service';
import type { Runbook, RunbookSet } from './incident/model/runbook';
import { InvalidInputError } from './incident/text/errors';
import { shown } from './incident/text/read-fields';
import { createLogger, temporalLogger } from './logging';
import { activeMaintenance } from './maintenance/active-maintenance';
import { createPager } from './notify/create-pager';
import { createAsk } from './notify/on-call/create-ask';
import { createOnCall } from './notify/on-call/known-on-call';
import { readFlags, runProcess } from './process';
import { createFileEvidenceStore } from './reports/file-evidence-store';
import { createFileReportStore } from './reports/file-report-store';
import { lookAtFolder } from './reports/look-at-folder';
import { InvalidRunbooksError } from './runbooks/invalid-runbooks-error';
import { createRunbookSource } from './runbooks/runbook-source';
import { InvalidServicesError } from './services/invalid-services-error';
import { createServiceSource } from './services/service-source';
import { REQUIRED_SCOPES } from './slack/scopes';
import { createWebApiChat } from './slack/web-api-chat';
import { checkSurroundings, keepReaping } from './worker/check-surroundings';
import { connectToTemporal, keepApiKey, TemporalUnreachableError } from './worker/connect';
import { describeProbeQueue } from './worker/describe-probe-queue';
import { installationOf } from './worker/installation';
import { logActivities } from './worker/log-activities';
import { actingBy, engineOf, probingBy } from './worker/probing';
import { readSettings, UnusableSettingsError } from './worker/read-settings';
import { createWorkers, QUEUES, type Queue } from './worker/run-workers';
import { ensureSearchAttributes } from './worker/search-attributes';
import { serveUntilStopped } from './worker/serve';
import { takeStopSignals } from './worker/stop-signals';
import { refusalOf, TemporalRefusedError } from './worker/temporal-refused';
import { warnAboutEvidence } from './worker/warn-about-evidence';
import { watchHeartbeats } from './worker/watch-heartbeats';
import { watchTemporal } from './worker/watch-temporal';
import { WorkerHealth } from './worker/worker-health';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE } from './workflows/contract/messages';
import { RESPONSE_PLAN } from './workflows/response/plan';

/** The worker reads the environment, builds the adapters, and serves its queues until it is stopped. */
async function main(): Promise<void> {
  const queues = readQueues(process.argv.slice(2));
  if (queues === null) return void process.stdout.write(USAGE);
  const signals = takeStopSignals();
  const { config, runbooks, services } = await readSettings({
    purpose: queues.every((queue) => queue === CONTAINERS_QUEUE) ? 'probes' : 'worker',
    runsProbes: queues.includes(CONTAINERS_QUEUE),
  });
  const log = createLogger(config.logLevel);
  installRuntime(log);
  const health = new WorkerHealth();
  const stopReporting = health.reportTo(config.healthFile);
  const chat = chatOf(config);
  const { address, namespace } = config.temporal;
  const connection = await connectToTemporal(config, log);
  const key = keepApiKey(connection, config, log);
  const added = await ensureSearchAttributes(connection, namespace).catch((error: unknown) => {
    throw refusalOf(error, config.temporal) ?? error;
  });
  if (added.length > 0) log.info({ added }, 'added search attributes to the namespace');
  const { image, toolsImage, reach } = config.containers;
  const installation = await installationOf(connection, config.temporal);
  const engine = engineOf(config, installation);
  const currentRunbooks = followRunbooks(config, runbooks, log);
  const currentServices = followServices(config, services, log);
  const client = new Client({ connection, namespace });
  const identity = `${process.pid}@${hostname()}`;
  const { privateLabels } = config.rules.privacy;
  const workers = await createWorkers({
    connection,
    namespace,
    identity,
    queues,
    response: {
      rules: config.rules,
      temporalRunUrl: ({ workflowId, runId }) => runUrl(config, workflowId, runId),
      chat,
      runbooks: currentRunbooks,
      services: currentServices,
      reach,
      configuredSources: config.dataSourceNames,
      hasToolsImage: toolsImage !== null,
      secretNames: Object.keys(config.containers.secrets),
      probeQueue: () => describeProbeQueue(connection, namespace),
      reports: createFileReportStore(config.reportsDir),
      plan: RESPONSE_PLAN,
      incidents: createIncidentDoor(new IncidentClient({ client, address, rules: config.rules })),
      alertRules: config.alertRules,
      pagers: new Map(config.notify.map((settings) => [settings.name, createPager(settings)])),
      onCall: createOnCall(new Map(config.onCall.map((settings) => [settings.name, createAsk(settings)])), config.reportsDir),
      maintenance: async (at) => [
        ...activeMaintenance(config.maintenance, new Date(at)),
        ...activeAdded(await maintenanceToDecideOn(client, address), at),
      ],
      heartbeats: new Map(Object.entries(config.heartbeats)),
      report: createHeartbeatReporter(new AlertClient({ client, address, privateLabels })),
    },
    probes: {
      ...probingBy(config, engine, { runbooks: currentRunbooks, services: currentServices }),
      ...actingBy(config, installation),
      evidence: warnAboutEvidence(createFileEvidenceStore(config.reportsDir), log),
    },
    cachedIncidents: config.cachedIncidents,
    // Twice as many as may run at once, so that the engine can choose whose turn it is.
    maxConcurrentProbes: 2 * MAX_CONTAINERS,
    activityLog: logActivities(log, RESPONSE_PLAN),
  });
  const reports = (): Promise<string> => lookAtFolder(config.reportsDir);
  void checkSurroundings({ chat, engine, image, servesProbes: queues.includes(CONTAINERS_QUEUE), reports, log });
  const stopReaping = queues.includes(CONTAINERS_QUEUE) ? keepReaping(engine, log) : () => {};
  const watch = watchTemporal({ connection, address, namespace, queues, identity, renewKey: key.renew });
  health.serves(workers, watch);
  const stopWatching = queues.includes(RESPONSE_QUEUE)
    ? watchHeartbeats(new HeartbeatClient(client, address), config.heartbeats, log)
    : () => {};
  const warning = clearTextWarning(config.slack.apiUrl);
  if (warning !== null) log.warn(warning);
  log.info({ queues, address, namespace, runbooks: runbooks.length, services: services.length }, 'worker is ready');
  const onStopping = (): void => {
    health.stops();
    watch.stop();
    stopReaping();
    stopWatching();
    chat?.close();
  };
  const isDrained = await serveUntilStopped({ workers, stopped: signals.drainFromNowOn(), refused: watch.refused, onStopping });
  if (isDrained) log.info('worker stopped');
  else log.warn('worker stopped with work still running; Temporal will hand it to another worker');
  stopReporting();
}

/** New and changed runbooks are used without a restart. The log reports them, and any that cannot be used. */
function followRunbooks(config: Config, first: readonly Runbook[], log: Logger): () => Promise<RunbookSet> {
  return createRunbookSource({
    folders: config.runbookFolders,
    first,
    changed(outcome) {
      if ('taken' in outcome) log.info({ runbooks: outcome.taken.map(({ id }) => id) }, 'loaded the changed runbooks');
      else log.error({ problem: outcome.refused.message }, "couldn't load the changed runbooks; still using the previous ones");
    },
  });
}

/** The same for the services file. */
function followServices(config: Config, first: readonly Service[], log: Logger): () => Promise<ServiceCatalog> {
  return createServiceSource({
    file: config.servicesFile,
    first,
    changed(outcome) {
      if ('taken' in outcome) log.info({ services: outcome.taken.length }, 'loaded the changed services');
      else log.error({ problem: outcome.refused.message }, "couldn't load the changed services; still using the previous ones");
    },
  });
}

function installRuntime(log: Logger): void {
  Runtime.install({
    logger: temporalLogger(log, RESPONSE_PLAN),
    // `takeStopSignals` handles the signals, because the runtime would do so only while its workers run.
    shutdownSignals: [],
    // Messages from the native core go to the same log rather than as plain text to standard error.
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
  });
}

function chatOf(config: Config) {
  if (config.slack.mode === 'off') return null;
  const { token, refreshToken, apiUrl, command } = config.slack;
  return createWebApiChat({ token, refreshToken, command, requiredScopes: REQUIRED_SCOPES, ...(apiUrl === undefined ? {} : { apiUrl }) });
}

function runUrl({ temporal }: Config, workflowId: string, runId: string): string | null {
  if (temporal.uiUrl === null) return null;
  const path = ['namespaces', temporal.namespace, 'workflows', workflowId, runId].map(encodeURIComponent).join('/');
  return `${temporal.uiUrl.replace(/\/$/, '')}/${path}`;
}

const USAGE = `Usage: npm start -- [--queues NAME,NAME]

Run a worker until it is stopped (SIGINT or SIGTERM); it then finishes the work in progress and exits.

  --queues  queues to serve: ${QUEUES.join(', ')}; default: all
`;

/** Null if help was requested. @throws InvalidInputError naming the flag. */
function readQueues(args: readonly string[]): readonly Queue[] | null {
  const values = readFlags(args, { queues: { type: 'string' }, help: { type: 'boolean', short: 'h' } });
  if (values.help) return null;
  if (values.queues === undefined) return QUEUES;
  const names = values.queues.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(QUEUES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new InvalidInputError('--queues', `${shown(unknown)} is not a queue`, QUEUES.join(', '));
  return [...new Set(names)] as Queue[];
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof ConfigError || error instanceof InvalidInputError) return EXIT.usage;
  if (error instanceof InvalidRunbooksError || error instanceof InvalidServicesError || error instanceof UnusableSettingsError)
    return EXIT.usage;
  if (error instanceof TemporalUnreachableError || error instanceof TemporalRefusedError) return EXIT.unreachable;
  return EXIT.failed;
}

runProcess(main, exitCodeOf);
