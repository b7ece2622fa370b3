import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { ServiceUnreachableError } from './errors';

const LIMIT_MS = 15_000;
/** gRPC's codes of a server that is not there or not ready. */
const UNREACHABLE_CODES = new Set([4, 14]);

/** Does a call to Temporal; a server that does not answer is named with its address. @throws ServiceUnreachableError */
export async function reachable<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unreachable(address, 'no answer in time')), LIMIT_MS);
  });
  try {
    return await Promise.race([work(), limit]);
  } catch (error) {
    const cause = error instanceof ServiceError ? error.cause : error;
    if (isGrpcServiceError(cause) && UNREACHABLE_CODES.has(cause.code)) throw unreachable(address, cause.details);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

export function unreachable(address: string, why: string): ServiceUnreachableError {
  return new ServiceUnreachableError(`Temporal at ${address} does not answer: ${why}`, {
    hint: 'Nothing was changed. Start it, or name another one by TEMPORAL_ADDRESS.',
  });
}
