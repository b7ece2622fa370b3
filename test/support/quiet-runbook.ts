import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Its one probe needs a target: where an incident has none, an investigation needs no engine and is over at once. */
const RUNBOOK = `id: quiet
title: A runbook without anything to look at
probes:
  - { id: page, title: Page, aspect: availability, kind: health, component: api, weight: 1, targets: url, result: { exit: { 0: ok } }, command: ['true'] }
`;

/** Configures all that runs in this folder: one runbook, `quiet`, and these further keys of the configuration. */
export function configureQuietly(folder: string, keys = ''): void {
  mkdirSync(join(folder, 'runbooks'));
  writeFileSync(join(folder, 'runbooks', 'quiet.yaml'), RUNBOOK);
  writeFileSync(join(folder, 'incident.config.yaml'), `runbooks: [runbooks]\n${keys}`);
}
