import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startTimeOf } from './process-start-time';

/**
 * Takes the lock, which one process at a time can hold, and returns a function that releases it. The lock of a dead process
 * is taken over.
 */
export async function lock(file: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(file, `${process.pid} ${startTimeOf(process.pid)}`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (!isHeld(file)) rmSync(file, { force: true });
    else await pause(100);
  }
}

/**
 * Two runs that look for a port at the same moment would find the same one, and one of them would use the other's server
 * until it stops. Held until a server listens.
 */
export function lockPorts(): Promise<() => void> {
  return lock(join(tmpdir(), `incident-response-ports-${process.getuid?.() ?? 0}`));
}

function isHeld(file: string): boolean {
  try {
    const [pid = '', startTime] = readFileSync(file, 'utf8').split(' ');
    // The file is empty between its creation and the first write.
    return pid === '' || startTimeOf(Number(pid)) === startTime;
  } catch {
    return false;
  }
}
