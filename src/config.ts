import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { alertRulesOf, maintenanceOf } from './config/alert-rules';
import { readApprovalKey, tokensFileOf } from './config/approval-settings';
import { secrecyOf } from './config/clear-text';
import { ConfigError, type ConfigProblem } from './config/config-error';
import { type Config, LOG_LEVELS, type Part } from './config/config-shape';
import { readDataSources, sourceNames } from './config/data-sources/settings';
import type { ConfigFile } from './config/file-schema';
import { readGateway } from './config/gateway-settings';
import { heartbeatSettings } from './config/heartbeats-schema';
import { readNotify } from './config/notify-settings';
import { readOnCall } from './config/on-call-settings';
import { policyOf } from './config/policy';
import { containersOf, readEngine, readHealthFile } from './config/process-settings';
import { located, readFile } from './config/read-file';
import { readSecret, type Secret } from './config/secrets';
import { readTemporalSettings } from './config/temporal-settings';
import type { IncidentRules } from './incident/model/config-types';
import { shown } from './incident/text/read-fields';

export { ConfigError } from './config/config-error';
export type { Config } from './config/config-shape';

export interface LoadOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /**
   * Only a worker that serves Slack needs its token; only the gateway needs the secrets of its sources, only the worker
   * those of the services that page people, only a worker that runs probes those of the data sources. The doctor looks at all
   * of them.
   */
  readonly purpose: 'worker' | 'probes' | 'client' | 'gateway' | 'doctor';
  /** Whether a worker runs probes. Default: true. */
  readonly runsProbes?: boolean;
}

/** Reads the environment and the configuration file. @throws ConfigError with all problems at once. */
export function loadConfig({ env = process.env, cwd = process.cwd(), purpose, runsProbes = true }: LoadOptions): Config {
  const problems: ConfigProblem[] = [];
  const { file: configFile, content: file } = readFile(env, cwd, problems);
  const mode = readMode(env, problems);
  const isDoctor = purpose === 'doctor';
  const unready: Record<Part, ConfigProblem[]> = { gateway: [], notify: [], onCall: [], dataSources: [], approvals: [] };
  const gateway = isDoctor || purpose === 'gateway' ? readGateway(env, file, unready.gateway) : null;
  // Without Slack no token is needed. Compose always mounts the token's file, which is then empty.
  const isWithoutSlack = mode === 'off' || (purpose === 'gateway' && gateway?.slack == null);
  const token = isWithoutSlack ? undefined : readSecret(env, 'SLACK_BOT_TOKEN', problems);
  if (!isWithoutSlack && token === undefined && (purpose === 'worker' || purpose === 'gateway')) {
    problems.push({
      path: 'SLACK_BOT_TOKEN',
      problem: 'is not set',
      allowed: 'a bot token (xoxb-…), SLACK_BOT_TOKEN_FILE, or INCIDENT_SLACK=off',
    });
  }
  const temporal = readTemporal(env, file, problems);
  const logLevel = readLogLevel(env, problems);
  const slackUrl = readSlackUrl(env, problems);
  const isWorker = purpose === 'worker' || purpose === 'probes';
  const dockerHost = isWorker ? readEngine(env, problems) : env.DOCKER_HOST?.trim() || undefined;
  const healthFile = isWorker ? readHealthFile(env, cwd, problems) : null;
  const notify = isDoctor || purpose === 'worker' ? readNotify(env, file.notify, unready.notify) : [];
  const onCall = isDoctor || purpose === 'worker' ? readOnCall(env, file.onCall, unready.onCall) : [];
  const asksSources = isDoctor || (isWorker && runsProbes);
  const dataSources = asksSources ? readDataSources(env, file.dataSources, unready.dataSources) : null;
  const signs = asksSources || purpose === 'gateway';
  const approvalKey = signs ? readApprovalKey(env, unready.approvals) : null;
  if (!isDoctor) problems.push(...Object.values(unready).flatMap((found) => found.map((one) => located(one, configFile))));
  const runbookFolders = (file.runbooks ?? [join(__dirname, '..', 'runbooks')]).map((folder) => resolve(cwd, folder));
  const servicesFile = file.services === undefined ? null : resolve(cwd, file.services);
  if (problems.length > 0 || temporal === undefined) throw new ConfigError(problems, { runbookFolders, servicesFile });
  const via = osUser();
  return deepFreeze({
    temporal,
    slack: { mode, ...tokenFunctions(token), apiUrl: slackUrl, command: file.slack.command },
    containers: containersOf(env, file, dockerHost),
    actions: file.actions,
    rules: rulesOf(file),
    alertRules: alertRulesOf(file),
    maintenance: maintenanceOf(file),
    runbookFolders,
    servicesFile,
    reportsDir: resolve(cwd, env.INCIDENT_REPORTS_DIR?.trim() || file.reportsDir || 'reports'),
    cachedIncidents: file.cachedIncidents ?? null,
    sources: file.sources,
    heartbeats: Object.fromEntries(Object.entries(file.heartbeats).map(([name, heartbeat]) => [name, heartbeatSettings(heartbeat)])),
    file: configFile,
    gateway,
    tokensFile: tokensFileOf(env, cwd),
    approvalKey,
    notify,
    onCall,
    dataSourceNames: sourceNames(file.dataSources),
    dataSources,
    unready,
    healthFile,
    actor: { name: env.INCIDENT_ACTOR?.trim() || via, via },
    logLevel,
  });
}

/** Whether to print stack traces. */
export function isDebug(env: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(env.DEBUG);
}

function readTemporal(env: NodeJS.ProcessEnv, file: ConfigFile, problems: ConfigProblem[]): Config['temporal'] | undefined {
  const apiKey = readSecret(env, 'TEMPORAL_API_KEY', problems);
  const uiUrl = readUrl(env, 'TEMPORAL_UI_URL', problems) ?? file.temporalUiUrl ?? null;
  const settings = readTemporalSettings(apiKey === undefined ? env : { ...env, TEMPORAL_API_KEY: apiKey.value() }, problems);
  if (settings === undefined) return undefined;
  const { apiKey: fixed, ...rest } = settings;
  return { ...rest, apiKey: apiKey?.refresh ?? (fixed ? () => fixed : null), uiUrl };
}

function readMode(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): 'on' | 'off' {
  const mode = env.INCIDENT_SLACK?.trim() || 'on';
  if (mode === 'on' || mode === 'off') return mode;
  problems.push({ path: 'INCIDENT_SLACK', problem: `${shown(mode)} is neither on nor off`, allowed: 'on, off' });
  return 'on';
}

function readLogLevel(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): Config['logLevel'] {
  const given = env.LOG_LEVEL?.trim() || 'info';
  const level = LOG_LEVELS.find((name) => name === given.toLowerCase());
  if (level === undefined)
    problems.push({ path: 'LOG_LEVEL', problem: `${shown(given)} is not a log level`, allowed: LOG_LEVELS.join(', ') });
  return level ?? 'info';
}

function readUrl(env: NodeJS.ProcessEnv, name: string, problems: ConfigProblem[]): string | undefined {
  const value = env[name]?.trim();
  if (!value) return undefined;
  if (/^https?:\/\//.test(value) && URL.canParse(value)) {
    if (!holdsCredentials(value)) return value;
    problems.push({ path: name, ...CREDENTIALS });
    return undefined;
  }
  problems.push({ path: name, problem: `${shown(value)} is not an address`, allowed: 'an http(s) URL' });
  return undefined;
}

/** Credentials in a URL are refused, because links to it are posted in the war room, and `fetch` rejects such a URL. */
const CREDENTIALS = { problem: 'contains a user name or password', allowed: 'an http(s) URL without them' } as const;

function holdsCredentials(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

/** The token is sent to this address with every call. */
function readSlackUrl(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): string | undefined {
  const url = readUrl(env, 'SLACK_API_URL', problems);
  if (url !== undefined && secrecyOf(url) === 'published') {
    const problem = `${shown(new URL(url).origin)} would send the bot token unencrypted over the internet`;
    problems.push({ path: 'SLACK_API_URL', problem, allowed: 'an https URL; http only for this machine or a private network' });
  }
  return url;
}

function rulesOf(file: ConfigFile): IncidentRules {
  return { idPrefix: file.idPrefix, privacy: file.privacy, teams: file.teams, defaultTargets: file.defaultTargets, policy: policyOf(file) };
}

function tokenFunctions(token: Secret | undefined): Pick<Config['slack'], 'token' | 'refreshToken'> {
  return { token: token?.value ?? (() => ''), refreshToken: token?.refresh ?? (() => '') };
}

function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a uid that has no user name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (
    typeof value === 'object' &&
    value !== null &&
    !Object.isFrozen(value) &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
  ) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
