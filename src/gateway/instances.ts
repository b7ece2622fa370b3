import { ConfigError } from '../config/config-error';
import type { GatewaySettings, Listen, Source } from '../config/gateway-settings';
import { AUTO, isSigningType } from '../config/sources-schema';
import { wayTo } from '../http/proxied-fetch';
import { KNOWN_SOURCES } from '../incident/alerts/vendors';
import { nearnessOf } from '../incident/investigation/nearness';
import { assertNever } from '../incident/text/assert-never';
import type { Authenticator } from './auth/authenticator';
import { bodySignature } from './auth/body-signature';
import { basic, bearer, open, token } from './auth/shared-secret';
import { RateLimit } from './rate-limit';
import { SnsCertificates } from './sns/certificates';
import { snsSignature } from './sns/sns-signature';

/** One address under /webhooks/. */
export interface Instance {
  readonly name: string;
  readonly type: string;
  readonly auth: Source['auth'];
  readonly authenticator: Authenticator;
  /** Where an unknown sender keeps its fields; undefined for the usual names. */
  readonly map: Source['map'];
  readonly rate: RateLimit;
  /** How to reach Amazon, where the source may confirm subscriptions; null elsewhere. */
  readonly amazon: typeof globalThis.fetch | null;
}

/** What a source without a configuration may send. */
const UNCONFIGURED = { auth: 'none', secrets: [], limit: 60_000 } as const;

export interface InstanceOptions extends GatewaySettings {
  readonly now: () => number;
  /** How to reach Amazon. Default: through the proxy that the environment names. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The instances by name. Without configured sources, each vendor's name is one without authentication, for this machine
 * alone.
 * @throws ConfigError naming each source without authentication that other machines could reach; InvalidInputError naming an
 * unusable proxy.
 */
export function createInstances({ listen, sources, now, fetch }: InstanceOptions): ReadonlyMap<string, Instance> {
  const isLocal = isLoopback(listen);
  const unguarded = sources.filter(({ auth }) => auth === 'none' && !isLocal);
  if (unguarded.length > 0) throw new ConfigError(unguarded.map(({ name }) => openProblem(name, listen)));
  const unconfigured = isLocal && sources.length === 0 ? [...KNOWN_SOURCES, AUTO] : [];
  const all: readonly Source[] = [...sources, ...unconfigured.map((name) => ({ ...UNCONFIGURED, name, type: name }))];
  const amazon = all.some(isOfSns) ? (fetch ?? wayTo('https://sns.us-east-1.amazonaws.com').fetch) : null;
  const certificates = amazon === null ? null : new SnsCertificates(amazon, now);
  return new Map(
    all.map((source) => {
      const { name, type, auth, map, limit } = source;
      const authenticator = authenticatorOf(source, certificates, now);
      const rate = new RateLimit(limit);
      return [name, { name, type, auth, authenticator, map, rate, amazon: isOfSns(source) ? amazon : null }] as const;
    }),
  );
}

/** Whether only this machine can reach what listens there. */
export const isLoopback = ({ host }: Listen): boolean => nearnessOf(host) === 'loopback';

const isOfSns = ({ type, auth }: Source): boolean => type === 'cloudwatch' && auth === 'signature';

function openProblem(name: string, { host, port }: Listen) {
  return {
    path: `sources.${name}.auth`,
    problem: `is none, and the gateway listens on ${host.includes(':') ? `[${host}]` : host}:${port}, which other machines can reach`,
    allowed: 'bearer, basic, token or signature; none only on 127.0.0.1',
  };
}

function authenticatorOf(source: Source, certificates: SnsCertificates | null, now: () => number): Authenticator {
  const { type, auth, secrets, topics = [], timestampHeader } = source;
  switch (auth) {
    case 'bearer':
      return bearer(secrets);
    case 'basic':
      return basic(secrets);
    case 'token':
      return token(secrets);
    case 'none':
      return open;
    case 'signature':
      if (certificates !== null && type === 'cloudwatch') return snsSignature(topics, certificates, now);
      if (!isSigningType(type) || type === 'cloudwatch') throw new Error(`${type} has no signature`);
      return bodySignature({ type, secrets, timestampHeader, now });
    default:
      return assertNever(auth);
  }
}
