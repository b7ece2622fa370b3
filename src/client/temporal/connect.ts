import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, type ConnectionOptions } from '@temporalio/client';
import type { Config } from '../../config';
import { ownCopyOf } from '../../config/temporal-settings';
import { nearnessOf } from '../../incident/investigation/nearness';
import { AlertClient } from './alert-client';
import { hostAndPort, whyUnreachable } from './dial';
import type { ServiceUnreachableError } from './errors';
import { HeartbeatClient } from './heartbeat-client';
import { IncidentClient } from './incident-client';
import { reachable, unreachable } from './reachable';
import { type FollowedFilter, followedGroups } from './read-groups';

const CONNECT_LIMIT_MS = 4_000;
/** How long to wait for a server that is just starting. Waiting longer would only delay the error. */
const PATIENCE_MS = 1_500;
const DIAL_EVERY_MS = 250;
/** If dialling fails, a proxy that only gRPC knows may still reach the server. */
const LAST_CHANCE_MS = 1_000;

/** Connects to the configured Temporal server. @throws ServiceUnreachableError within a few seconds. */
export async function connectIncidentClient(config: Config): Promise<{ incidents: IncidentClient; close(): Promise<void> }> {
  const { address, namespace } = config.temporal;
  const options = optionsOf(config);
  const why = await dialPatiently(address);
  const connectTimeout = why === null ? CONNECT_LIMIT_MS : LAST_CHANCE_MS;
  const connected = await Connection.connect({ ...options, ...proxyingOf(address), connectTimeout }).catch((error: Error) => {
    throw why === null && /deadline/i.test(error.message) ? noAnswerInTime(address) : unreachable(address, why ?? error.message);
  });
  const client = new Client({ connection: connected, namespace });
  return { incidents: new IncidentClient({ client, address, rules: config.rules }), close: () => connected.close() };
}

/** Waits longer between two attempts would delay alerts after Temporal has come back. */
const RECONNECT_MS = { 'grpc.initial_reconnect_backoff_ms': 250, 'grpc.max_reconnect_backoff_ms': 2_000 } as const;

export interface GatewayConnection {
  readonly incidents: IncidentClient;
  readonly alerts: AlertClient;
  readonly heartbeats: HeartbeatClient;
  followed(filter: FollowedFilter): ReturnType<typeof followedGroups>;
  reach(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Clients for incidents, alerts and heartbeats, for as long as the process runs. They connect when first used, and again after each
 * interruption.
 */
export function openGatewayClients(config: Config): GatewayConnection {
  const { address, namespace } = config.temporal;
  const { channelArgs, ...options } = { channelArgs: {}, ...optionsOf(config), ...proxyingOf(address) };
  const connection = Connection.lazy({ ...options, channelArgs: { ...channelArgs, ...RECONNECT_MS } });
  const client = new Client({ connection, namespace });
  return {
    incidents: new IncidentClient({ client, address, rules: config.rules }),
    alerts: new AlertClient({ client, address, privateLabels: config.rules.privacy.privateLabels }),
    heartbeats: new HeartbeatClient(client, address),
    followed: (filter) => followedGroups(client, address, filter),
    async reach() {
      await reachable(address, () => connection.workflowService.describeNamespace({ namespace }));
    },
    close: () => connection.close(),
  };
}

function optionsOf({ temporal: { apiKey, connection } }: Config): ConnectionOptions {
  return { ...ownCopyOf(connection), ...(apiKey === null ? {} : { apiKey }) };
}

/** gRPC obeys the proxy variables even for this machine's own addresses, which no proxy can reach. */
function proxyingOf(address: string): Pick<ConnectionOptions, 'channelArgs'> {
  return nearnessOf(hostAndPort(address).host) === 'loopback' ? { channelArgs: { 'grpc.enable_http_proxy': 0 } } : {};
}

/** Dials first, because gRPC would only say that its deadline passed. Null if something is listening. */
async function dialPatiently(address: string): Promise<string | null> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const why = await whyUnreachable(address, PATIENCE_MS);
    if (why === null || Date.now() >= giveUpAt) return why;
    await pause(DIAL_EVERY_MS);
  }
}

/** What listens is not a Temporal server, or is too slow: after gRPC's deadline, both look the same. */
function noAnswerInTime(address: string): ServiceUnreachableError {
  const why = `something is listening there, but did not answer like a Temporal gRPC server within ${CONNECT_LIMIT_MS / 1_000} s`;
  return unreachable(address, why, {
    remedy: 'Try again. If it happens again, check the load on the server, the port and the TLS settings.',
  });
}
