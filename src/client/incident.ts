#!/usr/bin/env node
import { Command } from 'commander';
import { type Config, loadConfig } from '../config';
import { createDockerEngine } from '../containers/docker-engine';
import { loadRunbooks } from '../runbooks/load-runbooks';
import { REQUIRED_SCOPES } from '../slack/scopes';
import { createWebApiChat } from '../slack/web-api-chat';
import { ensureSearchAttributes, missingSearchAttributes } from '../worker/search-attributes';
import { addSetupVerbs, type Check } from './cli/doctor';
import { EXIT, runCommand } from './cli/exit';
import { addChangingVerbs, addReadingVerbs } from './cli/verbs';
import { connectIncidentClient } from './connect';

function program(): Command {
  const incident = new Command('incident')
    .description('Everything after the start of an incident.')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  addReadingVerbs(incident);
  addChangingVerbs(incident);
  addSetupVerbs(incident, doctorChecks, setUp);
  for (const verb of incident.commands)
    verb
      .allowExcessArguments(false)
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
  return incident;
}

async function setUp(): Promise<readonly string[]> {
  const config = loadConfig({ purpose: 'client' });
  const { incidents, close } = await connectIncidentClient(config);
  try {
    return await ensureSearchAttributes(incidents.options.client.connection, config.temporal.namespace);
  } finally {
    await close();
  }
}

async function doctorChecks(): Promise<readonly Check[]> {
  const config = loadConfig({ purpose: 'client' });
  const { dockerHost, image } = config.containers;
  const engine = createDockerEngine(dockerHost === undefined ? {} : { dockerHost });
  return [
    { name: 'Temporal', exit: EXIT.unreachable, look: () => lookAtTemporal(config) },
    { name: 'Slack', exit: EXIT.failed, look: () => lookAtSlack(config) },
    { name: 'container engine', exit: EXIT.unreachable, look: async () => `version ${(await engine.info()).version}` },
    { name: 'probe image', exit: EXIT.failed, look: async () => engine.ensureImage(image).then(() => image) },
    { name: 'runbooks', exit: EXIT.failed, look: async () => `${(await loadRunbooks(config.runbookFolders)).length} runbooks` },
  ];
}

async function lookAtTemporal(config: Config): Promise<string> {
  const { incidents, close } = await connectIncidentClient(config);
  try {
    const missing = await missingSearchAttributes(incidents.options.client.connection, config.temporal.namespace);
    const attributes =
      missing.length === 0 ? 'search attributes are there' : `lacks search attributes: ${missing.join(', ')} (incident setup adds them)`;
    return `${config.temporal.address}, namespace ${config.temporal.namespace}; ${attributes}`;
  } finally {
    await close();
  }
}

async function lookAtSlack({ slack }: Config): Promise<string> {
  if (slack.mode === 'off') return 'switched off (INCIDENT_SLACK=off)';
  if (slack.token() === '') throw new Error('SLACK_BOT_TOKEN is not set');
  const { token, refreshToken, apiUrl } = slack;
  const chat = createWebApiChat({ token, refreshToken, apiUrl, requiredScopes: REQUIRED_SCOPES });
  const { workspace, botUserId, scopes } = await chat.identify();
  return `${workspace} as ${botUserId}; ${scopes === null ? 'Slack does not tell the granted scopes' : 'all scopes granted'}`;
}

const argv = process.argv.slice(2);
void runCommand(
  () => argv.includes('--json'),
  async () => {
    if (argv.length === 0) process.stdout.write(program().helpInformation());
    else await program().parseAsync(argv, { from: 'user' });
  },
);
