import { IncidentError } from '../incident/text/errors';

/** The file of the tokens cannot be read or changed. Nothing was changed. */
export class TokensFileError extends IncidentError {
  readonly code = 'tokens_unusable';
  readonly retryable = false;

  constructor(path: string, problem: string, cause?: unknown) {
    super(`the tokens file ${path} ${problem}`, { cause, hint: 'Nothing was changed. INCIDENT_TOKENS_FILE says where the file is.' });
  }
}
