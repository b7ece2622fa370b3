import { clearScreenDown, moveCursor } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { STEPS } from '../../../incident/model/plan';
import type { IncidentState, StepState } from '../../../incident/model/state';
import type { Reading } from '../../temporal/read-state';
import { pendingLine, stepLine, waitingLines } from './step-lines';
import { type Paint, paintFor } from './style';
import { cutToWidth, textWidth } from './text-width';

/**
 * Shows a running response, one line per step. On a terminal the lines are redrawn; elsewhere each settled step is printed
 * once.
 */
export interface Live {
  show(reading: Reading): void;
  /** The server has stopped answering (a message), or is answering again (null). */
  trouble(message: string | null): void;
  /** Prints a permanent line above whatever is drawn next. */
  say(line: string): void;
}

/** Shown while no worker has answered yet: for an incident being started, and for one that already existed. */
export const ACCEPTED = 'accepted; waiting for a worker to pick it up (npm start runs one)';
export const NO_WORKER = 'no worker is answering; waiting for one (npm start runs one)';
const WORKER_GONE = 'no worker is answering; the response continues when one returns';
/** Used if a terminal reports its width as 0. */
const UNKNOWN_COLUMNS = 80;
const SERVER_BACK = 'Temporal is answering again';

/** `unanswered` is shown while no worker has answered yet. */
export function createLive(stream: NodeJS.WriteStream, unanswered: string): Live {
  return stream.isTTY ? redrawn(stream, unanswered) : printedOnce(stream, unanswered);
}

function redrawn(stream: NodeJS.WriteStream, unanswered: string): Live {
  const paint = paintFor(stream);
  let drawn = 0;
  let last = '';
  let state: IncidentState | null = null;
  const draw = (lines: readonly string[]): void => {
    const text = lines.map((line) => fitted(line, (stream.columns || UNKNOWN_COLUMNS) - 1)).join('\n');
    if (text === last) return;
    erase();
    stream.write(`${text}\n`);
    drawn = lines.length;
    last = text;
  };
  const erase = (): void => {
    if (drawn > 0) {
      moveCursor(stream, 0, -drawn);
      clearScreenDown(stream);
    }
    drawn = 0;
    last = '';
  };
  const say = (line: string): void => {
    erase();
    stream.write(`${line}\n`);
  };
  return {
    show: (reading) => {
      // Without a worker only the server's limited knowledge is available, so the last known state is kept.
      state = reading.state ?? state;
      draw(linesOf(reading, { state, unanswered, paint }));
    },
    trouble: (message) => say(message ?? SERVER_BACK),
    say,
  };
}

function printedOnce(stream: NodeJS.WriteStream, unanswered: string): Live {
  const paint = paintFor(stream);
  const said = new Set<string>();
  let hasAnswered = false;
  let isGone = false;
  const write = (line: string): void => void stream.write(`${line}\n`);
  const say = (line: string, key = line): void => {
    if (!said.has(key)) write(line);
    said.add(key);
  };
  return {
    show: ({ state, waiting, status }) => {
      const gone = state === null;
      if (gone && !isGone && status === 'RUNNING') write(hasAnswered ? WORKER_GONE : unanswered);
      isGone = gone;
      hasAnswered ||= !gone;
      for (const step of state?.steps ?? []) if (state !== null && isOver(step)) say(stepLine(step, state, paint));
      // Printed once per cause, not once per attempt.
      for (const { key, text } of waitingLines(waiting)) say(text, key);
    },
    trouble: (message) => write(message ?? SERVER_BACK),
    say: write,
  };
}

function linesOf(
  reading: Reading,
  { state, unanswered, paint }: { state: IncidentState | null; unanswered: string; paint: Paint },
): string[] {
  const waiting = waitingLines(reading.waiting).map(({ text }) => text);
  const isGone = reading.state === null && reading.status === 'RUNNING';
  if (state === null) return [...(isGone ? [unanswered] : []), ...STEPS.map((name) => pendingLine(name, paint)), ...waiting];
  const steps = state.steps.map((step) => stepLine(step, state, paint));
  return [...steps, ...waiting, ...(isGone ? [WORKER_GONE] : [])].map((line) => (line === WORKER_GONE ? paint('yellow', line) : line));
}

const isOver = ({ status }: StepState): boolean => status !== 'pending' && status !== 'running';

/** A line that would wrap loses its colour when it is cut: a cut escape sequence would colour the rest of the screen. */
function fitted(line: string, columns: number): string {
  const bare = stripVTControlCharacters(line);
  return textWidth(bare) <= columns ? line : cutToWidth(bare, columns);
}
