import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readListen } from '../../../src/config/gateway-settings';
import { configFile } from '../../support/config-file';

const { cwd, load, problemsOf } = configFile('gateway');
const sources = (source: object) => ({ sources: { one: source } });

describe('sources', () => {
  it('are read with their secrets by the gateway, and without them by any other process', () => {
    const file = sources({ type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN', 'AM_TOKEN_NEXT'] });
    const { gateway, sources: named } = load(file, { AM_TOKEN: 'one', AM_TOKEN_NEXT: 'two' });
    expect(gateway?.sources.map(({ name, secrets }) => [name, secrets.map(({ value }) => value())])).toEqual([['one', ['one', 'two']]]);
    expect(named.one).toMatchObject({ type: 'alertmanager', limit: 60_000 });
    expect(JSON.stringify(load(file, { AM_TOKEN: 'tell-tale' }))).not.toContain('tell-tale');
    for (const purpose of ['worker', 'probes', 'client'] as const) expect(load(file, {}, purpose).gateway).toBeNull();
  });

  it('may lack one of two secrets, but not both', () => {
    const file = sources({ type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN', 'AM_TOKEN_NEXT'] });
    expect(load(file, { AM_TOKEN_NEXT: 'two' }).gateway?.sources[0]?.secrets).toHaveLength(1);
    expect(problemsOf(file)).toEqual([
      'sources.one.secrets: AM_TOKEN and AM_TOKEN_NEXT are not set (allowed: AM_TOKEN, or AM_TOKEN_FILE with the path of a file that holds it; AM_TOKEN_NEXT, or AM_TOKEN_NEXT_FILE with the path of a file that holds it)',
    ]);
  });

  it('read a secret from a file, whichever of the two names the configuration has', () => {
    writeFileSync(join(cwd, 'token'), 'from-a-file\n');
    for (const name of ['AM_TOKEN', 'AM_TOKEN_FILE']) {
      const file = sources({ type: 'alertmanager', auth: 'bearer', secrets: [name] });
      expect(load(file, { AM_TOKEN_FILE: join(cwd, 'token') }).gateway?.sources[0]?.secrets[0]?.value()).toBe('from-a-file');
    }
  });

  it.each([
    [{ auth: 'none' }, 'sources.one.type: is missing'],
    [{ type: 'sensu', auth: 'none' }, 'sources.one.type: "sensu" is not valid (allowed: '],
    [{ type: 'generic' }, 'sources.one.auth: is missing (allowed: bearer, basic, token, signature, none)'],
    [{ type: 'generic', auth: 'bearer' }, 'sources.one.secrets: is missing (allowed: a list of 1 or 2 names of environment variables'],
    [{ type: 'generic', auth: 'bearer', secrets: ['a b'] }, 'sources.one.secrets.#1: "a b" is not valid (allowed: the name of an env'],
    [{ type: 'generic', auth: 'none', secrets: ['A'] }, 'sources.one.secrets: ["A"] is not valid (allowed: no secrets where auth is none)'],
    [
      { type: 'generic', auth: 'signature', secrets: ['A'] },
      'sources.one.auth: "signature" is not valid (allowed: bearer, basic, token or none; signature only for cloudwatch, grafana, pagerduty, sentry)',
    ],
    [{ type: 'auto', auth: 'signature', secrets: ['A'] }, 'sources.one.auth: "signature" is not valid'],
    [{ type: 'alertmanager', auth: 'none', topics: ['arn:aws:sns:eu-west-1:123456789012:a'] }, 'sources.one.topics: ["arn:aws:'],
    [{ type: 'alertmanager', auth: 'none', map: { title: '$.a' } }, 'sources.one.map: {"title":"$.a"} is not valid (allowed: a map only'],
    [{ type: 'generic', auth: 'none', map: { title: 'nowhere' } }, 'sources.one.map.title: "nowhere" is not valid (allowed: $ and steps'],
    [{ type: 'grafana', auth: 'none', timestampHeader: 'X-T' }, 'sources.one.timestampHeader: "X-T" is not valid (allowed: a header only'],
    [{ type: 'generic', auth: 'none', limit: 0 }, 'sources.one.limit: 0 is not valid (allowed: a whole number of requests a minute from 1'],
    [
      { type: 'generic', auth: 'none', url: 'http://a:b@c' },
      'sources.one.url: "http://[secret removed]@c" is not valid (allowed: an https URL without',
    ],
    [
      { type: 'alertmanager', auth: 'none', url: 'http://alertmanager.example.com' },
      'sources.one.url: "http://alertmanager.example.com" is not valid (allowed: an https URL',
    ],
    [{ type: 'generic', auth: 'none', tokens: [] }, 'sources.one.tokens: is not a known key'],
  ])('%j is refused by its path', (source, message) => {
    const [problem = '', ...others] = problemsOf(sources(source));
    expect(problem).toContain(message);
    expect(others).toEqual([]);
  });

  it('have names that fit an address and a workflow id', () => {
    for (const name of ['a b', '', '-a', 'a/b', 'ä', 'x'.repeat(64)])
      expect(problemsOf({ sources: { [name]: { type: 'generic', auth: 'none' } } })).toEqual([
        expect.stringContaining(`sources: ${JSON.stringify(name).slice(0, 40)}`),
      ]);
  });

  it('are told with every other problem, also about their secrets', () => {
    const file = { idPrefix: 'x', ...sources({ type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN'] }) };
    const paths = problemsOf(file, { LOG_LEVEL: 'loud', INCIDENT_GATEWAY_LISTEN: '8090' }).map((problem) => problem.split(':')[0]);
    expect(new Set(paths)).toEqual(new Set(['idPrefix', 'LOG_LEVEL', 'sources.one.secrets', 'INCIDENT_GATEWAY_LISTEN']));
  });

  it('need neither Slack nor an engine', () => {
    expect(problemsOf({}, { INCIDENT_SLACK: 'on', DOCKER_HOST: 'foo://x', INCIDENT_HEALTH_FILE: 'nowhere/health.json' })).toEqual([]);
  });
});

describe('readListen', () => {
  it.each([
    ['127.0.0.1:8090', '127.0.0.1', 8_090],
    ['[::1]:0', '::1', 0],
    ['gateway.internal:65535', 'gateway.internal', 65_535],
  ])('reads %s', (text, host, port) => {
    expect(readListen(text)).toEqual({ host, port });
  });

  it.each(['8090', ':8090', '127.0.0.1', '127.0.0.1:', 'a:65536', '::1:80', 'http://a:80', 'a b:80', 'a@b:80'])('refuses %j', (text) => {
    expect(readListen(text)).toBeNull();
  });
});
