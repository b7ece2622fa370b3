import { EngineError } from './errors';

/** @throws EngineError if the configuration does not allow the network. */
export function refuseNetwork(network: string | null, allowed: readonly string[]): void {
  if (network === null || network === 'none' || allowed.includes(network)) return;
  throw new EngineError('engine_refused', `network "${network}" is not allowed for probes (allowed: ${allowed.join(', ')})`, {
    retryable: false,
    hint: `Allow network "${network}" in the worker's configuration, or change the runbook.`,
  });
}
