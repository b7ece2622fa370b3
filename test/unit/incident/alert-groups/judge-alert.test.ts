import { asksForDependency, judgeAlert, tryRules } from '../../../../src/incident/alert-groups/judge-alert';
import type { AlertRule, AlertRules } from '../../../../src/incident/alert-groups/rules';

const TIMES = { settleMs: 1, reopenWithinMs: 2, staleAfterMs: 3 };
const configOf = (rules: readonly AlertRule[]): AlertRules => ({
  ...TIMES,
  rules,
  onRecovery: { critical: 'ask', high: 'resolve', medium: 'note', low: 'resolve' },
  digest: 'abc',
});
const facts = { instance: 'prod-am', source: 'alertmanager', severity: 'high', labels: { env: 'prod', service: 'etl, web' } } as const;

describe('the rules for alerts', () => {
  it.each([
    [{}, true],
    [{ source: ['prod-am'] }, true],
    [{ source: ['alertmanager'] }, true],
    [{ source: ['grafana'] }, false],
    [{ severity: ['critical', 'high'] }, true],
    [{ severity: ['critical'] }, false],
    [{ labels: { env: ['prod', 'stage'] } }, true],
    [{ labels: { env: ['*'] } }, true],
    [{ labels: { team: ['*'] } }, false],
    [{ labels: { service: ['web'] } }, true],
    [{ labels: { env: ['prod'], service: ['mail'] } }, false],
    [{ labels: { constructor: ['*'] } }, false],
  ] as const)('%j applies: %s', (when, applies) => {
    const { rule } = judgeAlert(configOf([{ name: 'mine', when, do: 'record' }]), facts);
    expect(rule === 'mine').toBe(applies);
  });

  it('are tried in order, and say why they do not apply', () => {
    const rules = configOf([
      { name: 'one', when: { severity: ['low'] }, do: 'open' },
      { name: 'two', when: {}, do: 'record' },
      { name: 'three', when: {}, do: 'open' },
    ]).rules;
    expect(tryRules(rules, facts).map(({ rule, whyNot }) => [rule.name, whyNot])).toEqual([
      ['one', 'severity high is not low'],
      ['two', null],
    ]);
  });

  it('open what is not low if none applies', () => {
    expect(judgeAlert(configOf([]), facts)).toMatchObject({
      do: 'open',
      rule: 'default-open',
      onRecovery: 'resolve',
      digest: 'abc',
      ...TIMES,
    });
    expect(judgeAlert(configOf([]), { ...facts, severity: 'low' })).toMatchObject({ do: 'record', rule: 'default-record' });
    expect(judgeAlert(configOf([]), { ...facts, severity: 'critical' })).toMatchObject({ onRecovery: 'ask' });
  });

  it('join the incident of a dependency, or are passed over with the reason', () => {
    const config = configOf([
      { name: 'etl', when: { labels: { env: ['prod'] } }, do: 'joinDependency' },
      { name: 'rest', when: {}, do: 'record' },
    ]);
    const dependency = { incidentId: 'PROD-1', service: 'Orders database', neededBy: 'Shop' };
    expect(judgeAlert(config, facts, [], dependency)).toMatchObject({ do: 'joinDependency', rule: 'etl', dependency });
    expect(judgeAlert(config, facts, [], dependency).passedOver).toBeUndefined();
    const none = judgeAlert(config, facts, [], { whyNot: 'none is open' });
    expect(none).toMatchObject({ do: 'record', rule: 'rest', passedOver: 'etl: none is open' });
    expect(none.dependency).toBeUndefined();
    expect(judgeAlert(config, { ...facts, labels: {} }, [], dependency)).toMatchObject({ do: 'record', rule: 'rest' });
    expect(judgeAlert(config, { ...facts, labels: {} }, [], dependency).passedOver).toBeUndefined();
  });

  it('ask for a dependency only where a rule needs it', () => {
    const { rules } = configOf([{ name: 'etl', when: { labels: { env: ['prod'] } }, do: 'joinDependency' }]);
    expect(asksForDependency(rules, facts)).toBe(true);
    expect(asksForDependency(rules, { ...facts, labels: {} })).toBe(false);
    expect(asksForDependency(configOf([{ name: 'etl', when: {}, do: 'open' }]).rules, facts)).toBe(false);
  });

  it('join alerts of equal labels, and pass over one that lacks such a label', () => {
    const config = configOf([{ name: 'data', when: {}, do: 'join', by: ['env'], withinMs: 60_000 }]);
    const keyOf = (labels: Record<string, string>) => judgeAlert(config, { ...facts, labels }).join?.key;
    expect(keyOf({ env: 'prod' })).toBe(keyOf({ env: 'prod', pod: 'x' }));
    expect(keyOf({ env: 'prod' })).not.toBe(keyOf({ env: 'stage' }));
    expect(judgeAlert(config, { ...facts, labels: {} })).toMatchObject({ do: 'open', rule: 'default-open' });
  });
});
