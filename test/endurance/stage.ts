import Docker from 'dockerode';
import { IncidentClient } from '../../src/client/temporal/incident-client';
import { loadConfig } from '../../src/config';
import type { IncidentState } from '../../src/incident/model/state';
import { HEAD_EMAIL, LEAD_EMAIL, STANDING_PEOPLE } from '../chaos/fault-points';
import { writeConfiguration } from '../chaos/slot';
import { type CrashingEngine, startCrashingEngine } from '../support/crashing-engine';
import { startCrashingTemporal } from '../support/crashing-temporal';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy';
import { type Stack, startStack } from '../support/stack';
import type { Script, Victim } from './schedule';

const INCIDENT_LABEL = 'io.incident-response.incident';
const LOOK_MS = 250;
const QUERY_LIMIT_MS = 5_000;
const LEVELS = `[['${LEAD_EMAIL}'], ['${HEAD_EMAIL}']]`;
/** The clock escalates critical incidents alone, and nothing else happens by itself within a run. */
const CONFIGURATION = `escalation: { critical: ${LEVELS}, high: ${LEVELS}, medium: ${LEVELS} }
acknowledgeWithin: { critical: 20s, high: 24h, medium: 24h }
escalateEvery: { critical: 20s, high: 24h, medium: 24h }
remindAfter: { critical: 24h, high: 24h, medium: 24h }
repeatLastLevel: 0
`;

/** A server, an engine and a worker that can be killed, and an emulated Slack that holds what was done. */
export interface Stage {
  readonly stack: Stack;
  readonly slackProxy: FaultProxy;
  readonly engine: CrashingEngine;
  readonly incidents: IncidentClient;
  /** How often the worker ended without being killed. */
  readonly workerEndings: number;
  crash(victim: Victim): Promise<void>;
  revive(victim: Victim): Promise<void>;
  /** Null while nobody can tell. */
  stateOf(incidentId: string): Promise<IncidentState | null>;
  /** Names of probe containers that are still there. */
  leftContainers(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function setStage(scripts: readonly Script[]): Promise<Stage> {
  const [server, engine] = await Promise.all([
    startCrashingTemporal(),
    startCrashingEngine(process.env.TEST_DOCKER_HOST ?? '', process.env.INCIDENT_PROBE_IMAGE ?? ''),
  ]);
  const people = scripts.map(({ email }, index) => ({ email, name: `person-${index + 1}`, realName: `Person ${index + 1}` }));
  const stack = await startStack({ people: [...people, ...STANDING_PEOPLE], temporalAddress: server.address });
  const slackProxy = await startFaultProxy(stack.slack.apiUrl ?? '');
  const env = {
    SLACK_API_URL: slackProxy.apiUrl,
    DOCKER_HOST: engine.dockerHost,
    INCIDENT_CONFIG: writeConfiguration(CONFIGURATION),
    LOG_LEVEL: 'warn',
  };
  const { rules } = loadConfig({ env: { ...stack.env, ...env }, purpose: 'client' });
  const docker = new Docker({ socketPath: engine.dockerHost.replace('unix://', '') });
  let wanted = true;
  let workerEndings = 0;
  stack.startWorker(env);
  // A worker that ends by itself is started again, as whatever runs it in production does.
  const watching = setInterval(() => {
    if (!wanted || stack.workerIsUp) return;
    workerEndings += 1;
    stack.startWorker(env);
  }, LOOK_MS);
  return {
    stack,
    slackProxy,
    engine,
    incidents: new IncidentClient({ client: stack.client, address: server.address, rules }),
    get workerEndings() {
      return workerEndings;
    },
    async crash(victim) {
      if (victim !== 'worker') return victim === 'server' ? server.crash() : engine.crash();
      wanted = false;
      await stack.endWorker('SIGKILL');
    },
    async revive(victim) {
      if (victim !== 'worker') return victim === 'server' ? server.start() : engine.start();
      stack.startWorker(env);
      wanted = true;
    },
    stateOf: (id) => stack.client.withDeadline(Date.now() + QUERY_LIMIT_MS, () => stack.state(id)).catch(() => null),
    async leftContainers() {
      // The engine may be everybody's, so only those of our own incidents count.
      const own = new Set(scripts.map(({ incidentId }) => incidentId));
      const probes = await docker.listContainers({ all: true, filters: { label: [INCIDENT_LABEL] } });
      return probes.filter(({ Labels: labels }) => own.has(labels[INCIDENT_LABEL] ?? '')).map(({ Names: names }) => names.join());
    },
    async stop() {
      wanted = false;
      clearInterval(watching);
      await stack.stop();
      await slackProxy.stop();
      await Promise.all([server.stop(), engine.stop()]);
    },
  };
}
