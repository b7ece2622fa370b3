import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BringUpOptions } from '../../src/demo/components';

/** For images that tests make. */
export function makeOptions(): BringUpOptions {
  const localDir = mkdtempSync(join(tmpdir(), 'checks-'));
  return { env: process.env, localDir, cacheDir: join(__dirname, '..', '..', '.local', 'cache'), announce: () => {} };
}
