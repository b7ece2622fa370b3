import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startTimeOf } from './process-start-time';

/** Lets one process at a time pass; returns how to let the next one. A lock whose process is gone is taken over. */
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

function isHeld(file: string): boolean {
  try {
    const [pid = '', startTime] = readFileSync(file, 'utf8').split(' ');
    // Between its creation and its being written, it is empty.
    return pid === '' || startTimeOf(Number(pid)) === startTime;
  } catch {
    return false;
  }
}
