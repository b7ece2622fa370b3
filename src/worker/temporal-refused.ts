import { IncidentError } from '../incident/text/errors';

/** gRPC's codes with which a server that is up refuses for good: no retry helps, a person must. */
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

/** Temporal answers, and refuses this worker: its namespace or its API key is gone. */
export class TemporalRefusedError extends IncidentError {
  readonly code = 'temporal_refused';
  readonly retryable = false;
}

export interface TemporalServer {
  readonly address: string;
  readonly namespace: string;
}

/** The refusal that an error of gRPC stands for. Null for every other error: the server may be back in a moment. */
export function refusalOf(error: unknown, { address, namespace }: TemporalServer): TemporalRefusedError | null {
  const { code, message } = error as { code?: unknown; message: string };
  switch (code) {
    case NOT_FOUND:
      return new TemporalRefusedError(`Temporal at ${address} does not have the namespace ${namespace}: ${message}`, {
        hint: `Set TEMPORAL_NAMESPACE, or create the namespace and start the worker again: temporal operator namespace create --namespace ${namespace} --retention 90d`,
        cause: error,
      });
    case PERMISSION_DENIED:
    case UNAUTHENTICATED:
      return new TemporalRefusedError(`Temporal at ${address} refuses this worker in the namespace ${namespace}: ${message}`, {
        hint: 'Check TEMPORAL_API_KEY (or the file that TEMPORAL_API_KEY_FILE names) and the client certificate, then start the worker again. Open incidents go on then.',
        cause: error,
      });
    default:
      return null;
  }
}
