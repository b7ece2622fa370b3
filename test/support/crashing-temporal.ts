import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUpTemporal, freePort } from '../../src/demo/components';

const ATTEMPTS = 5;

/** A Temporal server for one test. It can be killed and started again at the same address with the same SQLite file. */
export interface CrashingTemporal {
  readonly address: string;
  /** Sends SIGKILL; resolves when the server is dead. */
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCrashingTemporal(): Promise<CrashingTemporal> {
  const localDir = mkdtempSync(join(tmpdir(), 'incident-crashing-temporal-'));
  const cacheDir = join(__dirname, '..', '..', '.local', 'cache');
  const { TEMPORAL_ADDRESS: _others, ...env } = process.env;
  const [preferredPort, preferredUiPort] = [await freePort(), await freePort()];
  const bringUp = () => bringUpTemporal({ env, localDir, cacheDir, announce: () => {}, preferredPort, preferredUiPort });
  let server = await bringUp();
  const { address } = server;
  return {
    address,
    async crash() {
      if (server.pid !== null) process.kill(server.pid, 'SIGKILL');
      await server.stop();
    },
    async start() {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        server = await bringUp();
        if (server.address === address) return;
        // Another process is using the port for a moment.
        await server.stop();
      }
      throw new Error(`the Temporal server did not come back at ${address}`);
    },
    stop: () => server.stop(),
  };
}
