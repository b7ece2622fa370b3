#!/usr/bin/env node
import { Command } from 'commander';
import { type Config, loadConfig } from '../config';
import { connected } from './cli/kit/connected';
import { runCommand } from './cli/kit/exit';
import { strict } from './cli/kit/usage';
import type { SetUp } from './cli/outputs/set-up-output';
import { addSetupVerbs } from './cli/verbs/doctor';
import { addChangingVerbs, addReadingVerbs } from './cli/verbs/index';
import { addProbeVerbs } from './cli/verbs/probes';
import { doctorChecks } from './doctor-checks';

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 bad input, 3 service unreachable, 4 no such incident, 5 not allowed in its current state, 130 Ctrl-C.
To start an incident, see start-incident --help.`;

function program(): Command {
  const incident = strict(
    new Command('incident').description('Manage incidents: list, follow, change, report.').addHelpText('after', EXIT_CODES),
  );
  addReadingVerbs(incident, services);
  addChangingVerbs(incident, { runbookNames });
  addProbeVerbs(incident, {
    runbookNames,
    runbooks: async (config) => (await runbooks(config)).runbooks,
    selectProbes: async (config, about) => (await tools()).selectBy(config, about),
    // The engine's client is large, and choosing probes does not need it.
    runProbe: async (config, about, probe) => (await import('./run-probe-once.js')).runOnce(config, about, probe),
  });
  addSetupVerbs(incident, () => doctorChecks({ runbookNames, runbooks, services }), setUp);
  return incident;
}

// Adapters are loaded only by the verbs that need them, so that the others stay fast.

const tools = () => import('./probe-tools.js');
const runbooks = async (config: Config) => (await tools()).currentRunbooks(config);
const services = async (config: Config) => (await tools()).currentServices(config);

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

async function runbookNames({ runbookFolders }: Config): Promise<readonly string[]> {
  const { loadRunbookNames } = await import('../runbooks/load-runbooks.js');
  return loadRunbookNames(runbookFolders);
}

const argv = process.argv.slice(2);
void runCommand(argv, async () => {
  if (argv.length === 0) program().outputHelp();
  else await program().parseAsync(argv, { from: 'user' });
});
