#!/usr/bin/env node
import { runCommand } from './cli/exit';
import { startIncident } from './cli/start';

const argv = process.argv.slice(2);
void runCommand(argv, () =>
  startIncident(argv, {
    async runbookNames({ runbookFolders }) {
      const { loadRunbooks } = await import('../runbooks/load-runbooks.js');
      return (await loadRunbooks(runbookFolders)).map(({ id }) => id);
    },
  }),
);
