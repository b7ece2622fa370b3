#!/usr/bin/env node
import { runCommand } from './cli/kit/exit';
import { startIncident } from './cli/start/start';

/** Runbooks and services are loaded only on demand, because most starts name no runbook. */
const tools = () => import('./probe-tools.js');

const argv = process.argv.slice(2);
void runCommand(argv, () =>
  startIncident(argv, {
    runbookNames: async (config) => (await (await tools()).currentRunbooks(config)).runbooks.map(({ id }) => id),
    selectProbes: async (config, incident) => (await tools()).selectBy(config, incident),
  }),
);
