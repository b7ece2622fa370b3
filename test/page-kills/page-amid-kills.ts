import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { Random } from '../fuzz/random';
import { configureQuietly } from '../support/quiet-runbook';
import { type Stack, startStack } from '../support/stack';
import { readUntil, waitUntil } from '../support/wait-until';
import { type Heard, SERVICES, type ServiceName, type StandIns, startStandIns } from './stand-ins';

const LEVELS = 3;
/** The names of an incident's pages. */
const PAGES = ['started', ...Array.from({ length: LEVELS }, (_, index) => `level-${index + 1}`)];
const configurationOf = (every: string): string => `acknowledgeWithin: { critical: ${every} }
escalateEvery: { critical: ${every} }
repeatLastLevel: 0
escalation: { critical: [[ben@example.com], [cat@example.com], [dba@example.com]] }
`;
const SETTLES_WITHIN_MS = 600_000;
/** How long the worker stays dead at most, in milliseconds. */
const DEAD_MS = 1_500;
/** How long it works at most after every incident has caught up. */
const ALIVE_MS = 3_000;

export interface KillPlan {
  readonly seed: number;
  /** The time between the levels: `5s`. */
  readonly every: string;
  /** How often the worker is killed; without kills, the times are measured. */
  readonly kills: number;
  /** Incidents that follow one another in each of so many lanes, at least. */
  readonly lanes: number;
  readonly incidents: number;
}

export interface PagesSeen {
  readonly incidents: number;
  readonly pages: number;
  /** The same page sent again, which its service recognises by the key. */
  readonly repeats: number;
  /** The longest times in milliseconds; meaningless while workers are killed. */
  readonly worstPageMs: number;
  readonly worstStopMs: number;
  readonly problems: readonly string[];
}

/** Lets incidents escalate to their end, acknowledges and resolves them, and says what the services saw of it. */
export async function pageAmidKills(plan: KillPlan): Promise<PagesSeen> {
  const { every, lanes, incidents } = plan;
  const running = new Set<string>();
  const services = await startStandIns();
  const stack = await startStack();
  configureQuietly(stack.folder, `${configurationOf(every)}${services.notify}`);
  const env = { ...services.env, LOG_LEVEL: 'info' };
  try {
    stack.startWorker(env);
    const killer = killing(stack, running, env, plan);
    const seen: Incident[] = [];
    const lane = async (): Promise<void> => {
      for (let index = 0; index < incidents || !killer.isDone(); index += 1)
        seen.push(await oneIncident(stack, services, running, plan.kills === 0));
    };
    await Promise.all(Array.from({ length: lanes }, lane)).finally(() => killer.end());
    return sumUp(seen, services);
  } finally {
    await stack.stop();
    await services.stop();
  }
}

/**
 * Kills the worker at random moments of its work. Each life lasts until every incident has caught up: the server waits longer and
 * longer, for minutes in the end, for a workflow task that dies with its worker several times in a row. No incident is asked for
 * its state meanwhile, since an unanswered query is such a task too.
 */
function killing(
  stack: Stack,
  running: ReadonlySet<string>,
  env: NodeJS.ProcessEnv,
  { seed, kills }: KillPlan,
): { isDone(): boolean; end(): Promise<void> } {
  const random = new Random(seed);
  let left = kills;
  const timesReady = (): number => stack.workerLog().split('worker is ready').length - 1;
  const kill = async (): Promise<void> => {
    for (let starts = 1; left > 0; left -= 1, starts += 1) {
      await waitUntil(() => timesReady() >= starts || left === 0, { what: 'the worker to be ready' });
      const haveCaughtUp = async (): Promise<boolean> =>
        left === 0 || (await Promise.all([...running].map((id) => hasCaughtUp(stack, id)))).every(Boolean);
      await waitUntil(haveCaughtUp, { what: 'every incident to catch up', withinMs: SETTLES_WITHIN_MS });
      await pause(random.below(ALIVE_MS));
      await stack.endWorker('SIGKILL');
      await pause(random.below(DEAD_MS));
      stack.startWorker(env);
    }
  };
  const done = kill();
  return {
    isDone: () => left <= 0,
    end() {
      left = 0;
      return done;
    },
  };
}

/** Whether no workflow task of the incident waits for another attempt. */
async function hasCaughtUp({ client }: Stack, id: string): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(id).describe();
  return (raw.pendingWorkflowTask?.attempt ?? 1) <= 1;
}

interface Incident {
  readonly id: string;
  /** By the names of pages: when each was due. */
  readonly dueMs: ReadonlyMap<string, number>;
  readonly acknowledgedMs: number;
}

async function oneIncident(stack: Stack, { heard }: StandIns, running: Set<string>, isMeasured: boolean): Promise<Incident> {
  const id = `PAGE-${randomUUID().slice(0, 8).toUpperCase()}`;
  const handle = await stack.client.workflow.start('respondToIncident', {
    workflowId: id,
    taskQueue: RESPONSE_QUEUE,
    args: [{ incidentId: id, title: 'Checkout is down', severity: 'critical', users: ['dba@example.com'], actor: 'ann' }],
  });
  running.add(id);
  const dueMs = isMeasured ? await readDeadlines(stack, id) : new Map<string, number>();
  const heardBy = (service: ServiceName, kind: Heard['kind']): readonly Heard[] =>
    heard.filter((one) => one.service === service && one.incidentId === id && one.kind === kind);
  const isPaged = (service: ServiceName): boolean => {
    const keys = new Set(heardBy(service, 'page').map(({ key }) => key));
    return PAGES.every((name) => keys.has(keyAt(service, id, name)));
  };
  const untilAll = (holds: (service: ServiceName) => boolean, what: string): Promise<void> =>
    waitUntil(() => SERVICES.every(holds), { what: `${id} to be ${what} everywhere`, withinMs: SETTLES_WITHIN_MS });
  await untilAll(isPaged, 'paged to its last level');
  const acknowledgedMs = Date.now();
  await handle.signal('acknowledge', { actor: 'tester', requestId: `ack-${id}` });
  await untilAll((service) => heardBy(service, service === 'ntfy' ? 'cleared' : 'acknowledged').length > 0, 'acknowledged');
  await handle.signal('resolve', { actor: 'tester', requestId: `resolve-${id}` });
  await untilAll((service) => service === 'ntfy' || heardBy(service, 'resolved').length > 0, 'resolved');
  running.delete(id);
  return { id, dueMs, acknowledgedMs };
}

/** Reads when each level is due, by the names of pages, until the last is reached. */
async function readDeadlines(stack: Stack, id: string): Promise<ReadonlyMap<string, number>> {
  const dueMs = new Map<string, number>();
  const read = async (): Promise<number> => {
    const state = await stack.state(id).catch(() => undefined);
    if (state === undefined) return 0;
    const { dueAt, reached } = state.escalation;
    if (dueAt) dueMs.set(`level-${reached + 1}`, Date.parse(dueAt));
    return reached;
  };
  await readUntil(read, (reached) => reached === LEVELS, { what: `${id} to escalate`, withinMs: SETTLES_WITHIN_MS });
  return dueMs;
}

function sumUp(seen: readonly Incident[], { heard }: StandIns): PagesSeen {
  const problems: string[] = [];
  let [pages, repeats, worstPageMs, worstStopMs] = [0, 0, 0, 0];
  for (const { id, dueMs, acknowledgedMs } of seen) {
    for (const service of SERVICES) {
      const own = heard.filter((one) => one.service === service && one.incidentId === id);
      const sent = own.filter(({ kind }) => kind === 'page');
      const keys = new Set(sent.map(({ key }) => key));
      // A worker may be away for so long that no one can be paged in Slack in time; then one page says so.
      keys.delete(keyAt(service, id, 'slackUnreachable'));
      for (const name of PAGES) {
        const key = keyAt(service, id, name);
        const first = sent.find((one) => one.key === key);
        if (!keys.delete(key) || first === undefined) problems.push(`${service} was never told of ${id}/${name}`);
        else if (dueMs.has(name)) worstPageMs = Math.max(worstPageMs, first.atMs - (dueMs.get(name) ?? first.atMs));
      }
      for (const key of keys) problems.push(`${service} was told of ${id} under a further key: ${key}`);
      pages += PAGES.length;
      repeats += sent.length - new Set(sent.map(({ key }) => key)).size;
      const stop = own.find(({ kind }) => kind === 'acknowledged' || kind === 'cleared');
      worstStopMs = Math.max(worstStopMs, (stop?.atMs ?? Number.POSITIVE_INFINITY) - acknowledgedMs);
      const late = own.findLastIndex(({ kind }) => kind === 'page') > own.findIndex(({ kind }) => kind === 'resolved');
      if (late && service !== 'ntfy') problems.push(`${service} was paged after ${id} was resolved`);
    }
  }
  return { incidents: seen.length, pages, repeats, worstPageMs, worstStopMs, problems };
}

/** A page's key as the service shows it. */
function keyAt(service: ServiceName, incidentId: string, name: string): string {
  const key = `${incidentId}/page/0.${name}`;
  const digest = createHash('sha256').update(key).digest('hex');
  if (service === 'ntfy') return digest.slice(0, 32);
  return service === 'email' ? digest.slice(0, 40) : key;
}
