import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readUntil } from './wait-until';

const WORKER = join(__dirname, '..', '..', 'dist', 'worker.js');

/** A worker process, everything it prints, and how it ends. */
export interface WorkerUnderTest {
  readonly pid: number;
  said(): string;
  /** Resolves when it has printed these words. @throws if it ends without printing them. */
  until(words: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
}

export function startWorker(env: NodeJS.ProcessEnv, ...args: string[]): WorkerUnderTest {
  const child: ChildProcess = spawn(process.execPath, [WORKER, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk;
    });
  }
  return {
    pid: child.pid ?? 0,
    said: () => text,
    async until(words) {
      const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
      await readUntil(
        () => text,
        (said) => said.includes(words) || hasEnded(),
        { what: `the worker to say "${words}"` },
      );
      if (!text.includes(words)) throw new Error(`the worker has ended without saying "${words}":\n${text}`);
    },
    kill: (signal) => child.kill(signal),
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}

/** A port on which nothing is listening. */
export async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
