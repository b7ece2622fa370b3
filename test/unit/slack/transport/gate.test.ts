import { ChatError } from '../../../../src/chat/errors';
import { createGate, type Entrant, type Gate } from '../../../../src/slack/transport/gate';
import { fullPace, slowedDown } from '../../../../src/slack/transport/pace';
import { createSlackLimits } from '../../../support/slack-limits';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const LATENCY_MS = 80;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** The same numbers in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** A Slack that allows so many calls a minute, to all who ask. */
function limitedSlack(perMinute: number) {
  let windowEndMs = 0;
  let left = 0;
  const counts = { done: 0, refused: 0 };
  return {
    counts,
    /** Null when it is done, else the Retry-After in milliseconds. */
    async call(): Promise<number | null> {
      await pause(LATENCY_MS);
      if (Date.now() >= windowEndMs) {
        windowEndMs = Date.now() + 60_000;
        left = perMinute;
      }
      left -= 1;
      counts[left >= 0 ? 'done' : 'refused'] += 1;
      return left >= 0 ? null : 1_000 * Math.ceil((windowEndMs - Date.now()) / 1_000);
    },
  };
}

/** What Temporal does with an activity of one call: tries until it is done, and waits as it is told. Returns the end and the tries. */
async function activity(gate: Gate, slack: ReturnType<typeof limitedSlack>, entrant: Entrant): Promise<{ endMs: number; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    try {
      const ended = await gate.enter(entrant);
      const startedAtMs = Date.now();
      const retryAfterMs = await slack.call();
      const refusal = retryAfterMs === null ? null : gate.limited(entrant, { startedAtMs, retryAfterMs });
      ended(refusal === null);
      if (refusal === null) return { endMs: Date.now(), tries };
      throw refusal;
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      await pause(error.retryAfterMs ?? 500);
    }
  }
}

const create = (urgency = 3): Entrant => ({ method: 'conversations.create', urgency });

/** A gate whose method Slack has limited for so long. */
function limitedGate(retryAfterMs: number): Gate {
  const gate = createGate(Date.now, () => 0);
  gate.limited(create(), { startedAtMs: Date.now(), retryAfterMs });
  return gate;
}

it('starts at once what Slack is sure to take, and more as fast as that succeeds', async () => {
  const gate = createGate(Date.now, () => 0);
  const under: ((isDone: boolean) => void)[] = [];
  const enter = () => gate.enter(create()).then((ended) => under.push(ended));
  const entering = Promise.allSettled(Array.from({ length: 34 }, enter));
  const round = async (isDone: boolean): Promise<number> => {
    const ended = under.splice(0);
    for (const end of ended) end(isDone);
    await jest.advanceTimersByTimeAsync(1);
    return ended.length;
  };
  await jest.advanceTimersByTimeAsync(1);
  expect([await round(true), await round(true)]).toEqual([19, 2]);
  // Calls that fail make nothing faster.
  expect([await round(false), await round(false)]).toEqual([4, 4]);
  // Who has waited for two seconds is sent away.
  await jest.advanceTimersByTimeAsync(2_000);
  expect((await entering).filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

it('keeps to what Slack publishes once Slack has limited a call', async () => {
  const gate = createGate(Date.now, () => 0);
  gate.limited(create(), { startedAtMs: Date.now(), retryAfterMs: 1_000 });
  await jest.advanceTimersByTimeAsync(5 * 60_000);
  await Promise.all(Array.from({ length: 18 }, () => gate.enter(create())));
  await expect(gate.enter(create())).rejects.toMatchObject({ code: 'slack_rate_limited', retryAfterMs: 3_000 });
});

it('makes no call while the limit holds, and says when to come back', async () => {
  const gate = limitedGate(30_000);
  await expect(gate.enter(create())).rejects.toMatchObject({ code: 'slack_rate_limited', retryable: true, ambiguous: false });
  const error = await gate.enter(create(1)).catch((refusal: ChatError) => refusal);
  expect((error as ChatError).retryAfterMs).toBeGreaterThanOrEqual(30_000);
  await gate.enter({ method: 'chat.update', urgency: 3 });
});

it('keeps who can start soon, and starts the most urgent first', async () => {
  const gate = limitedGate(1_000);
  const started: number[] = [];
  const enter = (urgency: number) => gate.enter(create(urgency)).then(() => started.push(urgency));
  const two = [enter(5), enter(1)];
  await jest.advanceTimersByTimeAsync(1_000);
  await Promise.all(two);
  expect(started).toEqual([1, 5]);
});

it('sends away who was overtaken and would wait too long now', async () => {
  const gate = limitedGate(1_500);
  const burst = (urgency: number) => Array.from({ length: 2 }, () => gate.enter(create(urgency)));
  const outcomes = Promise.allSettled(burst(5));
  const urgent = burst(1);
  await jest.advanceTimersByTimeAsync(2_000);
  await Promise.all(urgent);
  expect(new Set((await outcomes).map(({ status }) => status))).toEqual(new Set(['rejected']));
});

it('lets go of who is cancelled', async () => {
  const gate = limitedGate(1_000);
  const cancellation = new AbortController();
  const cancelled = gate.enter(create(1), cancellation.signal);
  const outcome = expect(cancelled).rejects.toBeDefined();
  cancellation.abort();
  await outcome;
  const others = [gate.enter(create()), gate.enter(create())];
  await jest.advanceTimersByTimeAsync(1_000);
  await Promise.all(others);
});

it('limits messages a channel', async () => {
  const gate = createGate(Date.now, () => 0);
  const message = (channel: string): Entrant => ({ method: 'chat.postMessage', channel, urgency: 3 });
  gate.limited(message('C1'), { startedAtMs: Date.now(), retryAfterMs: 30_000 });
  await gate.enter(message('C2'));
  await expect(gate.enter(message('C1'))).rejects.toMatchObject({ code: 'slack_rate_limited' });
});

it('forgets a limit after some minutes without another', async () => {
  const gate = limitedGate(10_000);
  await jest.advanceTimersByTimeAsync(10_000 + 3 * 60_000);
  await Promise.all(Array.from({ length: 18 }, () => gate.enter(create())));
});

it('leaves the wait to the caller’s own backoff where Slack does not say how long', async () => {
  const gate = createGate(Date.now, () => 0);
  expect(gate.limited(create(), { startedAtMs: Date.now(), retryAfterMs: undefined }).retryAfterMs).toBeUndefined();
  const entering = gate.enter(create());
  await jest.advanceTimersByTimeAsync(2_000);
  await entering;
});

describe('workers that were limited in the same moment', () => {
  const backAfter = (chance: number, urgency: number): number => {
    const gate = createGate(Date.now, () => chance);
    return gate.limited(create(urgency), { startedAtMs: Date.now(), retryAfterMs: 0 }).retryAfterMs ?? 0;
  };

  it('do not all come back in the same moment, and the least urgent last', () => {
    expect(backAfter(1, 3)).toBeGreaterThan(backAfter(0.5, 3));
    expect(backAfter(1, 5) - backAfter(1, 1)).toBeGreaterThan(0);
  });

  it('do not all go on in the same moment', async () => {
    const gate = createGate(Date.now, () => 1);
    gate.limited(create(), { startedAtMs: Date.now(), retryAfterMs: 1_000 });
    let hasStarted = false;
    const entering = gate.enter(create()).then(() => {
      hasStarted = true;
    });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(hasStarted).toBe(false);
    await jest.advanceTimersByTimeAsync(1_000);
    await entering;
  });
});

it('a pace that is limited again and again stays an eighth of the budget: nobody is shut out for good', () => {
  let pace = fullPace('conversations.create', 0);
  for (let minute = 1; minute <= 10; minute += 1) {
    const nowMs = minute * 60_000;
    pace = slowedDown(pace, 'conversations.create', { nowMs, startedAtMs: nowMs, waitMs: 60_000 });
  }
  expect(pace.perMinute).toBe(2.5);
});

describe('two workers that share twenty calls a minute', () => {
  const CALLS = 60;
  async function simulate(seed: number) {
    const slack = limitedSlack(20);
    const random = seeded(seed);
    const begin = Date.now();
    const runs: Promise<{ urgency: number; tookMs: number; tries: number }>[] = [];
    const run = async (gate: Gate, urgency: number, afterMs: number) => {
      await pause(afterMs);
      const startedMs = Date.now();
      const { endMs, tries } = await activity(gate, slack, create(urgency));
      return { urgency, tookMs: endMs - startedMs, tries };
    };
    for (const gate of [createGate(Date.now, random), createGate(Date.now, random)]) {
      for (let index = 0; index < CALLS; index += 1) runs.push(run(gate, 3 + (index % 3), index * 250));
      // In the middle of the backlog.
      for (let index = 0; index < 5; index += 1) runs.push(run(gate, 1, 90_000 + index * 5_000));
    }
    const all = Promise.all(runs);
    await jest.advanceTimersByTimeAsync(20 * 60_000);
    const outcomes = await Promise.race([all, Promise.resolve(null)]);
    return { outcomes, counts: slack.counts, begin };
  }

  it.each([1, 2, 3])('come to share them: few limits, nobody starves, the urgent go first (seed %d)', async (seed) => {
    const { outcomes, counts } = await simulate(seed);
    // All have ended within twenty minutes; seven are the least that Slack allows.
    expect(outcomes).not.toBeNull();
    expect(counts.done).toBe(2 * (CALLS + 5));
    expect(counts.refused).toBeLessThan(30);
    const meanOf = (urgency: number): number => {
      const took = (outcomes ?? []).filter((run) => run.urgency === urgency).map(({ tookMs }) => tookMs);
      return took.reduce((sum, ms) => sum + ms, 0) / took.length;
    };
    expect(meanOf(1)).toBeLessThan(meanOf(3) / 2);
    expect(meanOf(3)).toBeLessThan(meanOf(5));
  });
});

describe('a hundred incidents at once', () => {
  async function simulate(slack: ReturnType<typeof limitedSlack>) {
    const gate = createGate(Date.now, seeded(7));
    const begin = Date.now();
    const runs = Array.from({ length: 100 }, async (_, index) => {
      const urgency = 1 + (index % 4);
      return { urgency, tookMs: (await activity(gate, slack, create(urgency))).endMs - begin };
    });
    const all = Promise.all(runs);
    await jest.advanceTimersByTimeAsync(15 * 60_000);
    const outcomes = (await Promise.race([all, Promise.resolve(null)])) ?? [];
    expect(outcomes).toHaveLength(100);
    return (urgency: number): number => Math.max(...outcomes.filter((run) => run.urgency === urgency).map(({ tookMs }) => tookMs));
  }

  it('are refused next to nothing by a Slack that regains calls evenly, and the urgent go first', async () => {
    const limits = createSlackLimits();
    const counts = { done: 0, refused: 0 };
    const call = async (): Promise<number | null> => {
      await pause(LATENCY_MS);
      const seconds = limits.refusal('conversations.create', null);
      counts[seconds === null ? 'done' : 'refused'] += 1;
      return seconds === null ? null : 1_000 * seconds;
    };
    const lastOf = await simulate({ counts, call });
    expect(counts.refused).toBeLessThan(10);
    // Slack needs four minutes for the eighty that it does not take at once.
    expect(Math.max(...[1, 2, 3, 4].map(lastOf))).toBeLessThan(5 * 60_000);
    expect(lastOf(1)).toBeLessThan(lastOf(2));
    expect(lastOf(2)).toBeLessThan(lastOf(4));
  });

  it('are refused little by a Slack that counts by the minute', async () => {
    const slack = limitedSlack(20);
    const lastOf = await simulate(slack);
    expect(slack.counts.refused).toBeLessThan(10);
    expect(lastOf(1)).toBeLessThan(lastOf(4));
  });
});
