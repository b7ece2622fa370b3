import type { Command } from 'commander';
import { type Config, loadConfig } from '../../../config';
import type { Source } from '../../../config/gateway-settings';
import { AUTO } from '../../../config/sources-schema';
import { effectWords } from '../../../incident/alert-groups/effect-words';
import type { AlertGroupState } from '../../../incident/alert-groups/group-state';
import { sampleAlert } from '../../../incident/alerts/sample-alert';
import { KNOWN_SOURCES } from '../../../incident/alerts/vendors';
import { cleanLine } from '../../../incident/text/clean-text';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { ServiceUnreachableError } from '../../temporal/errors';
import type { IncidentClient } from '../../temporal/incident-client';
import { connected } from '../kit/connected';
import { signSample } from '../kit/sign-sample';
import { readWord } from '../kit/values';
import { note, print, printJson } from '../terminal/output';
import { addVerb, type Flags, JSON_FLAG } from './verb';

const DEFAULT_URL = 'http://127.0.0.1:8090';
const ANSWER_LIMIT_MS = 15_000;
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
  const config = loadConfig({ purpose: 'gateway' });
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
    printJson({
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
function sourceOf({ gateway }: Config, name: string): Source {
  const configured = gateway?.sources ?? [];
  const found = configured.find((source) => source.name === name);
  if (found !== undefined) return found;
  const names = configured.length > 0 ? configured.map((source) => source.name) : [...KNOWN_SOURCES, AUTO];
  if (configured.length > 0 || !names.includes(name))
    throw new InvalidInputError('INSTANCE', `${shown(name)} is not a source`, names.join(', '));
  return { name, type: name as Source['type'], auth: 'none', secrets: [], limit: 1 };
}

/** Returns the group's key. @throws ServiceUnreachableError, and an error with the gateway's own words if it does not take the alert. */
async function send(source: Source, body: string, now: number, say: (line: string) => void): Promise<string> {
  const { headers, query } = signSample(source, body, now);
  const door = `${(process.env.INCIDENT_GATEWAY_URL?.trim() || DEFAULT_URL).replace(/\/+$/, '')}/webhooks/${source.name}`;
  say(`sent       ${door} (${source.type}, authentication: ${source.auth})`);
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  };
  const answer = await fetch(`${door}${query}`, request).catch((error: Error & { cause?: { code?: string } }) => {
    throw new ServiceUnreachableError(`the gateway at ${door} does not answer (${error.cause?.code ?? error.name})`, {
      hint: 'Start it with npm run gateway, or set INCIDENT_GATEWAY_URL to its address.',
    });
  });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`the gateway did not take the alert (HTTP ${answer.status}): ${reasonIn(text)}`);
  const { accepted } = JSON.parse(text) as { accepted: readonly { group: string }[] };
  const group = accepted[0]?.group;
  if (group === undefined) throw new Error(`the gateway ignored the alert: ${cleanLine(text, 300)}`);
  say(`accepted   by group ${group}`);
  return group;
}

/** The gateway's message, or whatever else answered. */
function reasonIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string; hint?: string } };
    return cleanLine([error?.message ?? text, error?.hint].filter(Boolean).join('. '), 500);
  } catch {
    return cleanLine(text, 300);
  }
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
