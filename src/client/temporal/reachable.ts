import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { NamespaceNotSetUpError, ServiceUnreachableError } from './errors';

/** A call that takes longer counts as unanswered. */
const LIMIT_MS = 10_000;

/** The gRPC status codes that mean trouble with the service rather than with the call. */
const GRPC = { invalidArgument: 3, deadlineExceeded: 4, notFound: 5, permissionDenied: 7, unavailable: 14, unauthenticated: 16 } as const;

const NOTHING_CHANGED = 'Nothing was changed.';

/**
 * Makes a call to Temporal. If the server does not answer, denies access or lacks the namespace, the error names its
 * address. `perhaps` says what an unanswered call may have done all the same; absent if it changes nothing.
 * @throws ServiceUnreachableError, NamespaceNotSetUpError, and whatever else the call throws.
 */
export async function reachable<Result>(address: string, work: () => Promise<Result>, perhaps?: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unreachable(address, 'timed out', { perhaps })), LIMIT_MS);
  });
  try {
    return await Promise.race([work(), limit]);
  } catch (error) {
    throw namedFailure(address, error, perhaps) ?? error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same for what Temporal has to store: if the server refuses it, for whatever reason, it has to be sent again.
 * @throws ServiceUnreachableError, NamespaceNotSetUpError
 */
export async function taken<Result>(address: string, work: () => Promise<Result>, perhaps: string): Promise<Result> {
  try {
    return await reachable(address, work, perhaps);
  } catch (error) {
    const cause = error instanceof ServiceError ? error.cause : error;
    if (!isGrpcServiceError(cause)) throw error;
    throw new ServiceUnreachableError(`Temporal at ${address} did not accept it: ${cause.details}`, {
      hint: `${perhaps} ${START_A_WORKER}`,
    });
  }
}

/** The usual reason: the server's limit for the signals that one run of a workflow gets. */
const START_A_WORKER =
  'If no worker is running, start one: until then, Temporal keeps at most 10,000 messages for each group or heartbeat.';

/** What is wrong with the service; null if the failure is about the call itself. */
function namedFailure(address: string, error: unknown, perhaps: string | undefined): Error | null {
  const cause = error instanceof ServiceError ? error.cause : error;
  if (error instanceof NamespaceNotFoundError || cause instanceof NamespaceNotFoundError)
    return noNamespace(address, (cause as NamespaceNotFoundError).namespace);
  if (!isGrpcServiceError(cause)) return null;
  const { details } = cause;
  switch (Number(cause.code)) {
    case GRPC.deadlineExceeded:
    case GRPC.unavailable:
      return unreachable(address, details, { perhaps });
    case GRPC.permissionDenied:
    case GRPC.unauthenticated:
      return refusedAccess(address, details);
    case GRPC.notFound: {
      const name = /namespace\s+"?'?([^\s"']+)"?'? (?:is )?not found/i.exec(details)?.[1];
      return name === undefined ? null : noNamespace(address, name);
    }
    case GRPC.invalidArgument:
      return /search attribute|mapping defined/i.test(details) ? new NamespaceNotSetUpError(details) : null;
    default:
      return null;
  }
}

/** `perhaps` as for `reachable`; `remedy` says what to do. */
export function unreachable(
  address: string,
  why: string,
  { perhaps, remedy = 'Start Temporal, or set TEMPORAL_ADDRESS.' }: { perhaps?: string | undefined; remedy?: string } = {},
): ServiceUnreachableError {
  return new ServiceUnreachableError(`couldn't reach Temporal at ${address}: ${why}`, {
    hint: `${perhaps ?? NOTHING_CHANGED} ${remedy}`,
    mayBeDone: perhaps !== undefined,
  });
}

function noNamespace(address: string, namespace: string): ServiceUnreachableError {
  return new ServiceUnreachableError(`Temporal at ${address} has no namespace ${namespace}`, {
    hint: `${NOTHING_CHANGED} Set TEMPORAL_NAMESPACE, or create the namespace: temporal operator namespace create --namespace ${namespace}`,
  });
}

function refusedAccess(address: string, why: string): ServiceUnreachableError {
  return new ServiceUnreachableError(`Temporal at ${address} denied access: ${why}`, {
    hint: `${NOTHING_CHANGED} Check TEMPORAL_API_KEY or the TEMPORAL_TLS_* certificates.`,
  });
}
