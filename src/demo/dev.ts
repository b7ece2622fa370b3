import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodeOf, printError } from './demo-error';
import { readDevOptions } from './demo-options';
import { bringUpStack, LOCAL, ROOT } from './stack';
import { createTakeDown } from './take-down';
import { startWorkerProcess, type WorkerProcess } from './worker-process';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The demo's stack, and a worker that restarts whenever the sources are recompiled. */
async function main(): Promise<void> {
  readDevOptions(process.argv.slice(2));
  const takeDown = createTakeDown(say);
  takeDown.onBrokenOutput();
  takeDown.onSignals(() => 0);
  try {
    const { env, service } = await bringUpStack('', takeDown, say);
    const worker = startWorkerProcess({ env, logFile: join(LOCAL, 'worker.log'), say });
    takeDown.add(() => worker.stop());
    say(`· Worker: process ${worker.pid}, log in .local/worker.log`);
    if (service !== null) say(`· Failing demo service: ${service.healthUrl}`);
    say(
      '\nIn another terminal, in this folder: source .local/demo.env, then npx start-incident. Ctrl-C stops everything that was started.\n',
    );
    await compileForEver(worker, takeDown.add);
  } finally {
    await takeDown.end();
  }
}

/** Compiles on every change; a successful build is bundled and run. */
async function compileForEver(worker: WorkerProcess, onEnd: (step: () => Promise<void>) => void): Promise<void> {
  const tsc = spawn(program('tsc'), ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = once(tsc, 'exit');
  // The whole process group: the compiler is a child of its wrapper.
  onEnd(async () => void (tsc.pid !== undefined && tsc.exitCode === null && process.kill(-tsc.pid, 'SIGTERM')));
  let isFirst = true;
  for await (const line of createInterface({ input: tsc.stdout })) {
    const errors = /Found (\d+) errors?\./.exec(line)?.[1];
    if (errors === undefined) {
      if (line.includes('error TS')) say(line);
      continue;
    }
    if (errors !== '0') say(`! ${errors} ${errors === '1' ? 'error' : 'errors'}; the worker still runs the previous build`);
    else if (!isFirst) await reload(worker);
    isFirst = false;
  }
  await ended;
}

async function reload(worker: WorkerProcess): Promise<void> {
  const bundling = spawn(process.execPath, [join(ROOT, 'dist', 'build', 'bundle-workflows.js')], { stdio: 'inherit' });
  const [code] = (await once(bundling, 'exit')) as [number | null];
  if (code !== 0) return say("! couldn't build the workflow bundle; the worker still runs the previous build");
  await worker.stop();
  worker.restart();
  say(`↻ compiled; worker process ${worker.pid} runs the new build`);
}

const program = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

main().catch((error: unknown) => {
  printError(error);
  process.exitCode = exitCodeOf(error);
});
