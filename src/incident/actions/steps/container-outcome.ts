import type { StepOutcome } from '../../model/actions/proposal';
import type { Problem } from '../../model/plan';
import { cleanText } from '../../text/clean-text';
import { formatDuration } from '../../text/durations';
import { hideSecrets } from '../../text/hide-secrets';

const MAX_OUTPUT = 2_000;
/** By convention, an exit code from here on is 128 and the number of the signal that ended the program. */
const BY_SIGNAL = 128;
const DECIDE = 'Find out what it changed, and decide what to do. It is neither run again nor rolled back by itself.';

/** How a container ended that ran a step. */
export interface EndedContainer {
  readonly exitCode: number | null;
  readonly begun: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly missedOutput: boolean;
  readonly outOfMemory: boolean;
  readonly timedOut: boolean;
  readonly durationMs: number;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** What a step came to that ran in a container. What was killed and by whom is not known may have acted or not. */
export function containerOutcome(end: EndedContainer): StepOutcome {
  const { startedAt, endedAt } = end;
  return { ...judge(end), output: outputOf(end), startedAt, endedAt };
}

function judge({ exitCode, begun, outOfMemory, timedOut, durationMs }: EndedContainer): Pick<StepOutcome, 'kind' | 'problem'> {
  if (!begun) return { kind: 'notRun', problem: NOT_BEGUN };
  if (outOfMemory) return failed('out_of_memory', 'it ran out of memory', 'Raise resources.memory of the step in its runbook.');
  if (timedOut)
    return failed('timed_out', `it was ended after ${formatDuration(durationMs)}, its time limit`, 'Raise its timeout in the runbook.');
  if (exitCode === 0) return { kind: 'succeeded', problem: null };
  if (exitCode === null || exitCode >= BY_SIGNAL) {
    const message = `it was killed${exitCode === null ? '' : ` (exit code ${exitCode})`}, and nobody can tell how far it got`;
    return { kind: 'unknown', problem: { code: 'killed', message, mend: DECIDE } };
  }
  return failed('exit_code', `it ended with exit code ${exitCode}`, 'Its output may say why.');
}

const NOT_BEGUN: Problem = {
  code: 'not_begun',
  message: 'the worker stopped before the program began, so nothing was changed',
  mend: 'Propose the action again.',
};

const failed = (code: string, message: string, mend: string): Pick<StepOutcome, 'kind' | 'problem'> => ({
  kind: 'failed',
  problem: { code, message, mend },
});

function outputOf({ stdout, stderr, truncated, missedOutput }: EndedContainer): string {
  const missed = missedOutput ? ['(what it printed while no worker was connected is lost)'] : [];
  const cut = truncated ? ['(the rest was cut off)'] : [];
  const lines = [...missed, stdout.trimEnd(), stderr.trimEnd(), ...cut].filter((line) => line !== '');
  return cleanText(hideSecrets(lines.join('\n')), MAX_OUTPUT);
}

/** What a step came to whose container the engine knows nothing of any more. */
export const GONE: Problem = {
  code: 'container_gone',
  message: 'its container is gone, or the engine has forgotten how it ended, so nobody can tell what it did',
  mend: DECIDE,
};
