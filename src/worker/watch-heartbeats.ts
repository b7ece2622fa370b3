import type { Logger } from 'pino';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';

const TRY_EVERY_MS = 5_000;

export interface HeartbeatWatch {
  /** Starts the watch of a heartbeat, or gives these settings to the one that runs. Safe to repeat. */
  configure(heartbeat: { readonly name: string; readonly settings: HeartbeatSettings }): Promise<void>;
}

/**
 * Has every configured heartbeat watched with its settings, so that even one that is never fed becomes late. Tries until Temporal
 * has accepted them all; returns a function that stops it.
 */
export function watchHeartbeats(watch: HeartbeatWatch, heartbeats: Readonly<Record<string, HeartbeatSettings>>, log: Logger): () => void {
  const waiting = new Map(Object.entries(heartbeats));
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const configureAll = async (): Promise<void> => {
    try {
      for (const [name, settings] of waiting) {
        await watch.configure({ name, settings });
        waiting.delete(name);
      }
    } catch (error) {
      log.warn({ waiting: [...waiting.keys()], problem: (error as Error).message }, "couldn't start watching heartbeats; trying again");
      if (!isStopped) timer = setTimeout(configureAll, TRY_EVERY_MS);
    }
  };
  void configureAll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
