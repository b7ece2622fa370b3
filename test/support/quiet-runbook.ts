import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Its only probe needs a target. For an incident without targets, the investigation therefore needs no engine and ends at
 * once.
 */
const RUNBOOK = `id: quiet
title: A runbook without anything to look at
probes:
  - { id: page, title: Page, aspect: availability, kind: health, component: api, weight: 1, targets: url, result: { exit: { 0: ok } }, command: ['true'] }
`;

/**
 * Configures everything that runs in this folder with one runbook, `quiet`, and with the given further configuration keys.
 */
export function configureQuietly(folder: string, keys = ''): void {
  mkdirSync(join(folder, 'runbooks'));
  writeFileSync(join(folder, 'runbooks', 'quiet.yaml'), RUNBOOK);
  writeFileSync(join(folder, 'incident.config.yaml'), `runbooks: [runbooks]\n${keys}`);
}
