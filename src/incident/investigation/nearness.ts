import { canonicalHost, contains, knownRange, readAddress } from './ip-address';

/** Where a host is, judging by its name or address: this machine, a private network, or the public internet. */
export type Nearness = 'loopback' | 'private' | 'public';

const LOOPBACK = ['127.0.0.0/8', '::1/128'].map(knownRange);
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'].map(
  knownRange,
);
const LOOPBACK_NAME = /^(?:.+\.)?localhost$/;
/** Names without a dot, and domains that no public name server answers for. */
const PRIVATE_NAME = /^[^.]+$|\.(?:internal|local|lan|home\.arpa|svc|test)$/;

export function nearnessOf(host: string): Nearness {
  const name = canonicalHost(host) ?? host;
  const address = readAddress(name);
  if (address === null) return LOOPBACK_NAME.test(name) ? 'loopback' : PRIVATE_NAME.test(name) ? 'private' : 'public';
  if (LOOPBACK.some((range) => contains(range, address))) return 'loopback';
  return PRIVATE.some((range) => contains(range, address)) ? 'private' : 'public';
}
