import { clearScreenDown, moveCursor } from 'node:readline';
import { cleanLine } from '../../incident/clean-text';
import { seconds } from '../../incident/durations';
import { STEPS } from '../../incident/plan';
import type { IncidentState, NodeStatus, StepState } from '../../incident/state';
import type { Reading, Waiting } from '../read-state';

const MARKS: Readonly<Record<NodeStatus, string>> = {
  done: '✓',
  failed: '✗',
  blocked: '⛔',
  waiting: '⏸',
  skipped: '–',
  running: '⏳',
  pending: '·',
};

/** Shows a response as it goes, one line a step: redrawn on a terminal, each settled step once where there is none. */
export interface Live {
  show(reading: Reading): void;
  trouble(message: string | null): void;
  end(): void;
}

export function createLive(stream: NodeJS.WriteStream): Live {
  return stream.isTTY ? redrawn(stream) : printedOnce(stream);
}

function redrawn(stream: NodeJS.WriteStream): Live {
  let drawn = 0;
  let last = '';
  const draw = (lines: readonly string[]): void => {
    const text = lines.map((line) => [...line].slice(0, (stream.columns ?? 80) - 1).join('')).join('\n');
    if (text === last) return;
    if (drawn > 0) {
      moveCursor(stream, 0, -drawn);
      clearScreenDown(stream);
    }
    stream.write(`${text}\n`);
    drawn = lines.length;
    last = text;
  };
  return {
    show: (reading) => draw(linesOf(reading)),
    trouble: (message) => {
      drawn = 0;
      last = '';
      stream.write(`${message ?? 'Temporal answers again'}\n`);
    },
    end: () => {},
  };
}

function printedOnce(stream: NodeJS.WriteStream): Live {
  const said = new Set<string>();
  const say = (line: string): void => {
    if (said.has(line)) return;
    said.add(line);
    stream.write(`${line}\n`);
  };
  return {
    show: (reading) => {
      if (reading.state === null) {
        say(noWorkerLine(reading));
        return;
      }
      for (const step of reading.state.steps) if (isOver(step)) say(stepLine(step, reading.state));
      for (const line of reading.waiting.map(waitingLine)) if (line !== null) say(line);
    },
    trouble: (message) => void stream.write(`${message ?? 'Temporal answers again'}\n`),
    end: () => {},
  };
}

function linesOf(reading: Reading): string[] {
  if (reading.state === null) return [noWorkerLine(reading), ...STEPS.map((name) => `${MARKS.pending} ${name}`)];
  const { state } = reading;
  return [...state.steps.map((step) => stepLine(step, state)), ...reading.waiting.map(waitingLine).filter((line) => line !== null)];
}

function noWorkerLine({ status }: Reading): string {
  return status === 'RUNNING' ? 'accepted; waiting for a worker to take it' : `the workflow is ${status.toLowerCase()}`;
}

const isOver = ({ status }: StepState): boolean => status !== 'pending' && status !== 'running';

function stepLine(step: StepState, state: IncidentState): string {
  const facts = [
    ...(step.durationMs === null ? [] : [seconds(step.durationMs)]),
    ...(step.attempts > 1 ? [`${step.attempts} attempts`] : []),
    ...about(step, state),
  ];
  const words = step.status === 'done' || step.status === 'running' || step.status === 'pending' ? '' : ` ${step.status}`;
  return cleanLine(`${MARKS[step.status]} ${step.name.padEnd(18)}${words} ${facts.join('  ')}`, 300);
}

/** What a step brought, in a few words. */
function about({ name, status, problem, note }: StepState, state: IncidentState): string[] {
  if (problem !== null) return [`${problem.message} ${problem.mend}`.trim()];
  if (note !== null) return [note];
  if (status !== 'done')
    return name === 'investigate' && state.probes.length > 0 ? [`${state.findings.length} of ${state.probes.length} probes`] : [];
  switch (name) {
    case 'parseIncidentEvent':
      return [`${state.incident?.severity}: ${state.incident?.title}`];
    case 'setUpSlack':
      return [state.slack?.workspace ?? ''];
    case 'resolveSlackUsers':
      return [`${state.people?.resolved.length ?? 0} found, ${state.people?.unresolved.length ?? 0} not`];
    case 'createWarRoom':
      return [`${state.warRoom?.privacy} #${state.warRoom?.name}`];
    case 'investigate': {
      const counts = state.investigation?.counts;
      return counts === undefined ? [] : [`${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`];
    }
    case 'summarizeIncident':
      return state.score === null ? [] : [`score ${state.score.total}`];
    default:
      return [];
  }
}

/** What a retried activity waits for. The first retries are quicker than anybody reads. */
function waitingLine({ activityId, attempt, lastFailure }: Waiting): string | null {
  if (attempt < 3) return null;
  return cleanLine(
    `  ${activityId.split('.')[0]} waits: ${lastFailure ?? 'no answer yet'} (attempt ${attempt}; it goes on by itself)`,
    300,
  );
}
