import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Set in the plugin's bundle, beside which there is no package.json. */
declare const BUNDLED_VERSION: string | undefined;

/** The project's version. */
export function readVersion(): string {
  if (typeof BUNDLED_VERSION === 'string') return BUNDLED_VERSION;
  return (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
}
