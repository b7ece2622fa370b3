import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the variable with the folder of what the test files of one run share; unset where no global setup ran. */
export const RUN_FOLDER = 'INCIDENT_TEST_RUN_FOLDER';

/** Every project's global setup asks for it; all get the same. */
export function makeRunFolder(): void {
  process.env[RUN_FOLDER] ??= mkdtempSync(join(tmpdir(), 'incident-test-run-'));
}

export function removeRunFolder(): void {
  const folder = process.env[RUN_FOLDER];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
