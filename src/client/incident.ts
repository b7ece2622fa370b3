#!/usr/bin/env node
import { Command } from 'commander';
import { isUnreached } from '../chat/errors';
import { type Config, loadConfig } from '../config';
import { clearTextWarning } from '../config/clear-text';
import type { ContainerEngine } from '../containers/port';
import { EXIT } from '../exit-codes';
import { ruleWarnings } from '../incident/alert-groups/rule-warnings';
import { HEARTBEAT_SOURCE } from '../incident/model/incident';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE } from '../workflows/contract/messages';
import { connected } from './cli/kit/connected';
import { runCommand } from './cli/kit/exit';
import { strict } from './cli/kit/usage';
import { addSetupVerbs, type Check, type SetUp } from './cli/verbs/doctor';
import { addChangingVerbs, addReadingVerbs } from './cli/verbs/index';
import { lookAtHeartbeats } from './look-at-heartbeats';
import type { IncidentClient } from './temporal/incident-client';

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 bad input, 3 service unreachable, 4 no such incident, 5 not allowed in its current state, 130 Ctrl-C.
To start an incident, see start-incident --help.`;

function program(): Command {
  const incident = strict(
    new Command('incident').description('Manage incidents: list, follow, change, report.').addHelpText('after', EXIT_CODES),
  );
  addReadingVerbs(incident);
  addChangingVerbs(incident, { runbookNames });
  addSetupVerbs(incident, doctorChecks, setUp);
  return incident;
}

// Adapters are loaded only by the verbs that need them, so that the others stay fast.

async function setUp(): Promise<SetUp> {
  const config = loadConfig({ purpose: 'client' });
  const { ensureSearchAttributes } = await import('../worker/search-attributes.js');
  const { readRetention } = await import('../worker/retention.js');
  const { namespace } = config.temporal;
  return connected(
    (incidents) =>
      incidents.onServer(async (connection) => ({
        added: await ensureSearchAttributes(connection, namespace),
        retention: await readRetention(connection, namespace),
      })),
    config,
  );
}

async function doctorChecks(): Promise<readonly Check[]> {
  const config = loadConfig({ purpose: 'client' });
  const engine = lazily(() => engineOf(config));
  const { image, defaultNetwork } = config.containers;
  const heartbeats = Object.keys(config.heartbeats);
  const heartbeatCheck: Check = {
    name: 'heartbeats',
    needs: 'Temporal',
    exit: EXIT.done,
    mend: HEARTBEATS_REMEDY,
    look: () => connected((incidents) => lookAtHeartbeats(incidents, heartbeats), config),
  };
  return [
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
      look: () => lookAtSlack(config),
    },
    { name: 'container engine', exit: EXIT.unreachable, look: async () => `version ${(await (await engine()).info()).version}` },
    {
      name: 'probe image',
      needs: 'container engine',
      exit: EXIT.failed,
      look: async () => (await engine()).ensureImage(image).then(() => image),
    },
    {
      name: 'probe network',
      needs: 'probe image',
      exit: EXIT.done,
      look: async () => {
        const { lookAtNetwork } = await import('../containers/look-at-network.js');
        return lookAtNetwork(await engine(), image, defaultNetwork);
      },
    },
    { name: 'runbooks', exit: EXIT.failed, mend: RUNBOOKS_REMEDY, look: () => lookAtRunbooks(config) },
    { name: 'alert rules', exit: EXIT.done, mend: RULES_REMEDY, look: async () => lookAtRules(config) },
    ...(heartbeats.length === 0 ? [] : [heartbeatCheck]),
  ];
}

/** Errors about the token have remedies of their own. */
const SLACK_REMEDY = 'Check SLACK_API_URL and HTTPS_PROXY, and that this machine can reach Slack.';
const RUNBOOKS_REMEDY = 'Fix the files, or point the runbooks key in incident.config.yaml at other folders.';

const HEARTBEATS_REMEDY =
  'If one is late, check whether the job that feeds it still runs, and whether it reaches the gateway. If one is not watched, start a worker with this configuration: npm start';

const RULES_REMEDY =
  'Change or remove the rule under alerts in incident.config.yaml. To see which rule decides: incident parse FILE --rules';

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
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

async function lookAtSlack({ slack }: Config): Promise<string> {
  if (slack.mode === 'off') return 'switched off (INCIDENT_SLACK=off)';
  if (slack.token() === '')
    throw Object.assign(new Error('SLACK_BOT_TOKEN is not set'), {
      hint: 'Set it to the bot token (xoxb-…) of the app created from slack-app-manifest.yaml, or run without Slack: INCIDENT_SLACK=off',
    });
  const { createWebApiChat } = await import('../slack/web-api-chat.js');
  const { REQUIRED_SCOPES } = await import('../slack/scopes.js');
  const { token, refreshToken, apiUrl } = slack;
  const chat = createWebApiChat({ token, refreshToken, apiUrl, requiredScopes: REQUIRED_SCOPES });
  const { workspace, botUserId, scopes } = await chat.identify();
  const warning = clearTextWarning(apiUrl);
  return `workspace ${workspace}, signed in as ${botUserId}; ${scopes === null ? 'Slack did not say which scopes are granted' : `all ${REQUIRED_SCOPES.length} scopes granted`}${warning === null ? '' : `. Warning: ${warning}`}`;
}

async function lookAtRunbooks(config: Config): Promise<string> {
  const names = await runbookNames(config);
  return `${names.length}: ${names.join(', ')}`;
}

async function runbookNames({ runbookFolders }: Config): Promise<readonly string[]> {
  const { loadRunbookNames } = await import('../runbooks/load-runbooks.js');
  return loadRunbookNames(runbookFolders);
}

/** A rule that never decides is worth reporting, but it is not a failure. */
function lookAtRules({ alertRules: { rules }, sources, heartbeats }: Config): string {
  const named = Object.entries(sources).flatMap(([name, { type }]) => [name, type]);
  const ofHeartbeats = named.length > 0 && Object.keys(heartbeats).length > 0 ? [HEARTBEAT_SOURCE] : [];
  const warnings = ruleWarnings(rules, [...named, ...ofHeartbeats]);
  if (warnings.length > 0) throw new Error(warnings.map(({ rule, why }) => `${rule} never decides: ${why}`).join('\n'));
  return rules.length === 0 ? 'none configured, so the defaults apply' : `${rules.length} configured`;
}

const argv = process.argv.slice(2);
void runCommand(argv, async () => {
  if (argv.length === 0) program().outputHelp();
  else await program().parseAsync(argv, { from: 'user' });
});
