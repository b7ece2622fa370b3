import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { workflowModules } from '../worker/workflow-modules';

/** Builds the workflow bundle next to the compiled files, so that workers do not have to build it at start-up. */
async function main(): Promise<void> {
  const dist = join(__dirname, '..');
  const { code } = await bundleWorkflowCode({
    ...workflowModules(dist),
    // Silences the bundler's progress, which would be the only output of a successful build.
    logger: quietLogger(),
  });
  await writeFile(join(dist, 'workflow-bundle.js'), code);
}

function quietLogger() {
  const silent = (): void => {};
  const loud = (message: string): void => void process.stderr.write(`${message}\n`);
  return { log: silent, trace: silent, debug: silent, info: silent, warn: loud, error: loud };
}

main().catch((error: unknown) => {
  process.stderr.write(`couldn't build the workflow bundle: ${String(error)}\n`);
  process.exitCode = 1;
});
