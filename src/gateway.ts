#!/usr/bin/env node
import type { Logger } from 'pino';
import type { ApprovalDesk } from './approval/desk/desk';
import { propose } from './approval/desk/propose';
import { agentRunbooks } from './client/agent-runbooks';
import { openGatewayClients } from './client/temporal/connect';
import type { IncidentClient } from './client/temporal/incident-client';
import { type Config, ConfigError, loadConfig } from './config';
import { LISTEN_ALLOWED, type Listen, readListen, type SlackByHand } from './config/gateway-settings';
import { EXIT, type ExitCode } from './exit-codes';
import type { AgentParts } from './gateway/agent-requests';
import { byToken } from './gateway/auth/person';
import { slackSignature } from './gateway/auth/slack-signature';
import { isLoopback } from './gateway/door';
import { createHeartbeats } from './gateway/heartbeats';
import { createInstances } from './gateway/instances';
import { addressOf, listen } from './gateway/listen';
import { People } from './gateway/people';
import { reachTemporal } from './gateway/reach-temporal';
import { Reconciliation } from './gateway/reconcile/reconciliation';
import { createServer } from './gateway/server';
import { createSlackRequests, type SlackParts } from './gateway/slack-requests';
import { stopServer } from './gateway/stop';
import type { Principal } from './incident/model/actions/principal';
import { InvalidInputError } from './incident/text/errors';
import { shown } from './incident/text/read-fields';
import { createLogger } from './logging';
import type { WantedAction } from './mcp/call';
import { createDesk as createAgentDesk } from './mcp/desk';
import { createMcpIntake } from './mcp/http';
import { readVersion } from './mcp/version';
import { readFlags, runProcess } from './process';
import { createDesk } from './slack/interactivity/create-desk';
import { createSlackDoor, type SlackDoor, type Transport } from './slack/interactivity/create-slack-door';
import { CurrentTokens } from './tokens/current-tokens';
import { takeStopSignals } from './worker/stop-signals';

/** The gateway reads its settings, opens its doors, and serves until it is stopped. */
async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given === null) return void process.stdout.write(USAGE);
  const signals = takeStopSignals();
  const config = loadConfig({ purpose: 'gateway' });
  const settings = settingsOf(config, given.listen);
  const log = createLogger(config.logLevel);
  const now = (): number => Date.now();
  const instances = createInstances({ ...settings, now });
  const heartbeats = createHeartbeats(settings);
  const { incidents, alerts, heartbeats: heartbeatIntake, followed, reach, close } = openGatewayClients(config);
  const slack = openSlackDoor({ config, by: settings.slack, incidents, log, now });
  const approvals = openApprovals(config, slack?.approvals ?? { key: config.approvalKey, incidents, directory: null, log, now });
  const stopping = new AbortController();
  const agents = openAgents(config, approvals, { log, hosts: settings.hosts, incidents, stopping: stopping.signal });
  const reconciliation = new Reconciliation({ sources: settings.sources, followed, intake: alerts, log, now });
  let isReady = false;
  let isStopped = false;
  const server = createServer({
    instances,
    heartbeats,
    intake: reconciliation.watch(alerts),
    heartbeatIntake,
    isReady: () => isReady,
    slack: slack ?? undefined,
    approvals,
    agents,
    log,
    now,
  });
  const port = await listen(server, settings.listen, given.listen === undefined ? 'INCIDENT_GATEWAY_LISTEN' : '--listen');
  slack?.intake.start();
  const { address, namespace } = config.temporal;
  const doors = [
    ...[...instances.values()].map(({ name, type, auth }) => ({ path: `/webhooks/${name}`, type, auth })),
    ...settings.heartbeats.map(({ name, auth }) => ({ path: `/heartbeats/${name}`, auth })),
    ...(settings.slack === null ? [] : [{ path: settings.slack.mode === 'http' ? '/slack/events' : 'Slack, by Socket Mode' }]),
    ...(approvals.people.areKnown
      ? [
          { path: '/proposals', auth: TOKENS },
          { path: '/approvals/PROPOSAL', auth: TOKENS },
          { path: '/mcp', auth: TOKENS },
        ]
      : []),
  ];
  log.info({ listen: addressOf({ ...settings.listen, port }), address, namespace, doors }, 'gateway is listening');
  if (config.approvalKey === null) log.info('actions are off: INCIDENT_APPROVAL_KEY_FILE is not set');
  if (instances.size === 0 && !isLoopback(settings.listen))
    log.warn('no webhook is on: other machines can reach this gateway, and the configuration has no sources');
  void reachTemporal(reach, log, () => isStopped).then(() => {
    isReady = !isStopped;
    if (isReady) log.info('gateway is ready');
    if (isReady) void reconciliation.run();
  });
  await signals.drainFromNowOn();
  isStopped = true;
  reconciliation.stop();
  // What waits for news is answered now; otherwise it would be waited for.
  stopping.abort();
  const stopsBy = now() + STOP_LIMIT_MS;
  const isComplete = await stopServer(server);
  const cutOff = (await slack?.intake.stop(stopsBy - now())) ?? 0;
  if (cutOff > 0) log.warn({ cutOff }, 'gateway stopped before it could do what people had asked for in Slack; they have to repeat it');
  if (isComplete) log.info('gateway stopped');
  else log.warn('gateway stopped with requests still open; their senders get no answer and send them again');
  await close();
}

function settingsOf({ gateway }: Config, given: Listen | undefined) {
  if (gateway === null) throw new Error('the configuration was not loaded for the gateway');
  return given === undefined ? gateway : { ...gateway, listen: given };
}

const TOKENS = 'tokens of people';

/** Where people propose and approve actions, as long as the file of their tokens is there. */
function openApprovals({ tokensFile }: Config, desk: ApprovalDesk) {
  const { log, now } = desk;
  const warn = (problem: string): void => log.warn({ problem }, 'the tokens file cannot be used; the tokens that were read before count');
  return { desk, people: new People(byToken(new CurrentTokens({ path: tokensFile, now, warn }))) };
}

/** Where agents act for people. */
function openAgents(
  config: Config,
  { desk, people }: { readonly desk: ApprovalDesk; readonly people: People },
  {
    hosts,
    incidents,
    log,
    stopping,
  }: Omit<AgentParts, 'people' | 'intake'> & {
    readonly incidents: IncidentClient;
    readonly log: Logger;
    readonly stopping: AbortSignal;
  },
): AgentParts {
  const { now } = desk;
  const { rules } = config;
  const runbooks = agentRunbooks(config);
  const proposals = desk.key === null ? null : { propose: (who: Principal, wanted: WantedAction) => propose(desk, who, wanted) };
  const agentDesk = createAgentDesk({ incidents: async () => incidents, rules, runbooks, proposals, now, stopping });
  return { people, hosts, intake: createMcpIntake({ desk: agentDesk, version: readVersion(), log }) };
}

interface SlackDoorOptions {
  readonly config: Config;
  readonly by: SlackByHand | null;
  readonly incidents: IncidentClient;
  readonly log: Logger;
  readonly now: () => number;
}

interface OpenSlackDoor extends SlackParts {
  readonly intake: SlackDoor;
  readonly approvals: ApprovalDesk;
}

/** Where Slack's requests come in; null if no one acts from Slack. */
function openSlackDoor({ config, by, incidents, log, now }: SlackDoorOptions): OpenSlackDoor | null {
  if (by === null) return null;
  const { slack, rules, approvalKey } = config;
  const desk = createDesk({ access: slack, incidents, rules, approvalKey, command: slack.command, log, now });
  const transport: Transport = by.mode === 'http' ? by : { mode: 'socket', appToken: by.appToken.refresh, apiUrl: slack.apiUrl };
  const intake = createSlackDoor(transport, desk);
  const { approvals } = desk;
  if (by.mode === 'socket') return { intake, approvals };
  return { intake, approvals, requests: createSlackRequests(intake, slackSignature(by.signingSecret, now)) };
}

/**
 * A container is given 30 s. What was acknowledged to Slack is not sent again, so it is given all the time that Temporal may
 * take; the server, which senders can ask again, is given less.
 */
const STOP_LIMIT_MS = 27_000;

const USAGE = `Usage: incident-gateway [--listen HOST:PORT]

Take in alerts over HTTP until it is stopped (SIGINT or SIGTERM); it then finishes the requests in progress and exits.

  --listen  where to listen; default: INCIDENT_GATEWAY_LISTEN, else 127.0.0.1:8090
`;

/** Null if help was requested. @throws InvalidInputError naming the flag. */
function readArguments(args: readonly string[]): { readonly listen: Listen | undefined } | null {
  const values = readFlags(args, { listen: { type: 'string' }, help: { type: 'boolean', short: 'h' } });
  if (values.help) return null;
  if (values.listen === undefined) return { listen: undefined };
  const at = readListen(values.listen);
  if (at === null) throw new InvalidInputError('--listen', `${shown(values.listen)} is not an address`, LISTEN_ALLOWED);
  return { listen: at };
}

function exitCodeOf(error: unknown): ExitCode {
  return error instanceof ConfigError || error instanceof InvalidInputError ? EXIT.usage : EXIT.failed;
}

runProcess(main, exitCodeOf);
