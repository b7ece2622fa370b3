import { IncidentError } from '../incident/text/errors';

/** The gRPC codes of a permanent refusal by a running server: no retry helps, so someone must act. */
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

/** Temporal answers but refuses this worker: its namespace or its API key is gone. */
export class TemporalRefusedError extends IncidentError {
  readonly code = 'temporal_refused';
  readonly retryable = false;
}

export interface TemporalServer {
  readonly address: string;
  readonly namespace: string;
}

/** The refusal that a gRPC error stands for. Null for other errors: the server may be back in a moment. */
export function refusalOf(error: unknown, { address, namespace }: TemporalServer): TemporalRefusedError | null {
  const { code, message } = error as { code?: unknown; message: string };
  switch (code) {
    case NOT_FOUND:
      return new TemporalRefusedError(`Temporal at ${address} has no namespace ${namespace}: ${message}`, {
        hint: `Set TEMPORAL_NAMESPACE, or create the namespace and restart the worker: temporal operator namespace create --namespace ${namespace} --retention 90d`,
        cause: error,
      });
    case PERMISSION_DENIED:
    case UNAUTHENTICATED:
      return new TemporalRefusedError(`Temporal at ${address} denied this worker access to namespace ${namespace}: ${message}`, {
        hint: 'Check TEMPORAL_API_KEY (or the file TEMPORAL_API_KEY_FILE names) and the client certificate, then restart the worker. Open incidents will then continue.',
        cause: error,
      });
    default:
      return null;
  }
}
