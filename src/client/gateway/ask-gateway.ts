import { cleanLine } from '../../incident/text/clean-text';
import { InvalidInputError } from '../../incident/text/errors';
import { type Fields, isFields, own, shown } from '../../incident/text/read-fields';
import { ServiceUnreachableError } from '../temporal/errors';

const VARIABLE = 'INCIDENT_GATEWAY_URL';
const DEFAULT_URL = 'http://127.0.0.1:8090';
const ANSWER_LIMIT_MS = 15_000;
const SET_ADDRESS = `set ${VARIABLE} to its address (default: ${DEFAULT_URL}).`;

export interface GatewayAnswer {
  readonly status: number;
  readonly fields: Fields;
}

/** The address of the gateway, without a slash at the end. @throws InvalidInputError naming the variable. */
export function gatewayUrl(env: NodeJS.ProcessEnv = process.env): string {
  const given = env[VARIABLE]?.trim() || DEFAULT_URL;
  const url = /^https?:\/\//.test(given) && URL.canParse(given) ? new URL(given) : null;
  const allowed = `an http(s) URL such as ${DEFAULT_URL}`;
  const refuse = (problem: string): InvalidInputError =>
    new InvalidInputError(VARIABLE, problem, allowed, { hint: 'Nothing was sent. Correct the variable.' });
  if (url === null) throw refuse(`${shown(given)} is not an address`);
  if (url.username !== '' || url.password !== '') throw refuse('contains a user name or password');
  if (url.search !== '' || url.hash !== '') throw refuse('contains a query or a fragment');
  return given.replace(/\/+$/, '');
}

/** Asks the gateway, and follows no redirect to another server. @throws ServiceUnreachableError if no gateway answers. */
export async function askGateway(path: string, request: RequestInit = {}, query = '', url = gatewayUrl()): Promise<GatewayAnswer> {
  const address = `${url}${path}`;
  const limited = { signal: AbortSignal.timeout(ANSWER_LIMIT_MS), ...request, redirect: 'manual' } as const;
  const answer = await fetch(`${address}${query}`, limited).catch(
    ({ name, cause }: Error & { cause?: { code?: string; message?: string } }) => {
      throw new ServiceUnreachableError(`the gateway at ${url} does not answer (${cause?.code ?? cause?.message ?? name})`, {
        hint: `Start it with npm run gateway, or ${SET_ADDRESS}`,
        mayBeDone: name === 'TimeoutError',
      });
    },
  );
  const fields = fieldsIn(await answer.text().catch(() => ''));
  if (fields === null || !isOurs(fields)) throw somethingElse(address, answer);
  return { status: answer.status, fields };
}

const READINESS: readonly unknown[] = ['ready', 'starting', 'stopping'];

/** Whether only the gateway answers like this. */
function isOurs(fields: Fields): boolean {
  const error = own(fields, 'error');
  const isError = isFields(error) && typeof own(error, 'code') === 'string' && own(error, 'hint') !== undefined;
  const isAnswer = Array.isArray(own(fields, 'accepted')) || isFields(own(fields, 'slack')) || typeof own(fields, 'proposal') === 'string';
  return isError || isAnswer || READINESS.includes(own(fields, 'status'));
}

function somethingElse(address: string, { status, headers }: Response): ServiceUnreachableError {
  const kind = cleanLine(headers.get('content-type')?.split(';')[0] ?? '', 60) || 'no content type';
  return new ServiceUnreachableError(`what answers at ${address} is not the gateway (HTTP ${status}, ${kind})`, {
    hint: `Find out which program uses that port, and start the gateway with npm run gateway, or ${SET_ADDRESS}`,
  });
}

function fieldsIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
