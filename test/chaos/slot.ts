import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { IncidentClient } from '../../src/client/temporal/incident-client';
import { loadConfig } from '../../src/config';
import type { Severity } from '../../src/incident/model/severity';
import type { IncidentState } from '../../src/incident/model/state';
import { type EngineProxy, startEngineProxy } from '../support/engine-proxy';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy';
import { type Stack, startStack } from '../support/stack';
import { FAILING_PROBE, REAL_NAME, STANDING_PEOPLE, type Subject } from './fault-points';
import type { SaidBesides } from './inspect-room';

/** Seconds allowed by the promise, from the fault to a clean room. */
const CLEAN_WITHIN_MS = 60_000;
const POLL_MS = 250;
const QUERY_LIMIT_MS = 1_500;
const DEAD_FOR_MS = 300;

/** Two probes that need no network: one that fails, one that passes. */
const RUNBOOK = `id: chaos
title: Probes of the chaos tests
probes:
  - { id: ${FAILING_PROBE}, title: Fails, aspect: availability, kind: health, component: api, weight: 3, result: { exit: { 0: ok, 2: fail } }, command: ['sh', '-c', 'exit 2'] }
  - { id: passes, title: Passes, aspect: capacity, kind: health, component: host, weight: 1, result: { exit: { 0: ok, 2: fail } }, command: ['sh', '-c', 'sleep 0.2'] }
`;

/** What a slot's incidents are put through beyond their response. */
export interface Scene {
  readonly severity: Severity;
  /** Further keys of the configuration, YAML. */
  readonly configuration: string;
  /** Actions of the runbook, YAML. */
  readonly actions?: string;
  /** Further environment of the worker. */
  readonly env?: NodeJS.ProcessEnv;
  /** Undefined: nothing but the response is expected. */
  readonly besides?: SaidBesides;
}
const RESPONSE: Scene = { severity: 'high', configuration: '' };

/** A stack whose worker reaches Slack and the engine through proxies that can fail. One incident a subject. */
export interface Slot {
  readonly stack: Stack;
  readonly scene: Scene;
  readonly slackProxy: FaultProxy;
  readonly engineProxy: EngineProxy;
  newSubject(): Subject;
  /** Starts the subject's incident. */
  declare(subject: Subject): Promise<void>;
  startWorker(): void;
  /** Kills the worker as a crash does and starts another one a moment later. Resolves when it is dead. */
  crashWorker(): Promise<void>;
  /** Milliseconds since 1970 of the last start of a worker. */
  readonly workerStartedAt: number;
  /** Null: no worker answers soon. */
  stateOf(subject: Subject): Promise<IncidentState | null>;
  /** Waits until the response is complete and `inspect` finds nothing wrong. Resolves with what is wrong in the end. */
  untilClean(subject: Subject, since: number, inspect: (state: IncidentState) => Promise<string[]>): Promise<string[]>;
  stop(): Promise<void>;
}

let slots = 0;

export async function startSlot(people: number, scene: Scene = RESPONSE): Promise<Slot> {
  slots += 1;
  const number = slots;
  const users = Array.from({ length: people }, (_, index) => {
    const name = `person-${number}-${index + 1}`;
    return { email: `${name}@example.com`, name, realName: `Person ${number} ${index + 1}` };
  });
  const stack = await startStack({ people: [...users, ...STANDING_PEOPLE] });
  const slackProxy = await startFaultProxy(stack.slack.apiUrl ?? '');
  const engineProxy = await startEngineProxy(process.env.TEST_DOCKER_HOST ?? '');
  const env = {
    SLACK_API_URL: slackProxy.apiUrl,
    DOCKER_HOST: engineProxy.dockerHost,
    INCIDENT_CONFIG: writeConfiguration(scene.configuration, scene.actions),
    LOG_LEVEL: 'warn',
    ...scene.env,
  };
  const { rules } = loadConfig({ env: { ...stack.env, ...env }, purpose: 'client' });
  const incidents = new IncidentClient({ client: stack.client, address: stack.env.TEMPORAL_ADDRESS ?? '', rules });
  let subjects = 0;
  let workerStartedAt = 0;
  const startWorker = (): void => {
    workerStartedAt = Date.now();
    stack.startWorker(env);
  };
  const stateOf = (id: string): Promise<IncidentState | null> =>
    stack.client.withDeadline(Date.now() + QUERY_LIMIT_MS, () => stack.state(id)).catch(() => null);
  return {
    stack,
    scene,
    slackProxy,
    engineProxy,
    get workerStartedAt() {
      return workerStartedAt;
    },
    newSubject() {
      subjects += 1;
      const incidentId = `CHAOS-${number}-${subjects}`;
      return { incidentId, channelName: `incident-${incidentId.toLowerCase()}`, email: `person-${number}-${subjects}@example.com` };
    },
    async declare({ incidentId, email }) {
      const event = { title: 'Checkout fails', severity: scene.severity, links: ['https://grafana.example.com/d/checkout'] };
      await incidents.start({ incidentId, event, users: [email, REAL_NAME], runbooks: ['chaos'], actor: 'tester' });
    },
    startWorker,
    stateOf: ({ incidentId }) => stateOf(incidentId),
    async crashWorker() {
      await stack.endWorker('SIGKILL');
      void pause(DEAD_FOR_MS).then(startWorker);
    },
    async untilClean({ incidentId }, since, inspect) {
      let problems = ['not looked at'];
      while (problems.length > 0 && Date.now() < since + CLEAN_WITHIN_MS) {
        await pause(POLL_MS);
        const state = await stateOf(incidentId);
        problems = [`the response is not complete: ${unfinished(state)}`];
        if (state?.responseComplete) problems = [...inspectState(state), ...(await inspect(state))];
      }
      return problems;
    },
    async stop() {
      await stack.stop();
      await slackProxy.stop();
      await engineProxy.stop();
    },
  };
}

/** What an incident is at. */
export function unfinished(state: IncidentState | null): string {
  if (state === null) return 'no worker answers';
  const open = state.nodes.filter(({ status }) => status !== 'done');
  return open.map(({ name, status, attempts, note }) => `${name} is ${status}, attempt ${attempts}${note ? ` (${note})` : ''}`).join(', ');
}

/** What the incident itself says went wrong. */
export function inspectState({ nodes, findings, degradations }: IncidentState): string[] {
  const problems = nodes.filter(({ status }) => status !== 'done').map(({ name, status }) => `${name} is ${status}`);
  const statuses = findings.map(({ key, status }) => `${key} ${status}`).sort();
  if (statuses.join() !== `${FAILING_PROBE} fail,passes ok`) {
    problems.push(`findings: ${findings.map(({ key, status, summary }) => `${key} ${status} (${summary})`).join(', ')}`);
  }
  return [...problems, ...degradations.map(({ what, problem }) => `${what} degraded: ${problem.message}`)];
}

export function writeConfiguration(configuration: string, actions = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'incident-chaos-'));
  mkdirSync(join(folder, 'runbooks'));
  writeFileSync(join(folder, 'runbooks', 'chaos.yaml'), `${RUNBOOK}${actions}`);
  const file = join(folder, 'incident.config.yaml');
  writeFileSync(file, `runbooks: ['${join(folder, 'runbooks')}']\n${configuration}`);
  return file;
}
