import { secrecyOf } from '../../config/clear-text';
import { ConfigError, type ConfigProblem } from '../../config/config-error';
import { readSecret } from '../../config/secrets';
import type { ErrorJson } from '../../incident/text/error-json';
import { InvalidInputError } from '../../incident/text/errors';
import { type Fields, isFields, own } from '../../incident/text/read-fields';
import { ServiceUnreachableError } from '../temporal/errors';
import { askGateway, gatewayUrl } from './ask-gateway';
import { GatewayRefusedError } from './errors';

/** Where the gateway is, and by what it knows the person. */
export interface GatewayAccess {
  readonly url: string;
  readonly token: string;
}

const TOKEN = 'INCIDENT_TOKEN';
const HOW_TO_GET_ONE = 'Nothing was sent. Whoever runs the gateway can make one: incident token add --person ADDRESS --mode respond';

/** From `INCIDENT_GATEWAY_URL` and `INCIDENT_TOKEN`. @throws InvalidInputError, ConfigError naming the variable. */
export function gatewayAccess(env: NodeJS.ProcessEnv = process.env): GatewayAccess {
  const url = gatewayUrl(env);
  const problems: ConfigProblem[] = [];
  const token = readSecret(env, TOKEN, problems)?.value();
  if (problems.length > 0) throw new ConfigError(problems);
  if (!token) throw new InvalidInputError(TOKEN, 'is not set', `a token, or ${TOKEN}_FILE`, { hint: HOW_TO_GET_ONE });
  if (secrecyOf(url) === 'published')
    throw new InvalidInputError('INCIDENT_GATEWAY_URL', `${url} would send the token unencrypted over the internet`, 'an https URL', {
      hint: 'Nothing was sent. http is only for this machine or a private network.',
    });
  return { url, token };
}

/** The gateway waits for Temporal, for a worker, and for whoever vouches for what is sent. */
const ANSWER_LIMIT_MS = 30_000;

/** Posts a request in the person's name. @throws GatewayRefusedError, ServiceUnreachableError */
export async function postAsPerson({ url, token }: GatewayAccess, path: string, body: object): Promise<Fields> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const { status, fields } = await askGateway(path, { method: 'POST', headers, body: JSON.stringify(body), signal }, '', url);
  if (status === 200 || status === 202) return fields;
  const told = toldIn(fields);
  const said = `the gateway at ${url} does not accept it: ${told.message}`;
  if (status === 503) throw new ServiceUnreachableError(said, { hint: told.hint ?? 'Send it again.', mayBeDone: true });
  throw new GatewayRefusedError(status, { ...told, message: said }, HINTS[status]?.(told));
}

const HINTS: Readonly<Record<number, (told: ErrorJson) => string | undefined>> = {
  401: () => `Nothing was changed. The token in ${TOKEN} is unknown to this gateway, was revoked, or has expired: incident token list`,
  404: ({ code, hint }) =>
    code === 'not_found'
      ? 'Nothing was changed. This gateway has no file of tokens (INCIDENT_TOKENS_FILE), or is an older version.'
      : (hint ?? undefined),
};

function toldIn(fields: Fields): ErrorJson {
  const error = own(fields, 'error');
  const text = (name: string): string | null => {
    const value = isFields(error) ? own(error, name) : undefined;
    return typeof value === 'string' ? value : null;
  };
  return {
    code: text('code') ?? 'failed',
    message: text('message') ?? 'it says nothing more',
    field: text('field'),
    allowed: text('allowed'),
    hint: text('hint'),
  };
}
