import { type Config, loadConfig } from '../../../config';
import type { IncidentClient } from '../../temporal/incident-client';

/**
 * Runs work with a client connected to the configured Temporal server, then disconnects. @throws ServiceUnreachableError,
 * ConfigError
 */
export async function connected<Result>(
  work: (incidents: IncidentClient) => Promise<Result>,
  config: Config = loadConfig({ purpose: 'client' }),
): Promise<Result> {
  // Loaded only here: loading Temporal's client takes longer than everything else, and help, plans and usage errors must not
  // wait for it.
  const { connectIncidentClient } = await import('../../temporal/connect.js');
  const { incidents, close } = await connectIncidentClient(config);
  try {
    return await work(incidents);
  } finally {
    await close();
  }
}
