import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const WORKER = join(__dirname, '..', '..', 'dist', 'worker.js');

/** A worker process, everything it says, and how it ends. */
export interface WorkerUnderTest {
  readonly pid: number;
  said(): string;
  /** Resolves when it has said these words. */
  until(words: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

export function startWorker(env: NodeJS.ProcessEnv, ...args: string[]): WorkerUnderTest {
  const child: ChildProcess = spawn(process.execPath, [WORKER, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const heard: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk;
      for (const hear of heard) hear();
    });
  }
  return {
    pid: child.pid ?? 0,
    said: () => text,
    until: (words) =>
      new Promise<void>((resolve) => {
        const hear = (): void => void (text.includes(words) && resolve());
        heard.push(hear);
        hear();
      }),
    kill: (signal) => child.kill(signal),
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}

/** A port on which nothing listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
