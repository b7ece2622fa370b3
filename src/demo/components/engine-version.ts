import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import Docker from 'dockerode';
import { readDockerHost } from '../../containers/read-docker-host';

const INFO_LIMIT_MS = 3_000;

/**
 * The engine's version; null if no healthy engine is there. Asks for its information, because `_ping` answers even on a hung
 * engine.
 */
export async function versionOf(dockerHost: string): Promise<string | null> {
  if (dockerHost.startsWith('unix://') && !existsSync(dockerHost.slice('unix://'.length))) return null;
  try {
    const limit = pause(INFO_LIMIT_MS, null, { ref: false });
    const info = (await Promise.race([new Docker(readDockerHost(dockerHost)).info(), limit])) as { ServerVersion?: string } | null;
    return info?.ServerVersion ?? null;
  } catch {
    return null;
  }
}
