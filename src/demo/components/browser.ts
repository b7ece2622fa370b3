import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall } from './engine';
import { isExecutable } from './fetch-binary';
import { MissingComponentError } from './missing-component-error';
import type { BringUpOptions } from './types';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const VARIABLES = ['CHROMIUM_PATH', 'CHROME_PATH'];
const HINT = 'Install Chromium or Chrome, or set CHROMIUM_PATH.';

/**
 * Path of a Chromium: the environment's, one on the PATH or in the project's cache; else, for root on a Debian-like system,
 * the one that apt-get installs. @throws MissingComponentError
 */
export async function findBrowser({ env, localDir, cacheDir = join(localDir, 'cache'), announce }: BringUpOptions): Promise<string> {
  const named = VARIABLES.map((name) => env[name]).find(Boolean);
  if (named !== undefined) {
    if (isExecutable(named)) return named;
    throw new MissingComponentError('browser', [`${named} (${VARIABLES.join(' or ')}) is not a program`], HINT);
  }
  const present = (): string | undefined =>
    [
      ...(env.PATH ?? '').split(':').flatMap((folder) => NAMES.map((name) => join(folder, name))),
      join(cacheDir, 'chromium', 'chrome'),
    ].find(isExecutable);
  const found = present();
  if (found !== undefined) return found;
  const tried = [`no ${NAMES.join(', ')} on the PATH`];
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) throw new MissingComponentError('browser', tried, HINT);
  if (env.INCIDENT_NO_INSTALL === '1')
    throw new MissingComponentError('browser', [...tried, 'INCIDENT_NO_INSTALL forbids installing one'], HINT);
  announce('Browser: installing chromium with apt-get (about a minute)');
  const problem = await aptInstall('chromium', env);
  const installed = present();
  if (installed !== undefined) return installed;
  throw new MissingComponentError('browser', [...tried, `apt-get install chromium: ${problem ?? 'it installed no browser'}`], HINT);
}
