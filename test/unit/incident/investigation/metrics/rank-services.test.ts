import { rankServices } from '../../../../../src/incident/investigation/metrics/rank-services';
import { tellingFacts } from '../../../../../src/incident/investigation/metrics/telling-facts';
import type { MetricFact } from '../../../../../src/incident/model/investigation/fact';
import type { ServiceScope, Signal } from '../../../../../src/incident/model/investigation/service';

/** `shop` calls `cart` and `search`; `cart` calls `database`. */
const CALLS: Readonly<Record<string, readonly string[]>> = { shop: ['cart', 'search'], cart: ['database'], search: [], database: [] };
const scope: ServiceScope = Object.entries(CALLS).map(([name, dependsOn], distance) => ({
  name,
  title: name,
  owner: null,
  runbook: null,
  dependsOn,
  relation: distance === 0 ? 'affected' : 'dependency',
  distance: Math.min(distance, name === 'database' ? 2 : 1),
}));

function fact(service: string, signal: Signal, [usual, value]: readonly [number, number], changes: Partial<MetricFact> = {}): MetricFact {
  const deviation = usual === value ? 0 : 10;
  return {
    kind: 'metric',
    service,
    text: `${signal} of ${service}`,
    metric: signal,
    signal,
    verdict: deviation === 0 ? 'usual' : 'unusual',
    deviation,
    change: deviation,
    value,
    before: usual,
    usual,
    usualRange: [usual, usual],
    unit: null,
    since: null,
    ...changes,
  };
}

const latency = (service: string, usual: number, value: number) => fact(service, 'latency', [usual, value]);
const calls = (service: string, count: number) => fact(service, 'traffic', [count, count]);
const suspectsOf = (facts: readonly MetricFact[]) =>
  rankServices({ facts, scope, signal: 'latency' }).suspects.map(({ service }) => service);

it('blames the deepest service whose increase its own dependencies do not explain', () => {
  const facts = [latency('shop', 0.1, 1.1), latency('cart', 0.05, 1.05), latency('database', 0.01, 1.01), latency('search', 0.02, 0.02)];
  expect(suspectsOf(facts)[0]).toBe('database');
});

it('does not blame a dependency that became only a little slower', () => {
  const facts = [latency('shop', 0.1, 1.1), latency('cart', 0.05, 1.05), latency('database', 0.01, 0.03)];
  expect(suspectsOf(facts)[0]).toBe('cart');
});

it('weighs by calls: a large delay of a few calls does not explain a small one of many', () => {
  const facts = [
    latency('shop', 0.1, 0.2),
    latency('cart', 0.05, 0.15),
    latency('search', 0.02, 0.5),
    calls('shop', 500),
    calls('cart', 490),
    calls('search', 10),
  ];
  expect(suspectsOf(facts)[0]).toBe('cart');
});

it('blames a failing dependency for a slow caller that nothing slow explains, and keeps the caller as a second', () => {
  const failing = fact('database', 'availability', [100, 90]);
  const facts = [latency('shop', 0.1, 1.1), latency('cart', 0.05, 1.05), latency('database', 0.01, 0.01), failing];
  expect(suspectsOf(facts).slice(0, 2)).toEqual(['database', 'cart']);
  const harmless = fact('database', 'availability', [100, 99.9]);
  expect(suspectsOf([...facts.slice(0, 3), harmless])[0]).toBe('cart');
});

it('blames a dependency that became much slower for a caller that fails', () => {
  const failing = [fact('shop', 'availability', [100, 90]), fact('cart', 'availability', [100, 90])];
  const ranked = (database: MetricFact) => rankServices({ facts: [...failing, database], scope, signal: 'availability' }).suspects[0];
  expect(ranked(latency('database', 0.01, 5))).toMatchObject({ service: 'database', cause: 'slow', signal: 'latency' });
  expect(ranked(latency('database', 0.01, 0.015))).toMatchObject({ service: 'cart', cause: 'errors_returned', signal: 'availability' });
});

it('looks through a service that nothing measures, and goes round a circle of calls once', () => {
  const around = scope.map((service) => (service.name === 'database' ? { ...service, dependsOn: ['cart', 'shop'] } : service));
  const facts = [latency('shop', 0.1, 1.1), latency('search', 0.02, 0.02), latency('database', 0.01, 1.01)];
  for (const one of [scope, around]) {
    const { suspects } = rankServices({ facts, scope: one, signal: 'latency' });
    expect(suspects.map(({ service }) => service)).toEqual(['database', 'shop']);
    expect(suspects[1]?.explained).toBe(0);
  }
});

it('takes the symptom that is more unusual if the alert is about none', () => {
  const facts = [latency('shop', 0.1, 0.1), fact('shop', 'errors', [0, 5]), fact('search', 'errors', [0, 5])];
  for (const signal of [null, 'saturation', 'traffic'] as const) {
    expect(rankServices({ facts, scope, signal })).toMatchObject({
      conclusion: 'cause_named',
      suspects: [{ service: 'search', signal: 'errors' }, {}],
    });
  }
});

it('says that nothing looks wrong, that nothing is known, or nothing of the cause', () => {
  expect(rankServices({ facts: [latency('shop', 0.1, 0.1), latency('cart', 1, 9)], scope, signal: 'latency' })).toEqual({
    conclusion: 'looks_healthy',
    suspects: [],
  });
  expect(rankServices({ facts: [latency('cart', 1, 9)], scope, signal: 'latency' })).toEqual({ conclusion: 'unknown', suspects: [] });
});

it('compares with the level just before, unless the alert came late', () => {
  const long = { change: 0, before: 9 };
  const drifted = fact('search', 'latency', [1, 9], long);
  expect(suspectsOf([latency('shop', 0.1, 1.1), latency('cart', 0.05, 1.05), drifted])[0]).toBe('cart');
  const late = [fact('shop', 'latency', [0.1, 8], { change: 0, before: 8 }), fact('cart', 'latency', [1, 1]), drifted];
  expect(suspectsOf(late)[0]).toBe('search');
});

it('ranks alike without the facts that tell nothing', () => {
  const quiet = (service: string): MetricFact => ({ ...latency(service, 0.1, 0.1), metric: 'latency-p99' });
  const facts = [
    latency('shop', 0.1, 1.1),
    quiet('shop'),
    latency('cart', 0.05, 1.05),
    quiet('cart'),
    latency('search', 0.02, 0.02),
    quiet('search'),
  ];
  const telling = tellingFacts(facts);
  expect(telling.map(({ service, metric }) => [service, metric])).toEqual([
    ['shop', 'latency'],
    ['cart', 'latency'],
    ['search', 'latency'],
  ]);
  const rank = (some: readonly MetricFact[]) => rankServices({ facts: some, scope, signal: 'latency' });
  expect(rank(telling)).toEqual({ ...rank(facts) });
});

it('is sure of a single suspect, and of neither of two that are as strong', () => {
  const single = [latency('shop', 0.1, 1.1), latency('cart', 0.05, 1.05), latency('search', 0.02, 0.02)];
  const [sure] = rankServices({ facts: single, scope, signal: 'latency' }).suspects;
  expect(sure).toMatchObject({ service: 'cart' });
  expect(sure?.confidence).toBeGreaterThanOrEqual(65);
  const two = rankServices({ facts: [...single.slice(0, 2), latency('search', 0.02, 1.02)], scope, signal: 'latency' }).suspects;
  expect(two.slice(0, 2).map(({ confidence }) => confidence < 50)).toEqual([true, true]);
});

it('names the affected service itself only on clear evidence, and with less confidence', () => {
  const alone = (deviation: number) => fact('shop', 'latency', [0.1, 1.1], { deviation, change: deviation });
  const rank = (deviation: number) => rankServices({ facts: [alone(deviation), latency('cart', 0.05, 0.05)], scope, signal: 'latency' });
  expect(rank(3)).toEqual({ conclusion: 'no_cause_found', suspects: [] });
  expect(rank(50)).toMatchObject({ conclusion: 'cause_named', suspects: [{ service: 'shop' }] });
  expect(rank(50).suspects[0]?.confidence).toBeLessThanOrEqual(60);
});
