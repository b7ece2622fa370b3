import { type HeldAlerts, readHeldAlerts } from '../../incident/alert-groups/held-alerts';
import { parseTime } from '../../incident/alerts/timestamps';
import { isFields, own } from '../../incident/text/read-fields';

/** For both requests together. */
const LIMIT_MS = 10_000;
const MAX_BYTES = 16 * 1_024 * 1_024;

/** All that an Alertmanager holds. */
export interface Holdings {
  readonly alerts: HeldAlerts;
  /** How long it has been running, in milliseconds, by its own clock. */
  readonly ageMs: number;
}

/** Asks the Alertmanager at this address, once. @throws an error that says why its answer cannot be used. */
export async function askAlertmanager(fetch: typeof globalThis.fetch, url: string, now: () => number): Promise<Holdings> {
  const base = url.replace(/\/+$/, '');
  const signal = AbortSignal.timeout(LIMIT_MS);
  const list = await ask(fetch, `${base}/api/v2/alerts?active=true&silenced=true&inhibited=true&unprocessed=true`, signal);
  const alerts = readHeldAlerts(list.value, new Date(now()).toISOString());
  // Asked last: if it restarts in between, its age says so.
  const { value, date } = await ask(fetch, `${base}/api/v2/status`, signal);
  const startedAt = isFields(value) ? parseTime(own(value, 'uptime')) : null;
  if (startedAt === null) throw new Error('its status does not say how long it has been running');
  return { alerts, ageMs: (date ?? now()) - startedAt };
}

async function ask(fetch: typeof globalThis.fetch, url: string, signal: AbortSignal) {
  const response = await fetch(url, { redirect: 'manual', signal, headers: { accept: 'application/json' } }).catch((error: unknown) => {
    throw new Error(`no answer: ${whyOf(error)}`);
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(REFUSALS[response.status] ?? `it answered with HTTP ${response.status}`);
  }
  const text = await readLimited(response);
  try {
    return { value: JSON.parse(text) as unknown, date: parseTime(response.headers.get('date')) };
  } catch {
    throw new Error('its answer is not JSON');
  }
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: 'it requires credentials (HTTP 401), and the gateway sends none',
  403: 'it denied access (HTTP 403); the gateway sends no credentials',
};

async function readLimited({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new Error(`its answer was cut off: ${whyOf(error)}`);
  }
  if (bytes > MAX_BYTES) throw new Error(`its answer has more than ${MAX_BYTES} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}

function whyOf(thrown: unknown): string {
  const error = thrown as Error & { cause?: { code?: string } };
  return error.name === 'TimeoutError' ? `timed out after ${LIMIT_MS / 1_000} s` : (error.cause?.code ?? error.message);
}
