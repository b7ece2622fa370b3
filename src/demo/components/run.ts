import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end. Resolves with its code and its whole output; 127 when it is not there. */
export async function run(
  program: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; timeoutMs?: number } = {},
): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: options.env });
  // Not the option of `spawn`: its timer goes on, and keeps this process, when there is no such program.
  const limit = options.timeoutMs === undefined ? undefined : setTimeout(() => child.kill(), options.timeoutMs);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 1, output: Buffer.concat(chunks).toString() };
  } catch (error) {
    return { code: 127, output: String(error) };
  } finally {
    clearTimeout(limit);
  }
}

/** Ends a child that we started: asked first, made to after five seconds. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(force);
}
