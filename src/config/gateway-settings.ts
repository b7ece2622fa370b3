import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import { shown } from '../incident/text/read-fields';
import type { ConfigProblem } from './config-error';
import { type HeartbeatsFile, heartbeatSettings } from './heartbeats-schema';
import { readSecret, type Secret, secretAllowed } from './secrets';
import type { SourcesFile } from './sources-schema';

/** Where the gateway listens. */
export interface Listen {
  /** A name or an address; of IPv6, without its brackets. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** A sender, with its secrets. */
export interface Source extends Omit<SourcesFile[string], 'secrets'> {
  readonly name: string;
  readonly secrets: readonly Secret[];
}

/** A dead man's switch, with its secrets. */
export interface FedHeartbeat extends Pick<HeartbeatsFile[string], 'auth' | 'limit'> {
  readonly name: string;
  readonly settings: HeartbeatSettings;
  readonly secrets: readonly Secret[];
}

/** How people act from Slack: over HTTP, where Slack signs each request, or by Socket Mode, where we connect to Slack. */
export type SlackByHand =
  | { readonly mode: 'http'; readonly signingSecret: Secret }
  | { readonly mode: 'socket'; readonly appToken: Secret };

export interface GatewaySettings {
  readonly listen: Listen;
  /** Null if no one acts from Slack. */
  readonly slack: SlackByHand | null;
  /** Names by which agents may reach it, besides those of its own machine; in lower case. */
  readonly hosts: readonly string[];
  readonly sources: readonly Source[];
  readonly heartbeats: readonly FedHeartbeat[];
}

const DEFAULT_LISTEN: Listen = { host: '127.0.0.1', port: 8_090 };
export const LISTEN_ALLOWED = 'HOST:PORT, such as 127.0.0.1:8090 or [::1]:8090';

interface GatewayFile {
  readonly sources: SourcesFile;
  readonly heartbeats: HeartbeatsFile;
}

/** What only the gateway needs. */
export function readGateway(env: NodeJS.ProcessEnv, { sources, heartbeats }: GatewayFile, problems: ConfigProblem[]): GatewaySettings {
  const text = env.INCIDENT_GATEWAY_LISTEN?.trim();
  const listen = text ? readListen(text) : DEFAULT_LISTEN;
  if (listen === null)
    problems.push({ path: 'INCIDENT_GATEWAY_LISTEN', problem: `${shown(text)} is not an address`, allowed: LISTEN_ALLOWED });
  return {
    listen: listen ?? DEFAULT_LISTEN,
    slack: readSlackByHand(env, problems),
    hosts: readHosts(env.INCIDENT_GATEWAY_HOSTS ?? '', problems),
    sources: Object.entries(sources).map(([name, source]) => ({
      ...source,
      name,
      secrets: readSecrets(env, `sources.${name}.secrets`, source.secrets, problems),
    })),
    heartbeats: Object.entries(heartbeats).map(([name, heartbeat]) => ({
      name,
      settings: heartbeatSettings(heartbeat),
      auth: heartbeat.auth,
      limit: heartbeat.limit,
      secrets: readSecrets(env, `heartbeats.${name}.secrets`, heartbeat.secrets, problems),
    })),
  };
}

const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63})*|[0-9a-f:]{2,45})$/;

function readHosts(text: string, problems: ConfigProblem[]): readonly string[] {
  const hosts = text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const wrong = hosts.find((name) => !HOST.test(name));
  if (wrong !== undefined)
    problems.push({
      path: 'INCIDENT_GATEWAY_HOSTS',
      problem: `${shown(wrong)} is not the name of a host`,
      allowed: 'names or addresses without port, separated by commas, such as incidents.example.com',
    });
  return hosts;
}

/** With an app-level token, Socket Mode is used, and no one need reach the gateway. */
function readSlackByHand(env: NodeJS.ProcessEnv, problems: ConfigProblem[]): SlackByHand | null {
  if (env.INCIDENT_SLACK?.trim() === 'off') return null;
  const appToken = readSecret(env, 'SLACK_APP_TOKEN', problems);
  const signingSecret = readSecret(env, 'SLACK_SIGNING_SECRET', problems);
  if (appToken !== undefined) return { mode: 'socket', appToken };
  return signingSecret === undefined ? null : { mode: 'http', signingSecret };
}

/** Null if the text is not `HOST:PORT`. */
export function readListen(text: string): Listen | null {
  const [, bracketed, plain, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s/:[\]@]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  return host === undefined || Number(port) > 65_535 ? null : { host, port: Number(port) };
}

/** While one secret replaces another, one of the two may not be set yet, or no longer. */
function readSecrets(env: NodeJS.ProcessEnv, path: string, names: readonly string[] = [], problems: ConfigProblem[]): readonly Secret[] {
  const found = problems.length;
  const secrets = names.flatMap((name) => readSecret(env, name.replace(/_FILE$/, ''), problems) ?? []);
  if (secrets.length === 0 && names.length > 0 && problems.length === found) {
    problems.push({
      path,
      problem: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not set`,
      allowed: names.map((name) => secretAllowed(name.replace(/_FILE$/, ''))).join('; '),
    });
  }
  return secrets;
}
