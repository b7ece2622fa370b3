import { describeFileProblem, type FileProblem } from '../checked-yaml/file-problem';
import { IncidentError } from '../incident/text/errors';

/** All problems of all runbooks at once, so that they can be fixed together. */
export class InvalidRunbooksError extends IncidentError {
  readonly code = 'invalid_runbooks';
  readonly retryable = false;

  constructor(readonly problems: readonly FileProblem[]) {
    const lines = problems.map((problem) => `  ${describeFileProblem(problem)}`);
    super(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the runbooks:\n${lines.join('\n')}`, {
      hint: 'Nothing was started or changed. Correct the files, or the folders under runbooks in the configuration; docs/runbooks.md describes every key.',
    });
  }
}
