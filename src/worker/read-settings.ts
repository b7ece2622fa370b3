import { type Config, ConfigError, type LoadOptions, loadConfig } from '../config';
import type { Runbook } from '../incident/model/runbook';
import { IncidentError } from '../incident/text/errors';
import { InvalidRunbooksError } from '../runbooks/invalid-runbooks-error';
import { loadRunbooks } from '../runbooks/load-runbooks';

/** The problems of the configuration and of the runbooks together, so that fixing one does not just reveal the other. */
export class UnusableSettingsError extends IncidentError {
  readonly code = 'invalid_configuration';
  readonly retryable = false;

  constructor(config: ConfigError, runbooks: InvalidRunbooksError) {
    super(`${config.message}\n${runbooks.message}`, { hint: config.hint });
  }
}

/**
 * The configuration and its runbooks.
 * @throws ConfigError, InvalidRunbooksError, or UnusableSettingsError if both are invalid.
 */
export async function readSettings(options: LoadOptions): Promise<{ config: Config; runbooks: readonly Runbook[] }> {
  try {
    const config = loadConfig(options);
    return { config, runbooks: await loadRunbooks(config.runbookFolders) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const also = await loadRunbooks(error.runbookFolders).catch((problem: unknown) => problem);
    throw also instanceof InvalidRunbooksError ? new UnusableSettingsError(error, also) : error;
  }
}
