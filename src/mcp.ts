#!/usr/bin/env node
import { type Config, ConfigError, loadConfig } from './config';
import { EXIT, type ExitCode } from './exit-codes';
import { InvalidInputError } from './incident/text/errors';
import { createLogger } from './logging';
import { Connection } from './mcp/connection';
import { createDesk } from './mcp/desk';
import { principalOf } from './mcp/environment';
import { serveOnStdio } from './mcp/serve-stdio';
import { readVersion } from './mcp/version';
import { readFlags, runProcess } from './process';
import { takeStopSignals } from './worker/stop-signals';

const USAGE = `Usage: incident-mcp

Serve MCP on standard input and output, for an agent such as Claude Code that acts for you. Logs go to standard error.

  claude mcp add incident-response -- npx incident-mcp

Environment:
  INCIDENT_ACTOR       for whom it acts; default: the operating system's user
  INCIDENT_AGENT       the agent's name; default: what the client calls itself
  INCIDENT_MCP_MODE    respond (default) or read
  INCIDENT_MCP_ALLOW   what needs no confirmation in the room: escalate, resolve, cancel, addResponders, declare; default: none
  INCIDENT_GATEWAY_URL, INCIDENT_TOKEN   through which it proposes actions
  TEMPORAL_ADDRESS …   as for the other commands
`;

/** Loaded only when asked for, because most calls name no runbook. */
const runbooks = async (config: Config) => (await import('./client/agent-runbooks.js')).agentRunbooks(config);

const gateway = () => import('./client/gateway/proposals.js');
const access = () => import('./client/gateway/as-person.js');

/** Only the gateway can sign what is proposed. */
const isKnownToGateway = ({ INCIDENT_TOKEN: token, INCIDENT_TOKEN_FILE: file }: NodeJS.ProcessEnv): boolean =>
  Boolean(token?.trim() || file?.trim());

async function main(): Promise<void> {
  if (readFlags(process.argv.slice(2), { help: { type: 'boolean', short: 'h' } }).help) return void process.stdout.write(USAGE);
  const signals = takeStopSignals();
  const config = loadConfig({ purpose: 'client' });
  const principal = principalOf(process.env, config.actor.name);
  const log = createLogger(config.logLevel);
  const connection = new Connection(config);
  const stopping = new AbortController();
  const desk = createDesk({
    incidents: () => connection.incidents(),
    rules: config.rules,
    runbooks: {
      names: async () => (await runbooks(config)).names(),
      select: async (incident) => (await runbooks(config)).select(incident),
      actions: async () => (await runbooks(config)).actions(),
    },
    proposals: isKnownToGateway(process.env)
      ? {
          propose: async (who, wanted) =>
            (await gateway()).proposeThroughGateway((await access()).gatewayAccess(), { ...wanted, agent: who.agent }),
        }
      : null,
    now: () => Date.now(),
    stopping: stopping.signal,
  });
  await serveOnStdio({ desk, principal, version: readVersion(), log }, signals.drainFromNowOn());
  stopping.abort();
  await connection.close();
}

function exitCodeOf(error: unknown): ExitCode {
  return error instanceof ConfigError || error instanceof InvalidInputError ? EXIT.usage : EXIT.failed;
}

runProcess(main, exitCodeOf);
