import { EngineError } from './errors';
import type { ContainerEngine } from './port';
import { runForDoctor } from './run-for-doctor';

/** Prints every program on the path. */
const LIST = `IFS=:; for folder in $PATH; do for file in "$folder"/*; do [ -x "$file" ] && echo "\${file##*/}"; done; done; echo`;

/** The names of the programs on the path of an image. @throws EngineError */
export async function listPrograms(engine: Pick<ContainerEngine, 'run'>, image: string): Promise<ReadonlySet<string>> {
  const { stdout, exitCode, truncated } = await runForDoctor(engine, { image, command: ['sh', '-c', LIST], network: null });
  if (exitCode === 0 && !truncated) return new Set(stdout.split('\n').filter((name) => name !== ''));
  throw new EngineError('engine_refused', `couldn't list the programs of the image ${image} (exit code ${exitCode})`, {
    retryable: false,
    hint: 'Build the tools image again: deploy/probe-image/build.sh.',
  });
}
