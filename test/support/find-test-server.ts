import { join } from 'node:path';
import { findTestServer } from '../../src/demo/components';
import { makeRunFolder } from './run-folder';

/** Fetches Temporal's test server in the same way as the demo fetches its components. */
export default async function findIt(): Promise<void> {
  makeRunFolder();
  if (process.env.TEMPORAL_TEST_SERVER_PATH) return;
  const localDir = join(__dirname, '..', '..', '.local');
  try {
    process.env.TEMPORAL_TEST_SERVER_PATH = await findTestServer({ env: process.env, localDir, announce: say });
  } catch (error) {
    process.env.MISSING_TEST_SERVER = (error as Error).message;
  }
}

function say(line: string): void {
  process.stdout.write(`· ${line}\n`);
}
