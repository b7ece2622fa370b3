import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, type ConfigError, type LoadOptions, loadConfig } from '../../src/config';

export type LoadArguments = [env?: NodeJS.ProcessEnv, purpose?: LoadOptions['purpose']];
type Load = (content: object, ...rest: LoadArguments) => Config;

/** Loads configurations from a file of this test's own, for that process unless a call names another. */
export function configFile(usual: LoadOptions['purpose']): {
  readonly cwd: string;
  readonly load: Load;
  problemsOf(...args: Parameters<Load>): readonly string[];
} {
  const cwd = mkdtempSync(join(tmpdir(), 'incident-config-'));
  afterAll(() => rmSync(cwd, { recursive: true }));
  const load: Load = (content, env = {}, purpose = usual) => {
    const INCIDENT_CONFIG = join(cwd, 'file.yaml');
    writeFileSync(INCIDENT_CONFIG, JSON.stringify(content));
    return loadConfig({ env: { INCIDENT_CONFIG, INCIDENT_SLACK: 'off', ...env }, cwd, purpose });
  };
  return {
    cwd,
    load,
    problemsOf(...args) {
      try {
        load(...args);
        return [];
      } catch (error) {
        return (error as ConfigError).problems.map(({ path, problem, allowed }) => `${path}: ${problem} (allowed: ${allowed})`);
      }
    },
  };
}
