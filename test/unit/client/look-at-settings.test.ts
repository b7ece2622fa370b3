import { runChecks } from '../../../src/client/cli/verbs/doctor';
import { settingsChecks } from '../../../src/client/look-at-settings';
import { configFile } from '../../support/config-file';

const { load } = configFile('doctor');
/** What the doctor says: the mark, what was found, and what to do. */
async function told(content: object, env: NodeJS.ProcessEnv = {}): Promise<Record<string, readonly [boolean, string, string]>> {
  const results = await runChecks(settingsChecks(load(content, env)));
  expect(results.map(({ exit }) => exit)).toEqual(results.map(() => 0));
  return Object.fromEntries(results.map(({ name, ok, found, mend }) => [name, [ok, found, mend]]));
}
const SENDERS = {
  sources: {
    'prod-am': { type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN', 'AM_TOKEN_NEXT'] },
    own: { type: 'generic', auth: 'none' },
  },
  notify: [
    { name: 'pager', type: 'pagerduty-events', secret: 'PD_KEY', when: { severity: ['critical', 'high'] } },
    { type: 'ntfy', topic: 'incidents' },
  ],
  onCall: { dba: { type: 'opsgenie', secret: 'OG_KEY', schedule: 'dba' } },
};
const SECRETS = { AM_TOKEN: 'am-value', PD_KEY: 'pd-value', OG_KEY: 'og-value' };

it('names the file, the senders, the services and their types, and no secret', async () => {
  const found = await told({ ...SENDERS, defaultResponders: ['dba@example.com', '@ops'] }, SECRETS);
  expect(found).toEqual({
    configuration: [true, 'file.yaml', ''],
    'default responders': [true, 'dba@example.com, @ops', ''],
    notify: [true, '2: pager (pagerduty-events; critical, high), ntfy; every secret is set here', ''],
    'on call': [true, '1: dba (opsgenie); every secret is set here', ''],
    sources: [true, '2: prod-am (alertmanager, bearer), own (generic, no authentication); every secret is set here', ''],
  });
});

it('says which secrets are not set in this terminal, and who needs them', async () => {
  const found = await told(SENDERS);
  expect(found.sources?.[1]).toContain('\nsources.prod-am.secrets: AM_TOKEN and AM_TOKEN_NEXT are not set');
  expect(found.sources?.[2]).toMatch(/^Set each variable, or its NAME_FILE, where the gateway runs/);
  expect(found.notify?.[1]).toContain('\nnotify.#1 (pager).secret: PD_KEY is not set');
  expect(found.notify?.[2]).toMatch(/where the worker runs/);
  expect(found['on call']?.[1]).toContain('\nonCall.dba.secret: OG_KEY is not set');
});

it('says what applies where nothing is configured', async () => {
  const found = await told({});
  expect(found['default responders']).toEqual([
    false,
    'none: an alert opens a war room, but no one is paged',
    'Set defaultResponders in file.yaml, and restart the workers.',
  ]);
  expect(found.notify?.slice(0, 2)).toEqual([true, 'none configured: people are paged in Slack only']);
  expect(found.sources?.[0]).toBe(true);
  expect(found).not.toHaveProperty('on call');
});

it('names the severities whose alerts page no one; low ones open nothing by default', async () => {
  const some = await told({ defaultResponders: { critical: ['dba@example.com'] } });
  expect(some['default responders']?.slice(0, 2)).toEqual([
    false,
    'critical: dba@example.com\nhigh: none\nmedium: none\nlow: none\nno one is paged for high and medium alerts',
  ]);
  const all = await told({ defaultResponders: { critical: ['a'], high: ['a'], medium: ['b'] } });
  expect(all['default responders']?.[0]).toBe(true);
});
