import { type Config, ConfigError, type LoadOptions, loadConfig } from '../config';
import type { Service } from '../incident/model/investigation/service';
import type { Runbook } from '../incident/model/runbook';
import { IncidentError } from '../incident/text/errors';
import { InvalidRunbooksError } from '../runbooks/invalid-runbooks-error';
import { loadRunbooks } from '../runbooks/load-runbooks';
import { InvalidServicesError } from '../services/invalid-services-error';
import { loadServices } from '../services/load-services';

const NOTHING = 'Nothing was started or changed. ';

/** The problems of the configuration, the runbooks and the services together, so that fixing one does not just reveal another. */
export class UnusableSettingsError extends IncidentError {
  readonly code = 'invalid_configuration';
  readonly retryable = false;

  constructor(problems: readonly IncidentError[]) {
    super(problems.map(({ message }) => message).join('\n'), {
      // Each of them begins by saying so.
      hint: `${NOTHING}${problems.flatMap(({ hint }) => hint?.replace(NOTHING, '') ?? []).join(' ')}`,
    });
  }
}

export interface Settings {
  readonly config: Config;
  readonly runbooks: readonly Runbook[];
  readonly services: readonly Service[];
}

/**
 * The configuration with its runbooks and services.
 * @throws ConfigError, InvalidRunbooksError or InvalidServicesError; UnusableSettingsError if several are invalid.
 */
export async function readSettings(options: LoadOptions): Promise<Settings> {
  const problems: IncidentError[] = [];
  const config = await kept(problems, async () => loadConfig(options));
  const places = config ?? problems.find((problem) => problem instanceof ConfigError)?.places;
  const runbooks = await kept(problems, () => loadRunbooks(places?.runbookFolders ?? []));
  const file = places?.servicesFile ?? null;
  const services = await kept(problems, async () => (file === null ? [] : loadServices(file)));
  const [first, ...others] = problems;
  if (first !== undefined) throw others.length === 0 ? first : new UnusableSettingsError(problems);
  return { config, runbooks, services } as Settings;
}

/** Null if it cannot be used; its problems are kept. Any other error is thrown. */
async function kept<Value>(problems: IncidentError[], read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    const isUnusable = error instanceof ConfigError || error instanceof InvalidRunbooksError || error instanceof InvalidServicesError;
    if (!isUnusable) throw error;
    problems.push(error);
    return null;
  }
}
