#!/usr/bin/env node
import { runCommand } from './cli/exit';
import { startIncident } from './cli/start';
import { startProgram } from './cli/start-options';

const argv = process.argv.slice(2);
if (argv.includes('--help') || argv.includes('-h')) process.stdout.write(startProgram().helpInformation());
else
  void runCommand(
    () => argv.includes('--json'),
    () => startIncident(argv),
  );
