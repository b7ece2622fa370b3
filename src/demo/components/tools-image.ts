import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDebianImage } from './debian/debian-image';
import type { BringUpOptions, EngineComponent } from './types';

/** The packages of the image that `deploy/probe-image/build.sh` builds from a registry. */
const PACKAGES = join(__dirname, '..', '..', '..', 'deploy', 'probe-image', 'packages.txt');

/** The tools image: the environment's, or one made of the same packages as the project's own. @throws MissingComponentError */
export async function ensureToolsImage(engine: Pick<EngineComponent, 'dockerHost'>, options: BringUpOptions): Promise<string> {
  const { env, announce } = options;
  if (env.INCIDENT_TOOLS_IMAGE) return env.INCIDENT_TOOLS_IMAGE;
  const packages = readFileSync(PACKAGES, 'utf8').split('\n').filter(Boolean);
  const image = await ensureDebianImage({ name: 'incident-tools', packages }, engine, options);
  announce(`Tools image: ${image} (made of Debian packages; set INCIDENT_TOOLS_IMAGE to use another)`);
  return image;
}
