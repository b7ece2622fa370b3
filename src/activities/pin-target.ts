import type { LookUpName } from '../containers/look-up-name';
import type { ContainerEngine, ContainerRun } from '../containers/port';
import { readAddress } from '../incident/investigation/ip-address';
import type { UnresolvedName } from '../incident/investigation/plugins/unresolved-name';
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
  /** If its name has no address. */
  readonly unresolved?: UnresolvedName;
}

const NOTHING: Pinned = { hosts: {}, nameServers: true, env: {} };

/**
 * Pins the target of a probe, and what an alert's own words may lead it to. Most of those are no names at all, so that one
 * without an address changes nothing.
 */
export async function pinTargets(
  target: string | null,
  told: readonly string[],
  incidentId: string,
  dependencies: PinningDependencies,
): ReturnType<typeof pinTarget> {
  const own = await pinTarget(target, incidentId, dependencies);
  if ('refused' in own) return own;
  let { hosts } = own.pinned;
  for (const text of told) {
    const reached = await pinTarget(text, incidentId, dependencies);
    if ('refused' in reached) return reached;
    hosts = { ...reached.pinned.hosts, ...hosts };
  }
  return { pinned: { ...own.pinned, hosts } };
}

/**
 * Looks the target's name up once and checks every address. The container gets those addresses and cannot look the name up
 * again, so a name that resolves differently the next time (DNS rebinding) gains nothing. For a name without an address, the
 * container has no name server at all.
 */
async function pinTarget(
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
  if (found.outcome !== 'found') {
    const { outcome } = found;
    return { pinned: { hosts: {}, nameServers: false, env: { PROBE_LOOKUP: outcome }, unresolved: { host, outcome } } };
  }
  const addresses = found.addresses.flatMap((address) => readAddress(address)?.text ?? []);
  const bad = addresses.map((address) => whyOutOfReach(address, reach, gateways)).find((why) => why !== null);
  if (bad !== undefined) return { refused: { ...bad, host: `${host}, which resolves to ${bad.host},` } };
  const env = { PROBE_LOOKUP: found.outcome, PROBE_ADDRESSES: addresses.join(' '), PROBE_LOOKUP_MS: String(found.tookMs) };
  return { pinned: { hosts: { [host]: addresses }, nameServers: true, env } };
}
