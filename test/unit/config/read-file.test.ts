import { join } from 'node:path';
import { type ConfigError, loadConfig } from '../../../src/config';
import { configFile } from '../../support/config-file';

const { cwd, load, problemsOf } = configFile('client');

describe('an unknown key', () => {
  const SOURCE = { type: 'alertmanager', auth: 'bearer' };
  const RULE_KEYS = 'name, when, do, by, within';
  it.each([
    [{ idPrefx: 'A' }, 'idPrefx: is not a known key; did you mean idPrefix? (allowed: idPrefix, defaultResponders,'],
    [
      { sources: { am: { ...SOURCE, secret: 'A' } } },
      'sources.am.secret: is not a known key; did you mean secrets? (allowed: type, auth, secrets, url, map, topics, timestampHeader, limit)',
    ],
    [{ sources: { am: { ...SOURCE, colour: 1 } } }, 'sources.am.colour: is not a known key (allowed: type, auth, secrets'],
    [
      { alerts: { rules: [{ do: 'open' }, { name: 'prod', do: 'open', wehn: {} }] } },
      `alerts.rules.#2 (prod).wehn: is not a known key; did you mean when? (allowed: ${RULE_KEYS})`,
    ],
    [
      { notify: [{ type: 'ntfy', topic: 'a', region: 'eu' }] },
      'notify.#1 (ntfy).region: is not a known key (allowed: name, when, type, secret, url, topic)',
    ],
    [
      { notify: [{ type: 'email', host: 'm', from: 'a@b', prot: 1 }] },
      'notify.#1 (email).prot: is not a known key; did you mean port? (allowed: name, when, type, host',
    ],
    [{ onCall: { dba: { type: 'ical', secret: 'A', schedule: 'x' } } }, 'onCall.dba.schedule: is not a known key (allowed: type, secret)'],
    [{ probes: { alow: [] } }, 'probes.alow: is not a known key; did you mean allow? (allowed: allow, deny)'],
    [
      { defaultResponders: { citical: ['a'] } },
      'defaultResponders.citical: is not a known key; did you mean critical? (allowed: critical, high, medium, low)',
    ],
    [{ maintenance: [{ name: 'x', rrule: 'FREQ=DAILY', four: '3h' }] }, 'maintenance.#1 (x).for: is missing'],
  ])('%j is refused with the keys that are allowed there', (content, message) => {
    expect(problemsOf(content)[0]).toContain(message);
  });
});

describe('a problem of the file', () => {
  const messageOf = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      return (error as ConfigError).message;
    }
    return '';
  };

  it('names the file, and a rule by its number from 1 and its name if it has one', () => {
    const rules = [{ do: 'opn' }, { name: 'rest', do: 'recrd' }];
    const message = messageOf(() => load({ alerts: { rules } }, { LOG_LEVEL: 'loud' }));
    expect(message.split('\n').slice(1)).toEqual([
      '  file.yaml: alerts.rules.#1.do: "opn" is not valid (allowed: open, join, joinDependency, record)',
      '  file.yaml: alerts.rules.#2 (rest).do: "recrd" is not valid (allowed: open, join, joinDependency, record)',
      expect.stringContaining('  LOG_LEVEL: "loud"'),
    ]);
  });

  it('names the file beside a secret that it names, and by its whole path if it is elsewhere', () => {
    const content = { sources: { am: { type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN'] } } };
    expect(messageOf(() => load(content, {}, 'gateway'))).toContain('  file.yaml: sources.am.secrets: AM_TOKEN is not set');
    const env = { INCIDENT_CONFIG: join(cwd, 'file.yaml') };
    expect(messageOf(() => loadConfig({ env, cwd: '/etc', purpose: 'gateway' }))).toContain(`  ${join(cwd, 'file.yaml')}: sources.am`);
  });
});

it('the doctor loads a configuration whose secrets are not set, and learns which are missing', () => {
  const content = {
    sources: { am: { type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN'] } },
    notify: [{ type: 'opsgenie', secret: 'OPSGENIE_KEY' }],
    onCall: { dba: { type: 'opsgenie', secret: 'OPSGENIE_KEY', schedule: 'dba' } },
    dataSources: { prometheus: [{ url: 'https://p.example.com', secret: 'PROMETHEUS_TOKEN' }] },
  };
  const { unready, file } = load(content, {}, 'doctor');
  expect(file).toBe('file.yaml');
  expect(Object.values(unready).map((found) => found.map(({ path }) => path))).toEqual([
    ['sources.am.secrets'],
    ['notify.#1 (opsgenie).secret'],
    ['onCall.dba.secret'],
    ['dataSources.prometheus.#1 (prometheus).secret'],
    [],
  ]);
  expect(problemsOf(content, {}, 'gateway')).toHaveLength(1);
});
