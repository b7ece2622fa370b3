import type { GatewaySettings, Source } from '../config/gateway-settings';
import { AUTO, isSigningType } from '../config/sources-schema';
import { wayTo } from '../http/proxied-fetch';
import { KNOWN_SOURCES } from '../incident/alerts/vendors';
import type { Authenticator } from './auth/authenticator';
import { bodySignature } from './auth/body-signature';
import { bySecret } from './auth/shared-secret';
import { type Door, isLoopback, refuseOpenDoors } from './door';
import { RateLimit } from './rate-limit';
import { SnsCertificates } from './sns/certificates';
import { snsSignature } from './sns/sns-signature';

/** One address under /webhooks/. */
export interface Instance extends Door {
  readonly type: string;
  readonly auth: Source['auth'];
  /** Where an unknown sender keeps its fields; undefined for the usual names. */
  readonly map: Source['map'];
  /** How to reach Amazon, where the source may confirm subscriptions; null elsewhere. */
  readonly amazon: typeof globalThis.fetch | null;
}

/** What a source without a configuration may send. */
const UNCONFIGURED = { auth: 'none', secrets: [], limit: 60_000 } as const;

export interface InstanceOptions extends Pick<GatewaySettings, 'listen' | 'sources'> {
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
  refuseOpenDoors('sources', sources, listen);
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

const isOfSns = ({ type, auth }: Source): boolean => type === 'cloudwatch' && auth === 'signature';

function authenticatorOf(source: Source, certificates: SnsCertificates | null, now: () => number): Authenticator {
  const { type, auth, secrets, topics = [], timestampHeader } = source;
  if (auth !== 'signature') return bySecret(auth, secrets);
  if (certificates !== null && type === 'cloudwatch') return snsSignature(topics, certificates, now);
  if (!isSigningType(type) || type === 'cloudwatch') throw new Error(`${type} has no signature`);
  return bodySignature({ type, secrets, timestampHeader, now });
}
