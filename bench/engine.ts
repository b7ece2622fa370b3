import { availableParallelism } from 'node:os';
import { type BringUpOptions, bringUpEngine, ensureProbeImage } from '../src/demo/components';

export interface Engine {
  readonly dockerHost: string;
  readonly image: string;
  readonly probesAtOnce: number;
}

/** The engine is stopped before the folder with its data is removed. */
export async function engineOf(options: BringUpOptions, atTheEnd: (stop: () => unknown) => void): Promise<Engine> {
  const engine = await bringUpEngine(options);
  atTheEnd(engine.stop);
  if (!engine.available) throw new Error(`this bench needs a container engine: ${engine.reason}. ${engine.hint}`);
  const { image } = await ensureProbeImage(engine, options);
  return { dockerHost: engine.dockerHost, image, probesAtOnce: Math.min(8, 2 * availableParallelism()) };
}

export function missingEngine(): never {
  throw new Error('this bench needs a container engine');
}
