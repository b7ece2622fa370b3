import { lookup } from 'node:dns/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { limitConcurrency } from './limit-concurrency';

/** What this machine's resolver answers for a name. */
export type LookUp =
  | { readonly outcome: 'found'; readonly addresses: readonly string[]; readonly tookMs: number }
  /** The name does not exist or has no address, as confirmed by a second lookup. */
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'no_answer' };

/**
 * @param forWhom Owner of the lookup (an incident): an owner's lookups queue behind each other before they delay anyone
 * else's.
 */
export type LookUpName = (name: string, forWhom: string) => Promise<LookUp>;

/** Includes the wait for other lookups. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 1_000;
/** All probes of a target share one lookup, and a failed one is retried soon enough. */
const KEEP_MS = 10_000;
/** Two of the four threads that Node has for this, so that hanging names leave some for everything else, including Slack. */
const AT_ONCE = 2;
const NOT_FOUND = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Looks names up as every program on this machine does, with hosts file, search domains and name servers. Never throws.
 * @param resolve Returns all addresses of a name; default: the system's resolver.
 */
export function createNameLookUp(resolve: (name: string) => Promise<readonly string[]> = systemAddresses): LookUpName {
  const limited = limitConcurrency(AT_ONCE);
  const kept = new Map<string, Promise<LookUp>>();

  const once = async (name: string, forWhom: string): Promise<LookUp> => {
    let tookMs = 0;
    // A hanging resolver keeps its thread until the system gives up, so it keeps its slot here for as long.
    const asked = limited(forWhom, async () => {
      const startedAt = performance.now();
      try {
        const addresses = await resolve(name);
        tookMs = Math.round(performance.now() - startedAt);
        return addresses.length === 0 ? ('not_found' as const) : addresses;
      } catch (error) {
        return NOT_FOUND.has(String((error as NodeJS.ErrnoException).code)) ? ('not_found' as const) : ('no_answer' as const);
      }
    });
    const answer = await Promise.race([asked, pause(PATIENCE_MS, 'no_answer' as const, { ref: false })]);
    if (typeof answer === 'string') return { outcome: answer };
    return { outcome: 'found', addresses: answer, tookMs };
  };
  const twice = async (name: string, forWhom: string): Promise<LookUp> => {
    const first = await once(name, forWhom);
    if (first.outcome !== 'not_found') return first;
    await pause(LOOK_AGAIN_MS);
    return once(name, forWhom);
  };
  return (name, forWhom) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const looking = twice(name, forWhom);
    kept.set(name, looking);
    void looking.then(() => setTimeout(() => kept.delete(name), KEEP_MS).unref());
    return looking;
  };
}

async function systemAddresses(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true, order: 'ipv4first' })).map(({ address }) => address);
}
