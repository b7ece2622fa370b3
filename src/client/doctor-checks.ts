import { isUnreached } from '../chat/errors';
import { type Config, loadConfig } from '../config';
import type { ContainerEngine } from '../containers/port';
import { EXIT } from '../exit-codes';
import { InvalidInputError } from '../incident/text/errors';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE } from '../workflows/contract/messages';
import { connected } from './cli/kit/connected';
import type { Check } from './cli/verbs/doctor';
import { type CurrentFiles, fileChecks } from './file-checks';
import { alertmanagersIn, lookAtAlertmanagers } from './look-at-alertmanagers';
import { approvalChecks } from './look-at-approvals';
import { askedWithout, lookAtDataSources } from './look-at-data-sources';
import { lookAtGateway } from './look-at-gateway';
import { lookAtHeartbeats } from './look-at-heartbeats';
import { lookAtNames } from './look-at-names';
import { lookAtRules } from './look-at-rules';
import { settingsChecks } from './look-at-settings';
import { lookAtPeople, lookAtSlack, peopleToFind, slackOf } from './look-at-slack';
import { lookAtSlackByHand } from './look-at-slack-by-hand';
import type { IncidentClient } from './temporal/incident-client';

// Adapters are loaded only when they are needed, so that other commands stay fast.

/** Everything that `incident doctor` checks. No check pages anyone or posts anything. @throws ConfigError */
export async function doctorChecks(files: CurrentFiles): Promise<readonly Check[]> {
  const config = loadConfig({ purpose: 'doctor' });
  const engine = lazily(() => engineOf(config));
  const { image, toolsImage, allowedNetworks } = config.containers;
  const heartbeats = Object.keys(config.heartbeats);
  const heartbeatCheck: Check = {
    name: 'heartbeats',
    needs: 'Temporal',
    exit: EXIT.done,
    mend: HEARTBEATS_REMEDY,
    look: () => connected((incidents) => lookAtHeartbeats(incidents, heartbeats), config),
  };
  const slack = lazily(() => slackOf(config));
  const people = peopleToFind(config);
  const peopleCheck: Check = {
    name: 'people',
    needs: 'Slack',
    exit: EXIT.done,
    mend: PEOPLE_REMEDY,
    look: async () => lookAtPeople(await slack(), people),
  };
  const byHandCheck: Check = {
    name: 'acting in Slack',
    needs: 'Slack',
    exit: EXIT.done,
    look: async () =>
      lookAtSlackByHand(config, {
        chat: await slack(),
        command: config.slack.command,
        checkAppToken: (token) => checkToken(config, token),
      }),
  };
  const alertmanagers = alertmanagersIn(config);
  const alertmanagerCheck: Check = {
    name: 'Alertmanager',
    exit: EXIT.done,
    mend: ALERTMANAGER_REMEDY,
    look: async () => {
      const { wayTo } = await import('../http/proxied-fetch.js');
      return lookAtAlertmanagers(alertmanagers, wayTo);
    },
  };
  const { dataSources, dataSourceNames } = config;
  const sourcesCheck: Check = {
    name: 'source answers',
    needs: 'data sources',
    exit: EXIT.done,
    mend: SOURCES_REMEDY,
    look: async () => {
      const { createDataSources, NO_READERS } = await import('../investigation-sources/data-sources.js');
      const { createSourceReaders } = await import('../investigation-sources/source-readers.js');
      // What is wrong with the files is said elsewhere.
      const [runbooks, services] = await Promise.all([
        files
          .runbooks(config)
          .then((read) => read.runbooks)
          .catch(() => []),
        files
          .services(config)
          .then((read) => read.services)
          .catch(() => []),
      ]);
      const asking = { runbooks, services, deployments: dataSources?.deployments ?? [] };
      const readers = dataSources === null ? NO_READERS : createSourceReaders(askedWithout(dataSources, asking));
      return lookAtDataSources(dataSourceNames, createDataSources(readers), asking);
    },
  };
  const [configuration, ...settings] = settingsChecks(config);
  return [
    configuration,
    { name: 'Temporal', exit: EXIT.unreachable, look: () => connected((incidents) => lookAtTemporal(incidents, config), config) },
    {
      name: 'search attributes',
      needs: 'Temporal',
      exit: EXIT.failed,
      look: () => connected((incidents) => lookAtAttributes(incidents, config), config),
    },
    { name: 'worker', needs: 'Temporal', exit: EXIT.done, look: () => connected((incidents) => lookAtWorkers(incidents, config), config) },
    {
      name: 'Slack',
      exit: (error) => (isUnreached(error) ? EXIT.unreachable : EXIT.failed),
      mend: SLACK_REMEDY,
      look: async () => lookAtSlack(config, await slack()),
    },
    ...(config.slack.mode === 'off' ? [] : [byHandCheck, ...(people.length === 0 ? [] : [peopleCheck])]),
    {
      name: 'names',
      needs: 'Temporal',
      exit: EXIT.done,
      mend: SLACK_REMEDY,
      look: () =>
        connected(
          (incidents) => lookAtNames(config, incidents, config.slack.mode === 'off' ? null : (prefix) => findRooms(config, prefix)),
          config,
        ),
    },
    ...settings,
    ...(settings.some(({ name }) => name === 'data sources') ? [sourcesCheck] : []),
    {
      name: 'report folder',
      exit: EXIT.done,
      look: async () => (await import('../reports/look-at-folder.js')).lookAtFolder(config.reportsDir),
    },
    { name: 'gateway', exit: exitOfGateway, mend: GATEWAY_REMEDY, look: () => lookAtGateway(config) },
    ...approvalChecks(config),
    ...(alertmanagers.length === 0 ? [] : [alertmanagerCheck]),
    {
      name: 'container engine',
      exit: EXIT.unreachable,
      look: async () => (await import('../containers/look-at-engine.js')).lookAtEngine(await engine()),
    },
    {
      name: 'probe image',
      needs: 'container engine',
      exit: EXIT.failed,
      look: async () => (await engine()).ensureImage(image).then(() => image),
    },
    {
      name: 'tools image',
      needs: 'container engine',
      exit: EXIT.failed,
      look: async () => (toolsImage === null ? NO_TOOLS_IMAGE : (await engine()).ensureImage(toolsImage).then(() => toolsImage)),
    },
    {
      name: 'probe network',
      needs: 'probe image',
      exit: EXIT.done,
      look: async () => {
        const { lookAtNetworks } = await import('../containers/look-at-network.js');
        return lookAtNetworks(await engine(), image, allowedNetworks);
      },
    },
    ...fileChecks(config, files, engine, async () => {
      const { createDeploymentChanges } = await import('../deployment-changes/deployment-changes.js');
      return createDeploymentChanges(config.dataSources?.kubernetes ?? [], () => new Date());
    }),
    { name: 'alert rules', exit: EXIT.done, look: async () => lookAtRules(config) },
    ...(heartbeats.length === 0 ? [] : [heartbeatCheck]),
  ];
}

/** Errors about the token have remedies of their own. */
const SLACK_REMEDY = 'Check SLACK_API_URL and HTTPS_PROXY, and that this machine can reach Slack.';
const HEARTBEATS_REMEDY =
  'If one is late, check whether the job that feeds it still runs, and whether it reaches the gateway. If one is not watched, start a worker with this configuration: npm start';

const NO_TOOLS_IMAGE =
  'none is configured, so probes that need one are left out; to build it: deploy/probe-image/build.sh, then set toolsImage';
const GATEWAY_REMEDY = 'Check INCIDENT_GATEWAY_URL, and that the gateway there is the one that your senders use.';
const ALERTMANAGER_REMEDY =
  'Check url under sources, and that the gateway can reach it: otherwise recoveries that were not reported stay unnoticed. Only this terminal was checked.';
const SOURCES_REMEDY =
  'Until then, the findings of probes that ask it are "unknown". Only this terminal was checked, not the workers that run probes.';
const PEOPLE_REMEDY = 'Name each person in the configuration by an email address, a user id or an unambiguous name that Slack knows.';

/** There may be no gateway, or only other machines may reach it; but an address that is not valid is a mistake. */
const exitOfGateway = (error: unknown): number => (error instanceof InvalidInputError ? EXIT.usage : EXIT.done);

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function checkToken({ slack: { apiUrl } }: Config, appToken: string): Promise<void> {
  const { checkAppToken } = await import('../slack/check-app-token.js');
  await checkAppToken(appToken, apiUrl);
}

async function findRooms({ slack }: Config, prefix: string) {
  const { foreignRooms } = await import('../slack/room/foreign-rooms.js');
  return foreignRooms(slack, prefix);
}

async function engineOf({ containers: { dockerHost, allowedNetworks } }: Config): Promise<ContainerEngine> {
  const { createDockerEngine } = await import('../containers/docker-engine.js');
  return createDockerEngine({ dockerHost, allowedNetworks });
}

async function lookAtTemporal(incidents: IncidentClient, { temporal: { address, namespace } }: Config): Promise<string> {
  const version = await incidents.onServer(async ({ workflowService }) => {
    await workflowService.describeNamespace({ namespace });
    return (await workflowService.getSystemInfo({})).serverVersion;
  });
  return `${address}, namespace ${namespace}, server ${version}`;
}

async function lookAtAttributes(incidents: IncidentClient, { temporal: { namespace } }: Config): Promise<string> {
  const { missingSearchAttributes, NEEDED_SEARCH_ATTRIBUTES } = await import('../worker/search-attributes.js');
  const missing = await incidents.onServer((connection) => missingSearchAttributes(connection, namespace));
  if (missing.length === 0) return `all ${Object.keys(NEEDED_SEARCH_ATTRIBUTES).length} present`;
  throw Object.assign(new Error(`missing in namespace ${namespace}: ${missing.join(', ')}`), { hint: 'Add them with: incident setup' });
}

/** A missing worker is worth reporting, but it is not a failure: one may be started later. */
async function lookAtWorkers(incidents: IncidentClient, { temporal: { namespace } }: Config): Promise<string> {
  const counts = await Promise.all(
    [RESPONSE_QUEUE, SLACK_QUEUE, CONTAINERS_QUEUE].map(async (name) => {
      const { pollers } = await incidents.onServer(({ workflowService }) =>
        // 2 means activities, which every queue has.
        workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType: 2 }),
      );
      return { name, workers: pollers?.length ?? 0 };
    }),
  );
  const hint = counts.every(({ workers }) => workers > 0) ? '' : '; to start a worker: npm start';
  return `workers seen in the last few minutes, per queue: ${counts.map(({ name, workers }) => `${name}: ${workers}`).join(', ')}${hint}`;
}
