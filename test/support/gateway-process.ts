import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitUntil } from './wait-until';
import { unusedPort } from './worker-process';

const GATEWAY = join(__dirname, '..', '..', 'dist', 'gateway.js');

export interface GatewayUnderTest {
  readonly url: string;
  stop(): Promise<void>;
}

/** A gateway process that has reached Temporal. */
export async function startGateway({
  env,
  folder,
}: {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
}): Promise<GatewayUnderTest> {
  const listen = `127.0.0.1:${await unusedPort()}`;
  const url = `http://${listen}`;
  const gateway = spawn(process.execPath, [GATEWAY, '--listen', listen], { cwd: folder, env, stdio: 'ignore' });
  const isReady = (): Promise<boolean> =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil(isReady, { what: 'the gateway to be ready' });
  return {
    url,
    async stop() {
      const ended = once(gateway, 'exit');
      gateway.kill();
      await ended;
    },
  };
}
