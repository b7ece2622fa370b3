#!/usr/bin/env node
import { selectProbes } from '../incident/investigation/select-probes';
import { runCommand } from './cli/kit/exit';
import { startIncident } from './cli/start/start';

/** Runbooks and services are loaded only on demand, because most starts name no runbook. */
const runbooks = () => import('../runbooks/load-runbooks.js');
const services = () => import('../services/load-services.js');

const argv = process.argv.slice(2);
void runCommand(argv, () =>
  startIncident(argv, {
    runbookNames: async ({ runbookFolders }) => (await runbooks()).loadRunbookNames(runbookFolders),
    selectProbes: async ({ runbookFolders, servicesFile, containers, dataSourceNames }, incident) => {
      const books = { runbooks: await (await runbooks()).loadRunbooks(runbookFolders), problem: null };
      const known = servicesFile === null ? [] : await (await services()).loadServices(servicesFile);
      return selectProbes(incident, books, containers.reach, {
        services: { services: known, problem: null },
        sources: dataSourceNames,
        hasToolsImage: containers.toolsImage !== null,
      });
    },
  }),
);
