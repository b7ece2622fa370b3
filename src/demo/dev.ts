import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodeOf, printError } from './demo-error';
import { readDevOptions } from './demo-options';
import { nextSteps } from './dev-next-steps';
import { describeService } from './failing-service';
import { type KeptProcess, startKeptProcess } from './kept-process';
import { bringUpStack, LOCAL, ROOT } from './stack';
import { createTakeDown } from './take-down';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The demo's stack, with a worker and a gateway that restart whenever the sources are recompiled. */
async function main(): Promise<void> {
  readDevOptions(process.argv.slice(2));
  const takeDown = createTakeDown(say);
  takeDown.onBrokenOutput();
  takeDown.onSignals(() => 0);
  try {
    const { env, gateway, service, config } = await bringUpStack({ isDemo: false }, takeDown, say);
    const worker = startKeptProcess({ name: 'worker', env, logFile: join(LOCAL, 'worker.log'), say });
    takeDown.add(() => worker.stop());
    say(`· Worker: process ${worker.pid}, log in .local/worker.log`);
    if (service !== null) say(describeService(service));
    for (const line of nextSteps(config, gateway.url)) say(line);
    await compileForEver([gateway.process, worker], takeDown.add);
  } finally {
    await takeDown.end();
  }
}

/** Compiles on every change; a successful build is bundled and run. */
async function compileForEver(programs: readonly KeptProcess[], onEnd: (step: () => Promise<void>) => void): Promise<void> {
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
    if (errors !== '0') say(`! ${errors} ${errors === '1' ? 'error' : 'errors'}; worker and gateway still run the previous build`);
    else if (!isFirst) await reload(programs);
    isFirst = false;
  }
  await ended;
}

async function reload(programs: readonly KeptProcess[]): Promise<void> {
  const bundling = spawn(process.execPath, [join(ROOT, 'dist', 'build', 'bundle-workflows.js')], { stdio: 'inherit' });
  const [code] = (await once(bundling, 'exit')) as [number | null];
  if (code !== 0) return say("! couldn't build the workflow bundle; worker and gateway still run the previous build");
  await Promise.all(programs.map((program) => program.stop()));
  for (const program of programs) program.restart();
  say('↻ compiled; worker and gateway run the new build');
}

const program = (name: string): string => join(ROOT, 'node_modules', '.bin', name);

main().catch((error: unknown) => {
  printError(error);
  process.exitCode = exitCodeOf(error);
});
