import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPager } from '../../../src/notify/create-pager';
import { configFile } from '../../support/config-file';

const { cwd, load, problemsOf } = configFile('worker');

const ALL = [
  { name: 'pager', type: 'pagerduty-events', secret: 'PD_ROUTING_KEY', when: { severity: ['critical'] } },
  { type: 'opsgenie', secret: 'OPSGENIE_KEY', region: 'eu', when: { severity: 'high' } },
  { type: 'webhook', secret: 'HOOK_SECRET', url: 'https://hooks.example.com/page' },
  { type: 'ntfy', topic: 'incidents-7f3a' },
  { type: 'email', host: 'mail.example.com', from: 'incidents@example.com', user: 'incidents', secret: 'MAIL_PASSWORD' },
];
const SECRETS = { PD_ROUTING_KEY: 'tell-tale-1', OPSGENIE_KEY: 'tell-tale-2', HOOK_SECRET: 'tell-tale-3', MAIL_PASSWORD: 'tell-tale-4' };

describe('notify', () => {
  it('is read with its secrets by the worker, which can page with it', () => {
    const { notify } = load({ notify: ALL }, SECRETS);
    expect(notify.map(({ name, severities }) => [name, severities.length])).toEqual([
      ['pager', 1],
      ['opsgenie', 1],
      ['webhook', 4],
      ['ntfy', 4],
      ['email', 4],
    ]);
    expect(notify.map(({ secret }) => secret.value())).toEqual(['tell-tale-1', 'tell-tale-2', 'tell-tale-3', '', 'tell-tale-4']);
    expect(notify[4]).toMatchObject({ port: 587, tls: 'starttls', to: [] });
    expect(JSON.stringify(notify)).not.toContain('tell-tale');
    for (const settings of notify) expect(createPager(settings)).toHaveProperty('page');
  });

  it('says which services send each page as a message of its own', () => {
    const { policy } = load({ notify: ALL }, SECRETS).rules;
    expect(policy.pagers?.map(({ name, sendsMessages }) => [name, sendsMessages])).toEqual([
      ['pager', undefined],
      ['opsgenie', undefined],
      ['webhook', undefined],
      ['ntfy', true],
      ['email', true],
    ]);
  });

  it('needs no secret in any other process', () => {
    for (const purpose of ['probes', 'client', 'gateway'] as const) expect(load({ notify: ALL }, {}, purpose).notify).toEqual([]);
  });

  it('reads a secret from a file', () => {
    writeFileSync(join(cwd, 'key'), 'from-a-file\n');
    expect(load({ notify: [ALL[0]] }, { PD_ROUTING_KEY_FILE: join(cwd, 'key') }).notify[0]?.secret.value()).toBe('from-a-file');
  });

  it('reports every secret that is not set, also beside other problems', () => {
    expect(problemsOf({ notify: ALL.slice(0, 2), idPrefix: 'x' }).map((problem) => problem.split(' (allowed')[0])).toEqual([
      'idPrefix: "x" is not valid',
      'notify.#1 (pager).secret: PD_ROUTING_KEY is not set',
      'notify.#2 (opsgenie).secret: OPSGENIE_KEY is not set',
    ]);
  });

  it.each([
    [{ secret: 'A' }, 'notify.#1.type: is missing (allowed: pagerduty-events, opsgenie, webhook, ntfy, email)'],
    [{ type: 'sms' }, 'notify.#1 (sms).type: "sms" is not valid (allowed: pagerduty-events, opsgenie, webhook, ntfy, email)'],
    [{ type: 'opsgenie' }, 'notify.#1 (opsgenie).secret: is missing (allowed: the name of an environment variable'],
    [{ type: 'opsgenie', secret: 'a b' }, 'notify.#1 (opsgenie).secret: "a b" is not valid'],
    [{ type: 'opsgenie', secret: 'A', region: 'asia' }, 'notify.#1 (opsgenie).region: "asia" is not valid (allowed: us, eu)'],
    [
      { type: 'opsgenie', secret: 'A', when: { severity: 'urgent' } },
      'notify.#1 (opsgenie).when.severity: "urgent" is not valid (allowed: critical',
    ],
    [{ type: 'opsgenie', secret: 'A', topic: 'x' }, 'notify.#1 (opsgenie).topic: is not a known key'],
    [{ type: 'webhook', secret: 'A' }, 'notify.#1 (webhook).url: is missing (allowed: an https URL'],
    [
      { type: 'webhook', secret: 'A', url: 'http://hooks.example.com' },
      'notify.#1 (webhook).url: "http://hooks.example.com" is not valid (allowed: an https',
    ],
    [{ type: 'webhook', secret: 'A', url: 'nowhere' }, 'notify.#1 (webhook).url: "nowhere" is not valid (allowed: an https URL'],
    [{ type: 'webhook', secret: 'A', url: 'https://a:b@c' }, 'notify.#1 (webhook).url: "https://[secret removed]@c" is not valid'],
    [{ type: 'ntfy' }, 'notify.#1 (ntfy).topic: is missing (allowed: 1 to 64 letters'],
    [{ type: 'email', host: 'm', from: 'nobody' }, 'notify.#1 (email).from: "nobody" is not valid (allowed: an email address'],
    [{ type: 'email', host: 'm', from: 'a@b', to: ['c'] }, 'notify.#1 (email).to.#1: "c" is not valid (allowed: an email address)'],
    [
      { type: 'email', host: 'm', from: 'a@b', user: 'u' },
      'notify.#1 (email).secret: is missing (allowed: both user and secret, or neither)',
    ],
    [
      { type: 'email', host: 'm', from: 'a@b', user: 'u', secret: 'S', tls: 'none' },
      'notify.#1 (email).tls: "none" is not valid (allowed: implicit',
    ],
  ])('%j is refused by its path', (entry, message) => {
    const [problem = '', ...others] = problemsOf({ notify: [entry] });
    expect(problem).toContain(message);
    expect(others).toEqual([]);
  });

  it('refuses a name that is used twice', () => {
    const ntfy = { type: 'ntfy', topic: 'a' };
    expect(problemsOf({ notify: [ntfy, { ...ntfy, name: 'other' }, ntfy] })).toEqual([
      expect.stringContaining('notify.#3 (ntfy).name: is missing (allowed: a name that no other service of the list has)'),
    ]);
  });
});
