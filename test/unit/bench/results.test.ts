import { goalsOf, renderResults } from '../../../bench/results';

const machine = { cpus: 2, model: 'test', memoryMb: 4096, node: '20.0.0', loadBefore: 0.1 };
const flat = (value: number) => ({ min: value, p50: value, p95: value, max: value });
const overhead = {
  runs: 3,
  activities: { response: 19, bare: 19 },
  workflowTasks: { response: 9, bare: 8 },
  latencyMs: { response: flat(120), bare: flat(100) },
  latencyRatio: flat(1.2),
  events: { response: 97, bare: 80 },
  eventRatio: 97 / 80,
};

describe('the goals of the bench', () => {
  it('are met up to the limit, and missed past it', () => {
    const goals = goalsOf({ overhead });
    expect(goals.map(({ measured, verdict }) => [measured, verdict])).toEqual([
      [1.2, 'met'],
      [97 / 80, 'missed'],
    ]);
  });

  it('judge no time of a noisy machine, and count all the same', () => {
    const noise = { runs: 40, bareRunMs: flat(50), spread: 0.41 };
    const found = { at: '', machine, noise, overhead };
    expect(goalsOf(found).map(({ verdict }) => verdict)).toEqual(['too noisy to judge', 'missed']);
    expect(renderResults({ ...found, goals: goalsOf(found) })).toMatch(/latency, times .* too noisy to judge \(spread 41 %\)/);
    expect(goalsOf({ overhead, noise: { ...noise, spread: 0.1 } })[0]?.verdict).toBe('met');
  });

  it('compare what the gateway takes with the bare server, and count events on any machine', () => {
    const side = { deliveriesPerSecond: flat(100), answerMs: { ...flat(10), p99: 12 }, workflowTasks: 0.5, memoryMb: null, cpuMs: null };
    const alerts = {
      ...{ rounds: 2, deliveries: 1_000, groups: 20, inFlight: 50, eventRatio: 1.25 },
      gateway: { ...side, events: 2.5 },
      bare: { ...side, events: 2 },
      ...{ timeRatio: flat(1.1), p50Ratio: flat(1.2), p99Ratio: flat(1.4) },
    };
    const noise = { runs: 40, bareRunMs: flat(50), spread: 0.41 };
    expect(goalsOf({ alerts }).map(({ verdict }) => verdict)).toEqual(['met', 'met', 'missed', 'met']);
    expect(goalsOf({ alerts, noise }).at(-1)?.verdict).toBe('met');
    expect(goalsOf({ alerts, noise })[0]?.verdict).toBe('too noisy to judge');
    const found = { at: '', machine, alerts };
    expect(renderResults({ ...found, goals: goalsOf(found) })).toMatch(/events a delivery +2\.50 +2 +1\.25/);
  });

  it('compare a probe with what it asks', () => {
    const sources = { runs: 3, directMs: flat(5), probeMs: flat(45), addedMs: flat(40), ratio: flat(9) };
    expect(goalsOf({ sources })).toMatchObject([{ measured: 40, verdict: 'met' }]);
    expect(goalsOf({ sources: { ...sources, addedMs: flat(51) } })).toMatchObject([{ measured: 51, verdict: 'missed' }]);
    const found = { at: '', machine, sources };
    expect(renderResults({ ...found, goals: goalsOf(found) })).toMatch(/times the source +9/);
  });

  it('compare ten probes with docker run of the same ten, with their sandbox and without one', () => {
    const ratios = { same: flat(1.2), plain: flat(1.6) };
    const containers = { rounds: 3, probes: 10, probesMs: flat(2_400), sameMs: flat(2_000), plainMs: flat(1_500), ratios };
    expect(goalsOf({ containers })).toMatchObject([
      { measured: 1.2, verdict: 'met' },
      { measured: 1.6, verdict: 'missed' },
    ]);
    const found = { at: '', machine, containers };
    expect(renderResults({ ...found, goals: goalsOf(found) })).toMatch(/docker run --rm, no sandbox, ms +1500/);
  });

  it('stand in the table with what was measured and what is allowed', () => {
    const found = { at: '', machine, overhead };
    const table = renderResults({ ...found, goals: goalsOf(found) });
    expect(table).toMatch(/events, times the bare workflow +1\.21 +at most 1\.2 +missed/);
    expect(table).not.toContain('Idle');
  });
});
