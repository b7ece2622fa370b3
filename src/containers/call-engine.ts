import { EngineError } from './errors';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
]);
const START_IT = 'Start the container engine, or set DOCKER_HOST to a running one.';
const NO_PERMISSION = "Give the worker permission to use the engine's socket (on most systems: add it to the docker group).";

/** The fields of the client library's errors that we read. */
interface Thrown {
  readonly statusCode?: number;
  readonly code?: string;
  /** The socket or address that was tried. */
  readonly address?: string;
  readonly json?: unknown;
  readonly message?: string;
}

/** The HTTP status with which the engine refused, if it answered. */
export function statusCodeOf(error: unknown): number | undefined {
  return (error as Thrown | null)?.statusCode;
}

/** The engine's own message, because the library reports a missing image as "no such container". */
export function engineMessage(error: unknown): string {
  const { json, message } = error as Thrown;
  const text = typeof json === 'object' && json !== null ? (json as { message?: unknown }).message : undefined;
  return typeof text === 'string' ? text : (message ?? String(error));
}

/** "there is no socket at /run/docker.sock" says more than `connect ENOENT /run/docker.sock`. */
function noAnswer(error: unknown): string {
  const { code, address } = error as Thrown;
  return code === 'ENOENT' && address !== undefined ? `there is no socket at ${address}` : engineMessage(error);
}

/**
 * Runs one call to the engine with a deadline: a hung engine never answers. The signal passed to `call` ends the request at
 * the deadline. Throws `EngineError`.
 */
export async function callEngine<Result>(
  what: string,
  deadlineMs: number,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new EngineError('engine_timeout', `the container engine did not answer within ${deadlineMs} ms (${what})`, {
          retryable: true,
          hint: START_IT,
        }),
      );
      controller.abort();
    }, deadlineMs);
  });
  const answer = call(controller.signal);
  // After the deadline nothing awaits the answer, and its failure must not become an unhandled rejection.
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, deadline]);
  } catch (error) {
    throw toEngineError(what, error);
  } finally {
    clearTimeout(timer);
  }
}

export function toEngineError(what: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const { code, statusCode } = error as Thrown;
  const message = engineMessage(error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('engine_unreachable', `the container engine denied permission (${what}): ${message}`, {
      retryable: false,
      cause: error,
      hint: NO_PERMISSION,
    });
  }
  if (statusCode === undefined || (code !== undefined && UNREACHABLE.has(code))) {
    return new EngineError('engine_unreachable', `couldn't reach the container engine: ${noAnswer(error)}`, {
      retryable: true,
      cause: error,
      hint: START_IT,
    });
  }
  if (statusCode === 404 && /no such image|image .*not (found|known)/i.test(message)) {
    return new EngineError('image_missing', message, {
      retryable: false,
      cause: error,
      hint: "Pull the image on the engine's host, or choose another image.",
    });
  }
  return new EngineError('engine_refused', `the container engine rejected the request (${what}, ${statusCode}): ${message}`, {
    retryable: statusCode >= 500,
    cause: error,
  });
}

/** Whether the name of a container to create is in use. Docker answers 409, Podman 500. */
export function isNameTaken(error: unknown): boolean {
  const { cause, message } = error as EngineError;
  return statusCodeOf(cause) === 409 || (statusCodeOf(cause) === 500 && /name .* is already in use/.test(message));
}
