import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ChatError } from '../src/chat/errors';
import type { Entrant, Gate } from '../src/slack/transport/gate';
import { PROJECT_ROOT } from './project-root';

/** Loaded into the worker before its own code: its Slack's minutes pass so many times as fast. */
const SPEED = Number(process.env.BENCH_SLACK_SPEED);

const built = createRequire(__filename)(join(PROJECT_ROOT, 'dist', 'slack', 'transport', 'gate.js')) as {
  createGate: (now: () => number, random: () => number, speed: number) => Gate;
};
const { createGate } = built;

/** Inside the gate it is Slack's time, also in the answers of Slack; outside it is ours. */
built.createGate = () => {
  const gate = createGate(() => SPEED * Date.now(), Math.random, SPEED);
  const inOurTime = (error: ChatError): ChatError =>
    error.retryAfterMs === undefined ? error : Object.assign(error, { retryAfterMs: Math.ceil(error.retryAfterMs / SPEED) });
  return {
    enter: (entrant: Entrant, signal?: AbortSignal) =>
      gate.enter(entrant, signal).catch((error: ChatError) => {
        throw inOurTime(error);
      }),
    limited: (entrant, { startedAtMs, retryAfterMs }) =>
      inOurTime(gate.limited(entrant, { startedAtMs: SPEED * startedAtMs, retryAfterMs })),
  };
};
