import { IncidentError } from '../incident/text/errors';

/** One thing that is wrong in a runbook. */
export interface RunbookProblem {
  readonly file: string;
  /** Where in the file: `probes[2].timeout`; empty for the file itself. */
  readonly path: string;
  readonly problem: string;
}

/** All problems of all runbooks together: nobody mends them one by one. */
export class InvalidRunbooksError extends IncidentError {
  readonly code = 'invalid_runbooks';
  readonly retryable = false;

  constructor(readonly problems: readonly RunbookProblem[]) {
    const lines = problems.map(({ file, path, problem }) => `  ${file}${path === '' ? '' : `: ${path}`}: ${problem}`);
    super(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the runbooks:\n${lines.join('\n')}`);
  }
}
