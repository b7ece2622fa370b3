import { describeFileProblem, type FileProblem } from '../checked-yaml/file-problem';
import { IncidentError } from '../incident/text/errors';

/** All problems of the services file at once. */
export class InvalidServicesError extends IncidentError {
  readonly code = 'invalid_services';
  readonly retryable = false;

  constructor(readonly problems: readonly FileProblem[]) {
    const lines = problems.map((problem) => `  ${describeFileProblem(problem)}`);
    super(`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} in the services:\n${lines.join('\n')}`, {
      hint: 'Nothing was started or changed. Correct the file, or its path under services in the configuration; docs/services.md describes every key.',
    });
  }
}
