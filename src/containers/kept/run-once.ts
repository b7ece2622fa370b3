import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { hideValues } from '../../incident/investigation/hide-values';
import { attachContainer } from '../attach-container';
import { callEngine, statusCodeOf } from '../call-engine';
import { GUARD_SLACK_MS, ownLabels } from '../container-spec';
import { EngineError } from '../errors';
import { handedOver, NOT_HANDED_OVER } from '../hand-over';
import type { KeptEnd, KeptExit, KeptRun } from '../port';
import { OutputReader, readOutput } from '../read-output';
import { atMost, CALL_MS, kill, TRAILING_MS, waitForEnd } from '../wait-for-end';

const START_MS = 10_000;
const ALREADY_STARTED = 304;
/** By convention, an exit code from here on is 128 and the number of the signal that ended the program. */
const BY_SIGNAL = 128;

type State = Docker.ContainerInspectInfo['State'];

/**
 * Brings a container to its end, from wherever an earlier attempt left it.
 *
 * Its program begins only once it is handed a line by the connection that was there before the start. So a worker that dies
 * between the two has done nothing; and of two attempts that both believe that they are the first, the later start finds a
 * container that already runs, or starts one to which nobody is connected.
 */
export async function runOnce(docker: Docker, run: KeptRun, signal?: AbortSignal): Promise<KeptEnd> {
  const container = docker.getContainer(run.id);
  const found = await look(container);
  if (found === null || !hasLabels(found, run)) return { how: 'gone' };
  const { State: state } = found;
  if (state.Running) return reconnect(docker, container, run, signal);
  if (!isUnstarted(state)) return endOf(state, { run, reader: new OutputReader(), missedOutput: true, timedOut: false });
  if (!run.mayStart()) return { how: 'notStarted', refusal: null };
  return startOnce(docker, container, run, signal);
}

async function startOnce(docker: Docker, container: Docker.Container, run: KeptRun, signal?: AbortSignal): Promise<KeptEnd> {
  if (signal?.aborted) throw disconnected();
  // Attach comes before start, because output printed before attaching is lost.
  const stream = await callEngine('attach', CALL_MS, () => attachContainer(docker, container.id));
  try {
    const { reader, ended } = readOutput(stream);
    // Another attempt may have started it while this one waited for its turn. What has ended must not be started again.
    const state = await inspect(container);
    if (state === null) return { how: 'gone' };
    if (state.Running || !isUnstarted(state)) return await runOnce(docker, run, signal);
    const started = await start(container);
    if (started === 'already') return await reconnect(docker, container, run, signal);
    if (started !== 'now') return started;
    await handOver(stream, handedOver(run.secrets, ''));
    return await followed(container, { run, reader, ended, limitMs: run.timeoutMs, missedOutput: false }, signal);
  } finally {
    stream.destroy();
  }
}

/**
 * `already`: another attempt was faster. An engine that answers that it could not start the container has not run a part of it.
 */
async function start(container: Docker.Container): Promise<KeptEnd | 'now' | 'already'> {
  try {
    await callEngine('start', START_MS, (abortSignal) => container.start({ abortSignal }));
    return 'now';
  } catch (error) {
    if (!(error instanceof EngineError) || (error.code !== 'engine_refused' && error.code !== 'image_missing')) throw error;
    if (statusCodeOf(error.cause) === ALREADY_STARTED) return 'already';
    const state = await inspect(container);
    if (state === null) return { how: 'gone' };
    if (state.Running || !isUnstarted(state)) throw error;
    return { how: 'notStarted', refusal: error.message };
  }
}

/** Resolves once all is written. If the connection breaks, the program sees an end of its input, and does not begin. */
async function handOver(stream: Duplex, text: string): Promise<void> {
  const written = new Promise<void>((resolve) => {
    stream.once('close', resolve);
    stream.end(text, () => resolve());
  });
  await atMost(CALL_MS, written);
}

/**
 * Whoever started it is gone. The end of its input ends it if it still waits for what is handed over; otherwise its program has
 * read that end already. By now its own time limit is near; the worker's clock does not say how near.
 */
async function reconnect(docker: Docker, container: Docker.Container, run: KeptRun, signal?: AbortSignal): Promise<KeptEnd> {
  const stream = await callEngine('attach', CALL_MS, () => attachContainer(docker, container.id));
  try {
    const { reader, ended } = readOutput(stream);
    stream.end();
    return await followed(container, { run, reader, ended, limitMs: run.timeoutMs + 2 * GUARD_SLACK_MS, missedOutput: true }, signal);
  } finally {
    stream.destroy();
  }
}

interface Following {
  readonly run: KeptRun;
  readonly reader: OutputReader;
  readonly ended: Promise<void>;
  readonly limitMs: number;
  readonly missedOutput: boolean;
}

async function followed(container: Docker.Container, following: Following, signal?: AbortSignal): Promise<KeptEnd> {
  const { ended, limitMs } = following;
  const end = await waitForEnd(container, ended, limitMs, signal);
  if (end === 'aborted') throw disconnected();
  if (end === 'timedOut') await kill(container);
  await atMost(TRAILING_MS, ended);
  const state = await inspect(container);
  if (state === null) return { how: 'gone' };
  // The kill has not reached it yet.
  if (state.Running) throw new EngineError('engine_timeout', `the container ${container.id} still runs`, { retryable: true });
  return endOf(state, { ...following, timedOut: end === 'timedOut' });
}

const disconnected = (): EngineError =>
  new EngineError('cancelled', 'the worker disconnected from the container, which goes on', { retryable: false });

/** Null if there is no such container. */
async function look(container: Docker.Container): Promise<Docker.ContainerInspectInfo | null> {
  try {
    return await callEngine('inspect', CALL_MS, (abortSignal) => container.inspect({ abortSignal }));
  } catch (error) {
    if (statusCodeOf((error as EngineError).cause) === 404) return null;
    throw error;
  }
}

async function inspect(container: Docker.Container): Promise<State | null> {
  return (await look(container))?.State ?? null;
}

const hasLabels = ({ Config }: Docker.ContainerInspectInfo, run: KeptRun): boolean =>
  Object.entries(ownLabels(run)).every(([name, value]) => Config.Labels[name] === value);

const isUnstarted = ({ StartedAt, Running }: State): boolean => !Running && Number.isNaN(timeOf(StartedAt));

/** `NaN` for what has not happened yet: the engine writes the year 1 then, and some versions of Podman the one of Unix's zero. */
const timeOf = (text: string): number => {
  const at = Date.parse(text);
  return at > 0 ? at : Number.NaN;
};

interface Read extends Pick<Following, 'run' | 'reader' | 'missedOutput'> {
  readonly timedOut: boolean;
}

/**
 * Podman prepares a container for another start, and forgets its exit code, when a worker connects to it in the moment in which
 * it ends. Then nobody can tell.
 */
const FORGOTTEN = new Set(['created', 'configured', 'initialized']);

function endOf(state: State, { run, reader, missedOutput, timedOut }: Read): KeptEnd {
  const { Status, ExitCode, OOMKilled, StartedAt, FinishedAt } = state;
  if (FORGOTTEN.has(Status)) return { how: 'gone' };
  const durationMs = Math.max(0, timeOf(FinishedAt) - timeOf(StartedAt));
  const exit: KeptExit = {
    exitCode: ExitCode,
    begun: ExitCode !== NOT_HANDED_OVER,
    stdout: hideValues(reader.text('stdout'), run.secrets),
    stderr: hideValues(reader.text('stderr'), run.secrets),
    truncated: reader.truncated,
    missedOutput,
    outOfMemory: OOMKilled,
    // The container's own time limit may have ended it while no worker watched.
    timedOut: timedOut || (ExitCode >= BY_SIGNAL && durationMs >= run.timeoutMs),
    durationMs,
    startedAt: new Date(timeOf(StartedAt)).toISOString(),
    endedAt: new Date(timeOf(FinishedAt)).toISOString(),
  };
  return { how: 'ended', ...exit };
}
