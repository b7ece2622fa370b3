import { stringify } from 'yaml';
import type { ContainerProbe } from '../../../src/incident/model/runbook';
import { runbookSchema } from '../../../src/runbooks/runbook-schema';

const COMMON = { id: 'check', title: 'Check', aspect: 'network', kind: 'health', component: 'api', weight: 2, targets: 'url' };
const schema = runbookSchema('');
const read = (probe: object) => schema.safeParse({ id: 'own', title: 'Own', probes: [{ ...COMMON, ...probe }] });

function accepted(probe: object): ContainerProbe {
  const { data, error } = read(probe);
  if (data === undefined) throw new Error(stringify(error?.issues));
  return data.probes[0] as ContainerProbe;
}
const refused = (probe: object) => read(probe).error?.issues.map(({ path, message }) => `${path.slice(2).join('.')}: ${message}`);

describe('a plugin probe', () => {
  const plugin = ['check_http', '-H', '{{target.host}}', '-f', 'sticky'];

  it('runs its words in the tools image, on the worker’s network, by the guidelines', () => {
    expect(accepted({ plugin })).toMatchObject({
      runs: 'container',
      image: 'tools',
      network: 'default',
      command: plugin,
      result: { from: 'plugin' },
      resources: { memoryBytes: 128 * 1024 * 1024, cpus: 1, pids: 64 },
    });
    expect(accepted({ plugin, image: 'mine:1', network: null, resources: { memory: '16MB' } })).toMatchObject({
      image: 'mine:1',
      network: null,
      resources: { memoryBytes: 16 * 1024 * 1024, cpus: 1 },
    });
  });

  it.each([
    [{ plugin: [] }, 'plugin: [] must begin with the name of a plugin'],
    [{ plugin: 'check_http -H x' }, 'plugin: "check_http -H x" must be a list: the plugin, then its arguments'],
    [{ plugin: ['-x'] }, 'plugin: ["-x"] must begin with the name of a plugin'],
    [{ plugin: ['{{target.host}}'] }, 'plugin: ["{{target.host}}"] must begin with the name of a plugin'],
    [{ plugin: ['check_x', '{{target.hots}}'] }, expect.stringContaining('plugin.1: {{target.hots}} is unknown')],
    [{ plugin: ['check_x', 'a\0b'] }, 'plugin.1: "a\\u0000b" must not contain a NUL character'],
    [{ plugin: ['check_x', '{{target.host}}'], targets: 'none' }, 'plugin: uses the target, but targets is none'],
    [
      { plugin: ['check_http', '-f', 'follow'] },
      expect.stringMatching(/^plugin: \["check_.* must not follow redirects: use sticky or stickyport instead of follow$/),
    ],
    [
      { plugin: ['check_http', '-Sf', 'follow'] },
      expect.stringMatching(/^plugin: \["check_.* must not follow redirects: use sticky or stickyport instead of follow$/),
    ],
    [
      { plugin: ['check_curl', '--onredirect=follow'] },
      expect.stringMatching(/^plugin: \["check_.* must not follow redirects: use sticky or stickyport instead of follow$/),
    ],
    [{ plugin: ['check_x'], result: 'json' }, expect.stringMatching(/^: is not a known key \(allowed: onlyPorts, /)],
    [{ plugin: ['check_x'], script: 'true' }, expect.stringContaining('give exactly one of')],
  ])('refuses %j', (probe, problem) => {
    expect(refused(probe)).toEqual([problem]);
  });
});

describe('a blackbox probe', () => {
  const modulesOf = ({ env }: ContainerProbe) => JSON.parse(Buffer.from(env.BLACKBOX_MODULES ?? '', 'base64').toString());

  it('hands over its module as it is, but for redirects, which no probe follows', () => {
    const module = { prober: 'http', timeout: '5s', http: { valid_status_codes: [200], follow_redirects: true } };
    const probe = accepted({ blackbox: { module, target: '{{target.url}}' }, timeout: '10s' });
    expect(modulesOf(probe)).toEqual({
      modules: { probe: { prober: 'http', timeout: '5s', http: { valid_status_codes: [200], follow_redirects: false } } },
    });
    expect(probe).toMatchObject({
      image: 'tools',
      network: 'default',
      env: { BLACKBOX_TARGET: '{{target.url}}', BLACKBOX_SECONDS: '7' },
      result: { from: 'blackbox', wouldFollow: true },
    });
    const dns = { prober: 'dns', dns: { query_name: 'example.com' } };
    expect(modulesOf(accepted({ blackbox: { module: dns, target: '{{target.host}}' } }))).toEqual({ modules: { probe: dns } });
  });

  it.each([
    [{}, true],
    [{ follow_redirects: false }, false],
    [{ no_follow_redirects: true }, false],
    [{ no_follow_redirects: false }, true],
  ])('knows whether %j would follow them elsewhere', (http, wouldFollow) => {
    const probe = accepted({ blackbox: { module: { prober: 'http', http }, target: 'https://example.com' } });
    expect(probe.result).toEqual({ from: 'blackbox', wouldFollow });
    expect(modulesOf(probe).modules.probe.http).toEqual({ follow_redirects: false });
  });

  it.each([
    [{ blackbox: { target: 'x' } }, 'blackbox.module: is missing (must be a module of the blackbox exporter, with a prober)'],
    [{ blackbox: { module: { http: {} }, target: 'x' } }, 'blackbox.module.prober: is missing (allowed: http, tcp, dns, icmp, grpc)'],
    [
      { blackbox: { module: { prober: 'htp' }, target: 'x' } },
      'blackbox.module.prober: "htp" is not valid (allowed: http, tcp, dns, icmp, grpc)',
    ],
    [{ blackbox: { module: { prober: 'tcp' }, target: '{{x}}' } }, expect.stringContaining('blackbox.target: {{x}} is unknown')],
    [
      { blackbox: { module: { prober: 'tcp' }, target: 'x' }, env: { BLACKBOX_TARGET: 'y' } },
      'env.BLACKBOX_TARGET: is reserved: choose another name',
    ],
  ])('refuses %j', (probe, problem) => {
    expect(refused(probe)).toEqual([problem]);
  });
});
