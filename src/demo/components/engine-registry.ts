import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimeOf } from './process-start-time';

/** A dockerd that a demo or a test run started on this machine. */
export interface RegisteredEngine {
  /** In DOCKER_HOST's form. */
  readonly dockerHost: string;
  readonly pid: number;
}

/**
 * Ensures that we run only one dockerd per machine, because two would share the bridge docker0 and hand out the same
 * addresses. Each process that uses it signs in, and the last one to sign out stops it. A killed process never signs out, so
 * each entry holds the start time of its process, which reveals that the process has ended even if its id was reused.
 */
export class EngineRegistry {
  private readonly users: string;
  private readonly file: string;

  constructor(
    folder: string,
    private readonly ownPid: number = process.pid,
  ) {
    this.users = join(folder, 'users');
    this.file = join(folder, 'engine.json');
    mkdirSync(this.users, { recursive: true, mode: 0o755 });
  }

  /** The engine that was registered last, if its process is still running. */
  engine(): RegisteredEngine | null {
    try {
      const { dockerHost, pid, startTime } = JSON.parse(readFileSync(this.file, 'utf8')) as RegisteredEngine & { startTime: string };
      return startTimeOf(pid) === startTime ? { dockerHost, pid } : null;
    } catch {
      return null;
    }
  }

  register(engine: RegisteredEngine): void {
    writeFileSync(this.file, JSON.stringify({ ...engine, startTime: startTimeOf(engine.pid) }));
  }

  signIn(): void {
    writeFileSync(join(this.users, String(this.ownPid)), startTimeOf(this.ownPid) ?? '');
  }

  /** Signs out. Returns true if no live process uses the engine any more; the caller should then stop it. */
  signOut(): boolean {
    rmSync(join(this.users, String(this.ownPid)), { force: true });
    return this.living().length === 0;
  }

  /** Forgets an engine that was stopped. */
  forget(): void {
    rmSync(this.file, { force: true });
  }

  private living(): string[] {
    return readdirSync(this.users).filter((pid) => {
      const signature = join(this.users, pid);
      try {
        if (startTimeOf(Number(pid)) === readFileSync(signature, 'utf8')) return true;
      } catch {
        // This process has just signed out.
      }
      rmSync(signature, { force: true });
      return false;
    });
  }
}
