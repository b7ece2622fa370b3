import type { LookUpName } from '../containers/look-up-name';
import type { ContainerEngine, ContainerRun } from '../containers/port';
import { readAddress } from '../incident/investigation/ip-address';
import { type OutOfReach, type ProbeReach, whyOutOfReach } from '../incident/investigation/probe-reach';
import { readTarget } from '../incident/investigation/target';

export interface PinningDependencies {
  readonly engine: Pick<ContainerEngine, 'gateways'>;
  readonly reach: ProbeReach;
  readonly lookUp: LookUpName;
}

/** What a container may know about its target's name, and what is passed to its script. */
export interface Pinned {
  readonly hosts: ContainerRun['hosts'];
  readonly nameServers: boolean;
  readonly env: Readonly<Record<string, string>>;
}

const NOTHING: Pinned = { hosts: {}, nameServers: true, env: {} };

/**
 * Looks the target's name up once and checks every address. The container gets those addresses and cannot look the name up
 * again, so a name that resolves differently the next time (DNS rebinding) gains nothing. For a name without an address, the
 * container has no name server at all.
 */
export async function pinTarget(
  target: string | null,
  incidentId: string,
  { engine, reach, lookUp }: PinningDependencies,
): Promise<{ readonly pinned: Pinned } | { readonly refused: OutOfReach }> {
  const host = target === null ? undefined : readTarget(target)?.host;
  if (host === undefined) return { pinned: NOTHING };
  const gateways = await engine.gateways();
  const refused = whyOutOfReach(host, reach, gateways);
  if (refused !== null) return { refused };
  if (readAddress(host) !== null) return { pinned: NOTHING };
  const found = await lookUp(host, incidentId);
  if (found.outcome !== 'found') return { pinned: { hosts: {}, nameServers: false, env: { PROBE_LOOKUP: found.outcome } } };
  const addresses = found.addresses.flatMap((address) => readAddress(address)?.text ?? []);
  const bad = addresses.map((address) => whyOutOfReach(address, reach, gateways)).find((why) => why !== null);
  if (bad !== undefined) return { refused: { ...bad, host: `${host}, which resolves to ${bad.host},` } };
  const env = { PROBE_LOOKUP: found.outcome, PROBE_ADDRESSES: addresses.join(' '), PROBE_LOOKUP_MS: String(found.tookMs) };
  return { pinned: { hosts: { [host]: addresses }, nameServers: true, env } };
}
