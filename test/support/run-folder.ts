import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Variable that holds the folder shared by all test files of one run; unset if no global setup ran. */
export const RUN_FOLDER = 'INCIDENT_TEST_RUN_FOLDER';

/** Every project's global setup calls this; all of them get the same folder. */
export function makeRunFolder(): void {
  process.env[RUN_FOLDER] ??= mkdtempSync(join(tmpdir(), 'incident-test-run-'));
}

export function removeRunFolder(): void {
  const folder = process.env[RUN_FOLDER];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
