import type { Command } from 'commander';
import { type Config, loadConfig } from '../../../config';
import type { Source } from '../../../config/gateway-settings';
import { AUTO } from '../../../config/sources-schema';
import { effectWords } from '../../../incident/alert-groups/effect-words';
import type { AlertGroupState } from '../../../incident/alert-groups/group-state';
import { sampleAlert } from '../../../incident/alerts/sample-alert';
import { KNOWN_SOURCES } from '../../../incident/alerts/vendors';
import { cleanLine } from '../../../incident/text/clean-text';
import { IncidentError, InvalidInputError } from '../../../incident/text/errors';
import { didYouMean } from '../../../incident/text/nearest-word';
import { shown } from '../../../incident/text/read-fields';
import { askGateway, type GatewayAnswer, gatewayUrl } from '../../gateway/ask-gateway';
import { ServiceUnreachableError } from '../../temporal/errors';
import type { IncidentClient } from '../../temporal/incident-client';
import { connected } from '../kit/connected';
import { signSample } from '../kit/sign-sample';
import { readWord } from '../kit/values';
import { note, print, printJson } from '../terminal/output';
import { addVerb, type Flags, JSON_FLAG } from './verb';

const FOLLOW_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 200;

export function addGatewayVerb(program: Command): void {
  addVerb(program, 'gateway', 'send a test alert through the gateway, as its sender would, and follow what becomes of it')
    .argument('<action>', 'test')
    .argument('<instance>', 'name of a source, as in its address /webhooks/<instance>')
    .option('--fire', 'with severity high, which opens a real incident; default: low, which is only recorded unless a rule says otherwise')
    .option(...JSON_FLAG)
    .action(test);
}

async function test(action: string, instance: string, flags: Flags): Promise<void> {
  readWord(action, ['test'], 'ACTION', 'action');
  const config = loadConfig({ purpose: 'doctor' });
  const source = sourceOf(config, instance);
  const say = flags.json ? note : print;
  const at = new Date();
  const severity = flags.fire ? 'high' : 'low';
  const facts = { id: `incident-gateway-test-${at.getTime()}`, severity, at: at.toISOString() } as const;
  const body = JSON.stringify(sampleAlert(source.type, facts));
  const group = await send(source, body, at.getTime(), say);
  const state = await connected((incidents) => follow(incidents, group), config);
  const last = state?.deliveries.at(-1);
  if (state === null || last === undefined) say('no worker is answering; the alert is held, and is handled when a worker returns');
  else {
    if (state.decision !== null) say(`rule       ${state.decision.rule}: ${state.decision.do}`);
    say(`outcome    ${effectWords(last)}${state.trouble === null ? '' : `: ${cleanLine(state.trouble, 300)}`}`);
    if (last.incidentId !== null) say(`next       incident resolve ${last.incidentId} --note "test over"`);
  }
  if (flags.json) {
    const { decision = null } = state ?? {};
    printJson('gateway-test', {
      instance,
      severity,
      group,
      rule: decision?.rule ?? null,
      do: decision?.do ?? null,
      effect: last?.effect ?? null,
      incident: last?.incidentId ?? null,
    });
  }
}

/** Without configured sources, the gateway has one for each format. @throws InvalidInputError */
function sourceOf({ gateway, unready, sources }: Config, name: string): Source {
  const configured = gateway?.sources ?? [];
  const found = configured.find((source) => source.name === name);
  if (found !== undefined) {
    const { secrets = [] } = sources[name] ?? {};
    const missing = found.secrets.length > 0 ? undefined : unready.gateway.find((problem) => isAbout(problem.path, name, secrets));
    if (missing !== undefined) throw new InvalidInputError(missing.path, missing.problem, missing.allowed, { hint: EXPORT });
    return found;
  }
  const names = configured.length > 0 ? configured.map((source) => source.name) : [...KNOWN_SOURCES, AUTO];
  if (configured.length > 0 || !names.includes(name)) {
    const problem = `${shown(name)} is not a source${didYouMean(name, names)}`;
    throw new InvalidInputError('INSTANCE', problem, names.join(', '), { hint: 'Nothing was sent.' });
  }
  return { name, type: name as Source['type'], auth: 'none', secrets: [], limit: 1 };
}

const EXPORT =
  'Nothing was sent. The test is signed as the sender would, so set the secret in this terminal too, with the value that the gateway has.';

const isAbout = (path: string, source: string, secrets: readonly string[]): boolean =>
  path === `sources.${source}.secrets` || secrets.some((secret) => path.replace(/_FILE$/, '') === secret.replace(/_FILE$/, ''));

/** Returns the group's key. @throws ServiceUnreachableError, and an error with the gateway's own words if it does not take the alert. */
async function send(source: Source, body: string, now: number, say: (line: string) => void): Promise<string> {
  const { headers, query } = signSample(source, body, now);
  const path = `/webhooks/${source.name}`;
  const request = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  const { status, fields } = await askGateway(path, request, query);
  if (status !== 202) throw refusal(source, status, fields);
  const { accepted } = fields as { accepted: readonly { group: string }[] };
  const group = accepted[0]?.group;
  if (group === undefined) throw new Error(`the gateway ignored the alert: ${cleanLine(JSON.stringify(fields), 300)}`);
  say(`sent       ${gatewayUrl()}${path} (${source.type}, authentication: ${source.auth})`);
  say(`accepted   by group ${group}`);
  return group;
}

/** Why the gateway did not take the alert, and what to do. */
function refusal({ name, auth }: Source, status: number, { error }: GatewayAnswer['fields']): Error {
  const { message = '', hint = '' } = (error ?? {}) as { message?: string; hint?: string };
  const said = `the gateway at ${gatewayUrl()} did not take the alert (HTTP ${status}): ${cleanLine(message, 300)}`;
  if (status === 503) return new ServiceUnreachableError(said, { hint: cleanLine(hint, 300) });
  return new GatewayRefusal(said, { hint: REMEDIES[status]?.(name, auth) ?? cleanLine(hint, 300) });
}

const REMEDIES: Readonly<Record<number, (name: string, auth: Source['auth']) => string>> = {
  401: (name, auth) =>
    auth === 'none'
      ? `The gateway's configuration asks ${name} for a secret, and the one read here does not. Use the same configuration.`
      : `Set the secret of ${name} to the same value here and where the gateway runs, and restart the gateway unless it reads the secret from a file.`,
  404: (name) => `The gateway has no source ${name}. It reads the configuration when it starts: restart it with this one.`,
};

/** The gateway answered, and did not take the alert. */
class GatewayRefusal extends IncidentError {
  readonly code = 'refused';
  readonly retryable = false;
}

/** The group once it has handled the alert; null if no worker does so in time. */
async function follow(incidents: IncidentClient, group: string): Promise<AlertGroupState | null> {
  const giveUpAt = Date.now() + FOLLOW_LIMIT_MS;
  for (;;) {
    const state = await incidents.group(group);
    const isHandled = state !== null && state.deliveries.length > 0 && state.deliveries.at(-1)?.effect !== 'pending';
    if (isHandled) return state;
    if (Date.now() > giveUpAt) return null;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
