import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../fuzz/random';
import { configureQuietly } from '../support/quiet-runbook';
import { type Stack, startStack } from '../support/stack';
import { readUntil, waitUntil } from '../support/wait-until';
import { drawDeliveries } from './deliveries';
import { GatewayProcess } from './gateway-process';
import { inspectStorm, readStorm } from './inspect-storm';
import { type Sent, sendAll } from './send-deliveries';

/** Nothing but the deliveries happens within a run: no recovery counts, and no one is called. */
const CONFIGURATION = `alerts: { settle: 24h }
escalation: {}
acknowledgeWithin: { critical: 24h, high: 24h, medium: 24h }
remindAfter: { critical: 24h, high: 24h, medium: 24h }
`;
/** How long a victim stays dead, in milliseconds. */
const DEAD_MS = [100, 2_000] as const;
const CALMS_WITHIN_MS = 600_000;
const LOOK_MS = 3_000;

export interface StormPlan {
  readonly seed: number;
  readonly groups: number;
  /** Deliveries a group. */
  readonly each: number;
  /** How often each victim is killed while they are sent. */
  readonly kills: { readonly gateway: number; readonly worker: number };
}

/** Sends a storm through two gateways while they and the worker are killed. Resolves with what is wrong when all is calm. */
export async function rideOut(plan: StormPlan): Promise<{ tally: string; problems: readonly string[] }> {
  const { seed, groups, each, kills } = plan;
  const stack = await startStack();
  configureQuietly(stack.folder, CONFIGURATION);
  const gateways = await Promise.all([0, 1].map(() => GatewayProcess.start(stack.folder, { ...stack.env, LOG_LEVEL: 'warn' })));
  try {
    stack.startWorker({ LOG_LEVEL: 'warn' });
    await waitUntil(async () => (await Promise.all(gateways.map((gateway) => gateway.isReady()))).every((isReady) => isReady));
    const beganAt = Date.now();
    const sent = await sendAmidKills(stack, gateways, plan);
    const sentAfterMs = Date.now() - beganAt;
    const seen = await readUntil(
      () => readStorm(stack, [...new Set(sent.accepted.map(({ key }) => key))]),
      (read) => read !== null && inspectStorm(read, sent, groups).length === 0,
      { what: 'everything to be in its group', everyMs: LOOK_MS, withinMs: CALMS_WITHIN_MS },
    ).catch(() => readStorm(stack, [...new Set(sent.accepted.map(({ key }) => key))]));
    const problems = seen === null ? ['no worker answers'] : inspectStorm(seen, sent, groups);
    const attempts = [...sent.attempts.values()].reduce((sum, count) => sum + count, 0);
    const tally = [
      `deliveries    ${sent.accepted.length} of ${groups} groups accepted in ${(sentAfterMs / 1_000).toFixed(0)} s, ${attempts} requests, ${sent.refused} of them answered 5xx`,
      `killed        each gateway ${kills.gateway} times, the worker ${kills.worker} times`,
      `calm after    ${((Date.now() - beganAt - sentAfterMs) / 1_000).toFixed(0)} s`,
      `problems      ${problems.length}`,
      `repeat with   CHAOS_SEED=${seed} STORM_GROUPS=${groups} STORM_DELIVERIES=${groups * each}`,
    ].join('\n');
    return { tally, problems };
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.kill()));
    await stack.stop();
  }
}

/** Kills each victim when so many deliveries have been accepted, drawn from the seed: a fast machine kills as often as a slow one. */
async function sendAmidKills(stack: Stack, gateways: readonly GatewayProcess[], { seed, groups, each, kills }: StormPlan): Promise<Sent> {
  const random = new Random(seed + 1);
  const deliveries = drawDeliveries(seed, groups, each);
  let dead: Promise<unknown> = Promise.resolve();
  const victims = [
    ...gateways.map((gateway) => ({ times: kills.gateway, kill: () => gateway.kill(), start: () => gateway.start() })),
    {
      times: kills.worker,
      kill: () => stack.endWorker('SIGKILL'),
      start: () => stack.startWorker({ LOG_LEVEL: 'warn' }),
    },
  ].map(({ times, kill, start }) => {
    const moments = new Set(Array.from({ length: times }, () => 1 + random.below(deliveries.length)));
    let life: Promise<unknown> = Promise.resolve();
    return (accepted: number): void => {
      if (!moments.has(accepted)) return;
      const [shortest, longest] = DEAD_MS;
      const downMs = shortest + random.below(longest - shortest);
      life = life
        .then(kill)
        .then(() => pause(downMs))
        .then(start);
      dead = Promise.all([dead, life]);
    };
  });
  const urls = gateways.map(({ url }) => url);
  const sent = await sendAll(deliveries, urls, (accepted) => {
    for (const victim of victims) victim(accepted);
  });
  await dead;
  return sent;
}
