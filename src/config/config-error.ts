import { IncidentError } from '../incident/text/errors';
import { hideSecrets } from '../incident/text/hide-secrets';

export interface ConfigProblem {
  /** The configuration file that it is in; undefined for anything else. */
  readonly file?: string;
  /** Name of the variable, or the path in the file: `acknowledgeWithin.critical`. */
  readonly path: string;
  readonly problem: string;
  readonly allowed: string;
}

const NOWHERE = { runbookFolders: [], servicesFile: null } as const;

/** All problems of a configuration at once; nothing has been started. */
export class ConfigError extends IncidentError {
  readonly code = 'invalid_configuration';
  readonly retryable = false;
  readonly problems: readonly ConfigProblem[];

  /** @param places Where other files are, if known, so that their problems can be reported too. */
  constructor(
    found: readonly ConfigProblem[],
    readonly places: { readonly runbookFolders: readonly string[]; readonly servicesFile: string | null } = NOWHERE,
  ) {
    // Values are quoted, and a value may be a token in the wrong variable.
    const problems = found.map((one) => ({ ...one, path: hideSecrets(one.path), problem: hideSecrets(one.problem) }));
    const lines = problems.map(
      ({ file, path, problem, allowed }) => `  ${file === undefined ? '' : `${file}: `}${path}: ${problem} (allowed: ${allowed})`,
    );
    super(`the configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${lines.join('\n')}`, {
      hint: 'Nothing was started or changed. .env.example and incident.config.example.yaml show every setting.',
    });
    this.problems = problems;
  }
}
