#!/usr/bin/env node
import { selectProbes } from '../incident/investigation/select-probes';
import { runCommand } from './cli/kit/exit';
import { startIncident } from './cli/start/start';

/** The runbooks are loaded only on demand, because most starts name no runbook. */
const runbooks = () => import('../runbooks/load-runbooks.js');

const argv = process.argv.slice(2);
void runCommand(argv, () =>
  startIncident(argv, {
    runbookNames: async ({ runbookFolders }) => (await runbooks()).loadRunbookNames(runbookFolders),
    selectProbes: async ({ runbookFolders, containers }, incident) =>
      selectProbes(incident, { runbooks: await (await runbooks()).loadRunbooks(runbookFolders), problem: null }, containers.reach),
  }),
);
