import { EngineError } from './errors';
import type { ContainerEngine } from './port';

/**
 * The engine's version.
 * @throws EngineError if nothing stops a probe from using up the engine's machine.
 */
export async function lookAtEngine(engine: ContainerEngine): Promise<string> {
  const { version, unlimited } = await engine.info();
  if (unlimited.length === 0) return `version ${version}`;
  throw new EngineError('engine_refused', `the container engine (version ${version}) doesn't limit a probe's ${unlimited.join(', ')}`, {
    retryable: false,
    hint: 'A rootless engine needs cgroup v2, with the controllers cpu, memory and pids delegated to its user (see docs/operations.md).',
  });
}
