import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { callEngine, engineMessage, statusCodeOf, toEngineError } from './call-engine';
import { EngineError } from './errors';

const CALL_MS = 5_000;
const PULL_START_MS = 30_000;
/** A pull without progress for this long is abandoned. */
const PULL_SILENCE_MS = 30_000;
/**
 * Phrases that registries use for permanent refusals; the engine passes them on with any status. A retry would get the same
 * answer.
 */
const FOR_GOOD =
  /unauthori[sz]ed|authentication required|denied|forbidden|manifest (?:unknown|for)|not found|does not exist|no matching manifest|invalid reference/i;
const FOR_A_WHILE =
  /timeout|timed out|no progress|no such host|connection (?:refused|reset)|server misbehaving|TLS handshake|unreachable|EOF|HTTP status:? 5\d\d|too ?many ?requests/i;
const LOG_IN =
  "Log in to the registry (docker login on the engine's host), choose an image that exists, or load the image on the engine's host.";
const REACH_IT = "Check that the engine can reach the registry, or load the image on the engine's host.";
const PINNED = /@sha256:[0-9a-f]{64}$/;

/**
 * Makes sure that the image is on the engine. A missing image is pulled only if it is pinned by digest: a tag may point to a
 * different image tomorrow. Throws `EngineError` (`image_missing`), retryable if the network was at fault.
 */
export async function ensureImage(docker: Docker, image: string): Promise<void> {
  if (await isThere(docker, image)) return;
  if (!PINNED.test(image)) {
    throw new EngineError('image_missing', `image ${image} is not on the engine, and was not pulled because it is not pinned by digest`, {
      retryable: false,
      hint: `Pull or build ${image} on the engine's host, or pin it by digest.`,
    });
  }
  await pull(docker, image);
}

async function isThere(docker: Docker, image: string): Promise<boolean> {
  try {
    await callEngine('inspect image', CALL_MS, () => docker.getImage(image).inspect());
    return true;
  } catch (error) {
    if (statusCodeOf((error as EngineError).cause) === 404) return false;
    throw error;
  }
}

async function pull(docker: Docker, image: string): Promise<void> {
  let stream: Readable;
  try {
    stream = (await callEngine('pull', PULL_START_MS, () => docker.pull(image, {}))) as Readable;
  } catch (error) {
    const { code, cause } = error as EngineError;
    if (code === 'engine_unreachable' || code === 'engine_timeout') throw error;
    throw missing(image, engineMessage(cause), error);
  }
  await followPull(stream, image);
}

/** The stream of a failed pull ends like that of a good one; only its events show the failure. */
async function followPull(stream: Readable, image: string): Promise<void> {
  let rest = '';
  const silence = setTimeout(() => stream.destroy(missing(image, `no progress for ${PULL_SILENCE_MS / 1_000} s`)), PULL_SILENCE_MS);
  try {
    for await (const chunk of stream) {
      silence.refresh();
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) throwOnError(line, image);
    }
    throwOnError(rest, image);
  } catch (error) {
    throw error instanceof EngineError ? error : toEngineError('pull', error);
  } finally {
    clearTimeout(silence);
  }
}

function throwOnError(line: string, image: string): void {
  if (line.trim() === '') return;
  const event = JSON.parse(line) as { error?: unknown };
  if (typeof event.error === 'string') throw missing(image, event.error);
}

function missing(image: string, reason: string, cause?: unknown): EngineError {
  const isForGood = FOR_GOOD.test(reason);
  return new EngineError('image_missing', `couldn't pull image ${image}: ${reason}`, {
    retryable: FOR_A_WHILE.test(reason) && !isForGood,
    cause,
    hint: isForGood ? LOG_IN : REACH_IT,
  });
}
