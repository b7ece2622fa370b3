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
 * each entry holds the start time of its process, which reveals that the process has ended even if its id was reused. It also
 * holds the id of the engine: a process whose own engine has ended must not keep a later one running.
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

  /** Without an engine, it is a user of any: it is about to choose one. */
  signIn(engine?: RegisteredEngine): void {
    const startTime = startTimeOf(this.ownPid) ?? '';
    writeFileSync(join(this.users, String(this.ownPid)), engine === undefined ? startTime : `${startTime} ${engine.pid}`);
  }

  /** Signs out. Returns the live processes that still use the engine; if there are none, the caller should stop it. */
  signOut({ pid }: RegisteredEngine): readonly string[] {
    this.withdraw();
    return this.living(pid);
  }

  /** Signs out without having used an engine. */
  withdraw(): void {
    rmSync(join(this.users, String(this.ownPid)), { force: true });
  }

  /** Forgets an engine that is being stopped, so that no one else begins to use it. */
  forget({ pid }: RegisteredEngine): void {
    if (this.engine()?.pid === pid) rmSync(this.file, { force: true });
  }

  private living(enginePid: number): string[] {
    return readdirSync(this.users).filter((pid) => {
      const signature = join(this.users, pid);
      try {
        const [startTime, used] = readFileSync(signature, 'utf8').split(' ');
        if (startTimeOf(Number(pid)) === startTime) return used === undefined || Number(used) === enginePid;
      } catch {
        // This process has just signed out.
      }
      rmSync(signature, { force: true });
      return false;
    });
  }
}
