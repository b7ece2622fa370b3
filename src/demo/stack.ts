import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BringUpOptions, bringUpEngine, bringUpSlack, bringUpTemporal, ensureProbeImage } from './components';
import { makePrivateFolder } from './components/private-folder';
import type { Component } from './components/types';
import { type BroughtUp, demoEnvironment, envFile } from './demo-environment';
import { DEMO_PEOPLE, emulatedPeople } from './demo-people';
import { type FailingService, startFailingService } from './failing-service';
import type { TakeDown } from './take-down';

export const ROOT = join(__dirname, '..', '..');
export const LOCAL = join(ROOT, '.local');

export interface DemoStack {
  readonly up: BroughtUp;
  /** Of the worker and of the commands that are run beside it. */
  readonly env: NodeJS.ProcessEnv;
  /** Null where there is no engine to run it. */
  readonly service: FailingService | null;
}

/**
 * Brings up what is missing: Temporal, Slack, engine, image and a failing service to look at; leaves `.local/demo.env`.
 * What has come up is taken down again even when something else could not be had.
 * @throws MissingComponentError saying what was tried and what to do.
 */
export async function bringUpStack(users: string, takeDown: TakeDown, say: (line: string) => void): Promise<DemoStack> {
  makePrivateFolder(LOCAL);
  const options: BringUpOptions = { env: process.env, localDir: LOCAL, announce: (line) => say(`· ${line}`) };
  const added = emulatedPeople(users);
  const owned = <Up extends Component>(coming: Promise<Up>): Promise<Up> =>
    coming.then((up) => {
      takeDown.add(() => up.stop());
      return up;
    });
  const coming = [
    owned(bringUpTemporal({ ...options, retentionDays: 90 })),
    owned(bringUpSlack({ ...options, seed: { users: [...DEMO_PEOPLE, ...added] } })),
    owned(bringUpEngine(options)),
  ] as const;
  // Whoever fails first must not leave the others to come up with nobody to take them down.
  await Promise.allSettled(coming);
  const [temporal, slack, engine] = await Promise.all(coming);
  if (slack.emulated && added.length > 0) say(`· Slack: added emulated people ${added.map((person) => person.email).join(', ')}`);
  if (!engine.available) say(`! ${engine.reason}. Every probe will be "unknown". ${engine.hint}`);
  const image = engine.available ? (await ensureProbeImage(engine, options)).image : undefined;
  const service = engine.available && image !== undefined ? await startFailingService(engine.dockerHost, image) : null;
  if (service !== null) takeDown.add(() => service.stop());
  const up = { temporal, slack, engine, image, reportsDir: join(LOCAL, 'reports') };
  writeFileSync(join(LOCAL, 'demo.env'), envFile(up), { mode: 0o600 });
  return { up, env: demoEnvironment(process.env, up), service };
}
