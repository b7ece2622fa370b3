import type { EngineComponent, EngineUnavailable, SlackComponent, TemporalComponent } from './components';
import { EMULATED_TOKEN } from './components/slack';
import type { AgentAccess } from './demo-agent';

export interface BroughtUp {
  readonly temporal: TemporalComponent;
  readonly slack: SlackComponent;
  readonly engine: EngineComponent | EngineUnavailable;
  readonly image: string | undefined;
  readonly toolsImage: string | undefined;
  readonly reportsDir: string;
  /** The demo's own configuration file; null to use the project's. */
  readonly configFile: string | null;
  /** Null: no agent acts, unless the project's own settings let one. */
  readonly agent: AgentAccess | null;
  /** Null until the gateway is up. */
  readonly gatewayUrl: string | null;
}

/** The demo's own variables, by which the worker and the commands find the components. */
function ownVariables({
  temporal,
  slack,
  engine,
  image,
  toolsImage,
  reportsDir,
  configFile,
  agent,
  gatewayUrl,
}: BroughtUp): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    ...(temporal.uiUrl ? { TEMPORAL_UI_URL: temporal.uiUrl } : {}),
    ...(slack.tokenFile === null ? { SLACK_BOT_TOKEN: slack.token } : { SLACK_BOT_TOKEN_FILE: slack.tokenFile }),
    ...(slack.apiUrl ? { SLACK_API_URL: slack.apiUrl } : {}),
    ...(slack.signingSecret === null ? {} : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    ...(slack.pageUrl === null ? {} : { INCIDENT_WAR_ROOM_URL: slack.pageUrl }),
    ...(engine.available ? { DOCKER_HOST: engine.dockerHost } : {}),
    ...(image ? { INCIDENT_PROBE_IMAGE: image } : {}),
    ...(toolsImage ? { INCIDENT_TOOLS_IMAGE: toolsImage } : {}),
    INCIDENT_REPORTS_DIR: reportsDir,
    ...(configFile === null ? {} : { INCIDENT_CONFIG: configFile }),
    ...(agent === null
      ? {}
      : { INCIDENT_APPROVAL_KEY_FILE: agent.keyFile, INCIDENT_TOKENS_FILE: agent.tokensFile, INCIDENT_TOKEN: agent.token }),
    ...(gatewayUrl === null ? {} : { INCIDENT_GATEWAY_URL: gatewayUrl }),
  };
}

const OWN_NAMES: ReadonlySet<string> = new Set([
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_UI_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_API_URL',
  'SLACK_SIGNING_SECRET',
  'INCIDENT_WAR_ROOM_URL',
  'DOCKER_HOST',
  'INCIDENT_PROBE_IMAGE',
  'INCIDENT_TOOLS_IMAGE',
  'INCIDENT_REPORTS_DIR',
  'INCIDENT_CONFIG',
  'INCIDENT_APPROVAL_KEY_FILE',
  'INCIDENT_TOKENS_FILE',
  'INCIDENT_TOKEN',
  'INCIDENT_GATEWAY_URL',
]);

/** Drops the variables that `source .local/demo.env` left in a terminal: they name components that have since ended. */
export function withoutEarlierDemo(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env.SLACK_BOT_TOKEN !== EMULATED_TOKEN) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OWN_NAMES.has(name)));
}

/** A secret may be set in only one of its two variables: if both are set, nothing starts. The emulator has no Socket Mode. */
function unsetVariables({ slack }: BroughtUp): readonly string[] {
  return [
    slack.tokenFile === null ? 'SLACK_BOT_TOKEN_FILE' : 'SLACK_BOT_TOKEN',
    ...(slack.emulated ? ['SLACK_SIGNING_SECRET_FILE', 'SLACK_APP_TOKEN', 'SLACK_APP_TOKEN_FILE'] : []),
  ];
}

/** The environment of the demo's worker, gateway and commands. */
export function demoEnvironment(base: NodeJS.ProcessEnv, up: BroughtUp): NodeJS.ProcessEnv {
  const unset = new Set(unsetVariables(up));
  return { ...Object.fromEntries(Object.entries(base).filter(([name]) => !unset.has(name))), ...ownVariables(up) };
}

/** The same variables as a file to `source` in another terminal. */
export function envFile(up: BroughtUp): string {
  const quoted = (value: string): string => `'${value.replace(/'/g, `'\\''`)}'`;
  const lines = Object.entries(ownVariables(up)).map(([name, value]) => `export ${name}=${quoted(value)}\n`);
  return [...lines, `unset ${unsetVariables(up).join(' ')}\n`].join('');
}
