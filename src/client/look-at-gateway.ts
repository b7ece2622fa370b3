import type { Config } from '../config';
import type { Source } from '../config/gateway-settings';
import { InvalidInputError } from '../incident/text/errors';
import { signSample } from './cli/kit/sign-sample';
import { askGateway, gatewayUrl } from './gateway/ask-gateway';

/**
 * Whether the gateway answers, and from which of the configured sources it takes alerts. The requests are empty: the gateway
 * refuses them, so they open nothing.
 * @throws ServiceUnreachableError, InvalidInputError, and Error if it does not work as it is configured here.
 */
export async function lookAtGateway({ gateway }: Config): Promise<string> {
  const { fields } = await askGateway('/readyz');
  if (fields.status === 'stopping') throw withHint(`${gatewayUrl()} answers, but is being stopped`, START);
  if (fields.status !== 'ready') throw withHint(`${gatewayUrl()} answers, but has not reached Temporal yet`, TEMPORAL);
  const sources = gateway?.sources ?? [];
  if (sources.length === 0) return `${gatewayUrl()} answers; no sources are configured`;
  const asked = await Promise.all(sources.map(askAbout));
  const lines = [`${gatewayUrl()} answers`, ...asked.map(({ line }) => line)].join('\n');
  const hints = [...new Set(asked.flatMap(({ hint }) => hint ?? []))];
  if (hints.length > 0) throw withHint(lines, hints.join(' '));
  return lines;
}

const TEMPORAL = 'Its log says why. Check the TEMPORAL_ variables where it runs.';
const START = 'Start it again: npm run gateway';
const RESTART = 'Restart the gateway: it reads the configuration when it starts.';
const SAME = 'Set the same secret here and where the gateway runs, and restart the gateway unless it reads the secret from a file.';

interface Asked {
  readonly line: string;
  readonly hint?: string;
}

async function askAbout(source: Source): Promise<Asked> {
  const { name, auth } = source;
  const shown = credentialsOf(source);
  const { status } = await askGateway(`/webhooks/${name}`, { method: 'POST', headers: shown?.headers ?? {} }, shown?.query);
  if (status === 404) return { line: `${name}: the gateway does not have this source`, hint: RESTART };
  if (status === 503) return { line: `${name}: on; not checked further, because the gateway is busy` };
  if (auth === 'none') return { line: `${name}: on; without authentication` };
  if (shown === null) return { line: `${name}: on; its secret cannot be checked from here` };
  return status === 401
    ? { line: `${name}: on; it refuses the secret that is set here`, hint: SAME }
    : { line: `${name}: on; it accepts the secret that is set here` };
}

/** What an empty request of this sender shows; null if that cannot be made here. */
function credentialsOf(source: Source): ReturnType<typeof signSample> | null {
  if (source.auth !== 'none' && source.secrets.length === 0) return null;
  try {
    return signSample(source, '', Date.now());
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

const withHint = (message: string, hint: string): Error => Object.assign(new Error(message), { hint });
