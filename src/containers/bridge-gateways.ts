import type Docker from 'dockerode';
import { firstHost, readAddress, readRange } from '../incident/investigation/ip-address';
import { callEngine } from './call-engine';

const CALL_MS = 5_000;

/** Addresses of the engine's host on the bridges of its containers. Throws `EngineError`. */
export async function bridgeGateways(docker: Docker): Promise<readonly string[]> {
  const networks = await callEngine('list networks', CALL_MS, (abortSignal) => docker.listNetworks({ abortSignal }));
  return networks.flatMap(({ IPAM: addresses }) => (addresses?.Config ?? []).flatMap(gatewayOf));
}

/** If the network configures no gateway, the engine uses the first address of the range. */
function gatewayOf({ Gateway: gateway, Subnet: subnet }: { Gateway?: string; Subnet?: string }): readonly string[] {
  const named = gateway === undefined ? null : readAddress(gateway.split('/')[0] ?? '');
  if (named !== null) return [named.text];
  const range = subnet === undefined ? null : readRange(subnet);
  return range === null ? [] : [firstHost(range).text];
}
