import { disarmedHeartbeats, ruleWarnings } from '../../../../src/incident/alert-groups/rule-warnings';
import type { AlertRule } from '../../../../src/incident/alert-groups/rules';

const rule = (name: string, when: AlertRule['when']): AlertRule => ({ name, when, do: 'open' });
const namesOf = (rules: readonly AlertRule[], sources: readonly string[] = []) =>
  ruleWarnings(rules, sources).map(({ rule: name }) => name);

describe('warnings about rules for alerts', () => {
  it.each([
    ['all that comes after a rule for everything', [rule('a', {}), rule('b', { severity: ['low'] })], ['b']],
    ['nothing before it', [rule('a', { severity: ['low'] }), rule('b', {})], []],
    ['a narrower severity', [rule('a', { severity: ['high', 'low'] }), rule('b', { severity: ['low'] })], ['b']],
    ['no wider severity', [rule('a', { severity: ['low'] }), rule('b', { severity: ['high', 'low'] })], []],
    ['a narrower label', [rule('a', { labels: { env: ['*'] } }), rule('b', { labels: { env: ['prod'], team: ['x'] } })], ['b']],
    ['no other label', [rule('a', { labels: { env: ['prod'] } }), rule('b', { labels: { team: ['x'] } })], []],
    ['no other source', [rule('a', { source: ['one'] }), rule('b', { source: ['two'] })], []],
  ])('name %s', (_, rules, expected) => {
    expect(namesOf(rules)).toEqual(expected);
  });

  it('know that a rule to join passes over alerts without its labels', () => {
    const join: AlertRule = { name: 'a', when: {}, do: 'join', by: ['service'], withinMs: 1 };
    expect(namesOf([join, rule('b', {})])).toEqual([]);
    expect(namesOf([join, rule('b', { labels: { service: ['etl'] } })])).toEqual(['b']);
  });

  it('know that a rule to join a dependency passes over alerts whose dependencies are well', () => {
    const near: AlertRule = { name: 'a', when: {}, do: 'joinDependency' };
    expect(namesOf([near, rule('b', {})])).toEqual([]);
    expect(namesOf([near, { ...near, name: 'b', when: { severity: ['low'] } }])).toEqual(['b']);
    expect(namesOf([rule('b', {}), near])).toEqual(['a']);
  });

  it('name a rule whose sources do not exist', () => {
    const rules = [rule('a', { source: ['prod-am'] }), rule('b', { source: ['prod-am', 'grafana'] })];
    expect(ruleWarnings(rules, ['grafana'])).toEqual([{ rule: 'a', why: 'no source is called prod-am' }]);
    expect(namesOf(rules)).toEqual([]);
  });
});

describe('heartbeats whose silence opens no incident', () => {
  const rest: AlertRule = { name: 'rest', when: {}, do: 'record' };
  const armed: AlertRule = { name: 'heartbeats', when: { source: ['heartbeat'] }, do: 'open' };
  const heartbeats = { prometheus: { severity: 'critical' }, backup: { severity: 'low' } } as const;

  it.each<[string, readonly AlertRule[], readonly object[]]>([
    [
      'a rule for all the rest',
      [rule('prod', { source: ['prod-am'] }), rest],
      [
        { heartbeat: 'prometheus', rule: 'rest' },
        { heartbeat: 'backup', rule: 'rest' },
      ],
    ],
    ['nothing if a rule for heartbeats comes first', [armed, rest], []],
    ['the default for low ones', [], [{ heartbeat: 'backup', rule: 'default-record' }]],
    [
      'one that no rule names by its label',
      [rule('own', { labels: { heartbeat: ['backup'] } }), rest],
      [{ heartbeat: 'prometheus', rule: 'rest' }],
    ],
    ['one whose severity no rule names', [rule('grave', { severity: ['critical'] }), rest], [{ heartbeat: 'backup', rule: 'rest' }]],
  ])('are found: %s', (_, rules, expected) => {
    expect(disarmedHeartbeats(rules, heartbeats)).toEqual(expected);
  });
});
