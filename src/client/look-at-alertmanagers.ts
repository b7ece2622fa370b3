import type { Config } from '../config';

const LIMIT_MS = 5_000;

interface Alertmanager {
  /** Of the source. */
  readonly name: string;
  readonly url: string;
}

/** Injected, because only the doctor needs the module. */
type WayTo = (url: string) => { readonly fetch: typeof globalThis.fetch };

/** The sources that the gateway asks for recoveries that were not reported. */
export function alertmanagersIn({ sources }: Pick<Config, 'sources'>): readonly Alertmanager[] {
  return Object.entries(sources).flatMap(([name, { type, url }]) => (type === 'alertmanager' && url !== undefined ? [{ name, url }] : []));
}

/** Whether each of them answers as the gateway asks it: without credentials. @throws Error with a line for each, if one does not. */
export async function lookAtAlertmanagers(alertmanagers: readonly Alertmanager[], wayTo: WayTo): Promise<string> {
  const asked = await Promise.all(alertmanagers.map(async ({ name, url }) => ({ name, problem: await problemOf(url, wayTo) })));
  const lines = asked.map(({ name, problem }) => `${name}: ${problem ?? 'answers'}`).join('\n');
  if (asked.some(({ problem }) => problem !== null)) throw new Error(lines);
  return lines;
}

/** Null if there is none. */
async function problemOf(url: string, wayTo: WayTo): Promise<string | null> {
  try {
    const address = `${url.replace(/\/+$/, '')}/api/v2/status`;
    const signal = AbortSignal.timeout(LIMIT_MS);
    const response = await wayTo(url).fetch(address, { redirect: 'manual', signal, headers: { accept: 'application/json' } });
    const { status } = response;
    if (status !== 200) {
      await response.body?.cancel();
      return status === 401 || status === 403
        ? `refuses access (HTTP ${status}), and the gateway sends no credentials`
        : `answers with HTTP ${status}`;
    }
    const told = (await response.json().catch(() => null)) as { uptime?: unknown } | null;
    return typeof told?.uptime === 'string' ? null : 'answers, but not as an Alertmanager does';
  } catch (thrown) {
    const error = thrown as Error & { cause?: { code?: string; message?: string } };
    return `no answer: ${error.name === 'TimeoutError' ? `timed out after ${LIMIT_MS / 1_000} s` : (error.cause?.code ?? error.cause?.message ?? error.message)}`;
  }
}
