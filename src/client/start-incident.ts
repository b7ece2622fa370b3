#!/usr/bin/env node
import type { Config } from '../config';
import { selectProbes } from '../incident/investigation/select-probes';
import type { Runbook } from '../incident/model/runbook';
import { runCommand } from './cli/kit/exit';
import { startIncident } from './cli/start/start';

async function runbooksOf({ runbookFolders }: Config): Promise<readonly Runbook[]> {
  const { loadRunbooks } = await import('../runbooks/load-runbooks.js');
  return loadRunbooks(runbookFolders);
}

const argv = process.argv.slice(2);
void runCommand(argv, () =>
  startIncident(argv, {
    runbookNames: async (config) => (await runbooksOf(config)).map(({ id }) => id),
    selectProbes: async (config, incident) =>
      selectProbes(incident, { runbooks: await runbooksOf(config), problem: null }, config.containers.reach),
  }),
);
