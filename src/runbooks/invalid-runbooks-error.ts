import { IncidentError } from '../incident/text/errors';

/** One problem in a runbook. */
export interface RunbookProblem {
  readonly file: string;
  /** The place in the file: `probes[2].timeout`; empty for the file itself. */
  readonly path: string;
  readonly problem: string;
}

/** All problems of all runbooks at once, so that they can be fixed together. */
export class InvalidRunbooksError extends IncidentError {
  readonly code = 'invalid_runbooks';
  readonly retryable = false;

  constructor(readonly problems: readonly RunbookProblem[]) {
    const lines = problems.map(({ file, path, problem }) => `  ${file}${path === '' ? '' : `: ${path}`}: ${problem}`);
    super(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the runbooks:\n${lines.join('\n')}`);
  }
}
