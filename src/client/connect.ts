import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config';
import { IncidentClient } from './incident-client';
import { unreachable } from './reachable';

const CONNECT_LIMIT_MS = 5_000;

/** Connects to the Temporal of a configuration. @throws ServiceUnreachableError within a few seconds. */
export async function connectIncidentClient(config: Config): Promise<{ incidents: IncidentClient; close(): Promise<void> }> {
  const { address, namespace, connection: options } = config.temporal;
  let connection: Connection;
  try {
    connection = await Connection.connect({ ...options, connectTimeout: CONNECT_LIMIT_MS });
  } catch (error) {
    throw unreachable(address, (error as Error).message);
  }
  const client = new Client({ connection, namespace });
  return { incidents: new IncidentClient({ client, address, rules: config.rules }), close: () => connection.close() };
}
