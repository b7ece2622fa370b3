import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASPECTS } from '../../../src/incident/model/finding';
import { InvalidRunbooksError } from '../../../src/runbooks/invalid-runbooks-error';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';

const OWN = join(__dirname, '..', '..', '..', 'runbooks');
const PROBE = `  - id: ping
    title: Ping
    aspect: network
    kind: health
    component: network
    weight: 2
`;
const RUNBOOK = `id: own\ntitle: Own\nprobes:\n${PROBE}    script: 'true'\n`;
/** What the probe of these tests does not give yet. */
const OPTIONAL =
  'targets, onlyPorts, exceptPorts, timeout, recommend, control, image, network, nameServers, env, secrets, stdin, resources, result, causes';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbooks-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(files: Readonly<Record<string, string>>) {
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return loadRunbooks([folder]);
}

async function problems(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const error: unknown = await load(files).then(
    () => null,
    (reason) => reason,
  );
  if (!(error instanceof InvalidRunbooksError)) throw error ?? new Error('they were accepted');
  return error.problems.map(({ file, path, problem }) => `${file.replace(`${folder}/`, '')} ${path}: ${problem}`);
}

it.each([
  ['a key that is required', PROBE.replace('weight', 'weigth'), 'probes.#1 (ping).weigth: is not a known key; did you mean weight?'],
  ['an optional one', `${PROBE}    timout: 5s\n`, 'probes.#1 (ping).timout: is not a known key; did you mean timeout?'],
  [
    'one that says what the probe does',
    `${PROBE}    scirpt: 'true'\n`,
    'probes.#1 (ping).scirpt: is not a known key; did you mean script?',
  ],
  ['one that is given, too', `${PROBE}    weigth: 2\n`, `probes.#1 (ping).weigth: is not a known key (allowed: ${OPTIONAL})`],
  ['one that is like none', `${PROBE}    colour: red\n`, `probes.#1 (ping).colour: is not a known key (allowed: ${OPTIONAL})`],
])('says once that a key is misspelt: %s', async (_, probe, problem) => {
  const script = probe.includes('scirpt') ? '' : "    script: 'true'\n";
  await expect(problems({ 'a.yaml': `id: own\ntitle: Own\nprobes:\n${probe}${script}` })).resolves.toEqual([`a.yaml ${problem}`]);
});

it('says both of a misspelt key and of another that is missing', async () => {
  const text = `id: own\ntitle: Own\nprobes:\n${PROBE.replace('weight', 'weigth').replace('    aspect: network\n', '')}    script: 'true'\n`;
  const [missing, ...others] = await problems({ 'a.yaml': text });
  expect(missing).toContain('probes.#1 (ping).aspect: is missing');
  expect(others).toEqual(['a.yaml probes.#1 (ping).weigth: is not a known key; did you mean weight?']);
});

it('reads the project’s own, which speak of what can be known from outside', async () => {
  const runbooks = await loadRunbooks([OWN]);
  const probes = runbooks.flatMap((runbook) => runbook.probes);
  expect(runbooks.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['availability', 'database', 'evidence', 'network', 'security', 'system']),
  );
  expect(new Set(probes.map(({ id }) => id)).size).toBe(probes.length);
  expect(probes.some((probe) => probe.runs === 'container' && probe.control)).toBe(true);
  for (const { aspect, timeoutMs, weight } of probes) {
    expect(ASPECTS).toContain(aspect);
    expect(timeoutMs).toBeLessThanOrEqual(45_000);
    expect(weight).toBeGreaterThanOrEqual(1);
  }
});

it('has scripts of its own that a shell can read', async () => {
  const probes = (await loadRunbooks([OWN])).flatMap((runbook) => runbook.probes);
  const unreadable = probes.filter(
    (probe) => probe.runs === 'container' && spawnSync('sh', ['-n'], { input: probe.command[2] ?? '' }).status !== 0,
  );
  expect(unreadable.map(({ id }) => id)).toEqual([]);
});

it('fills in what is not given, and puts the prelude in front of a script', async () => {
  const [runbook] = await load({ 'a.yaml': RUNBOOK });
  expect(runbook).toMatchObject({ id: 'own', when: [] });
  const [probe] = runbook?.probes ?? [];
  expect(probe).toMatchObject({
    control: false,
    targets: 'none',
    image: null,
    network: null,
    env: {},
    stdin: 'none',
    timeoutMs: 15_000,
    resources: { memoryBytes: 32 * 1_024 * 1_024, cpus: 0.5, pids: 32 },
    result: { from: 'json' },
    recommend: {},
  });
  expect(probe).toMatchObject({ command: ['sh', '-c', expect.stringMatching(/^# Start of every probe[\s\S]*\ntrue$/)] });
});

it('reads conditions, exit codes, limits and recommendations', async () => {
  const text = `id: own
title: Own
when:
  severity: [critical]
  labels: { service: db }
probes:
${PROBE}    command: [ping, -c, '1']
    targets: host
    network: default
    env: { HOST: '{{target.host}}', COUNT: 3 }
    timeout: 1500ms
    resources: { memory: 16MB, cpus: 1, pids: 8 }
    result: { exit: { 0: ok, 1: fail } }
    recommend: [Look at it.]
`;
  const [runbook] = await load({ 'a.yml': text });
  expect(runbook?.when).toEqual([{ severity: ['critical'], labels: { service: 'db' } }]);
  expect(runbook?.probes[0]).toMatchObject({
    command: ['ping', '-c', '1'],
    env: { HOST: '{{target.host}}', COUNT: '3' },
    timeoutMs: 1_500,
    resources: { memoryBytes: 16 * 1_024 * 1_024, cpus: 1, pids: 8 },
    result: { exit: { '0': 'ok', '1': 'fail' } },
    recommend: { warn: ['Look at it.'], fail: ['Look at it.'] },
  });
});

it.each([
  ['a template in a script', `    script: 'wget {{target.url}}'\n`, /probes\.#1 \(ping\)\.script: .*must not contain a template/],
  [
    'a template in a command',
    `    command: [ping, '{{target.host}}']\n`,
    /probes\.#1 \(ping\)\.command\.#2: .*must not contain a template/,
  ],
  ['an unknown template', `    script: 'true'\n    env: { A: '{{secret}}' }\n`, /probes\.#1 \(ping\)\.env\.A: \{\{secret\}\} is unknown/],
  ['a target without targets', `    script: 'true'\n    env: { A: '{{target.url}}' }\n`, /probes\.#1 \(ping\)\.env: uses the target/],
  ['a reserved variable', `    script: 'true'\n    env: { PROBE_NONCE: x }\n`, /probes\.#1 \(ping\)\.env\.PROBE_NONCE: is reserved/],
  ['neither script nor command', '', /probes\.#1 \(ping\): give exactly one/],
  ['both script and command', `    script: 'true'\n    command: ['true']\n`, /probes\.#1 \(ping\)\.command: give exactly one/],
  ['a misspelled limit', `    script: 'true'\n    timout: 5s\n`, /probes\.#1 \(ping\)\.timout: is not a known key/],
  [
    'a word that is not allowed',
    `    script: 'true'\n    stdin: all\n`,
    /probes\.#1 \(ping\)\.stdin: "all" is not valid \(allowed: none, incident, labels\)/,
  ],
  ['no way to read the result', `    script: 'true'\n    result: jsn\n`, /probes\.#1 \(ping\)\.result: .*must be json, or exit codes/],
  ['a number that is too large', `    script: 'true'\n    resources: { pids: 9999 }\n`, /resources\.pids: 9999 must be at most \d+/],
  ['what is not a list', `    script: 'true'\n    onlyPorts: 80\n`, /probes\.#1 \(ping\)\.onlyPorts: 80 is not a list/],
  ['no unit', `    script: 'true'\n    timeout: 5\n`, /probes\.#1 \(ping\)\.timeout: /],
  ['too long a time', `    script: 'true'\n    timeout: 50s\n`, /probes\.#1 \(ping\)\.timeout: .*must be between 1s and 45s/],
  ['too little memory', `    script: 'true'\n    resources: { memory: 5MB }\n`, /resources\.memory: .*must be between 6MB and 512MB/],
  ['an exit code of a signal', `    script: 'true'\n    result: { exit: { 137: ok } }\n`, /must be an exit code from 0 to 127/],
  [
    'a control without a network',
    `    script: 'true'\n    control: true\n`,
    /probes\.#1 \(ping\)\.control: a control probe needs a network/,
  ],
])('refuses %s, saying where', async (_, rest, expected) => {
  const found = await problems({ 'a.yaml': `id: own\ntitle: Own\nprobes:\n${PROBE}${rest}` });
  expect(found.join('\n')).toMatch(expected);
});

it.each([
  ['timeout: 15', 'timeout: 15 must be a duration such as 500ms or 10s'],
  ['timeout: 90s', 'timeout: "90s" must be between 1s and 45s'],
  ['recommend: { failed: [x] }', 'recommend.failed: is not a known key; did you mean fail?'],
  ['recommend: { bad: [x] }', 'recommend.bad: is not a known key (allowed: ok, warn, fail, unknown)'],
  ['resources: { memory: 5 }', 'resources.memory: 5 must be a size such as 32MB'],
])('says what was given and what is allowed: %s', async (given, problem) => {
  const text = `id: own\ntitle: Own\nprobes:\n${PROBE}    script: 'true'\n    ${given}\n`;
  expect(await problems({ 'a.yaml': text })).toEqual([`a.yaml probes.#1 (ping).${problem}`]);
});

it('says of an empty file that it is, and at the end what was not done and what to do', async () => {
  expect(await problems({ 'a.yaml': '# nothing yet\n' })).toEqual(['a.yaml : is empty (must be a mapping)']);
  await expect(loadRunbooks([folder])).rejects.toMatchObject({ hint: expect.stringMatching(/^Nothing was started or changed\. Correct /) });
});

it('tells all problems of all files together', async () => {
  const found = await problems({
    'a.yaml': RUNBOOK,
    'b.yaml': RUNBOOK,
    'c.yaml': 'id: [',
    'd.yaml': 'id: x\nid: y\n',
    'e.yaml': 'id: Ab\ntitle: E\nprobes: []\n',
    'ignored.txt': 'x',
  });
  const text = found.join('\n');
  for (const file of [
    'b.yaml id: runbook own is already defined in',
    'b.yaml probes.#1 (ping).id: probe ping',
    'c.yaml ',
    'd.yaml ',
    'e.yaml id: "Ab" must be',
    'e.yaml probes: must contain at least one probe',
  ]) {
    expect(text).toContain(file);
  }
  expect(text).not.toContain('ignored');
});

it('says in one whole sentence why a file is not YAML', async () => {
  expect((await problems({ 'a.yaml': 'probes: [\n' })).join('\n')).toMatch(/cannot be read: .* at line \d+, column \d+$/);
});

it('refuses a folder that cannot be read or holds no runbook, and a file that blows up', async () => {
  await expect(loadRunbooks([join(folder, 'nowhere')])).rejects.toThrow(/nowhere: does not exist$/m);
  await expect(loadRunbooks([folder])).rejects.toThrow(/contains no runbooks/);
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(', ')}]`)
    .join('\n')}\n`;
  expect((await problems({ 'a.yaml': bomb })).join('\n')).toMatch(/cannot be read: .*alias/i);
});

it('tells the line of each problem, and of what a missing key is missing in', async () => {
  const text = `# comment\nid: own\ntitle: Own\nprobes:\n${PROBE}    script: 'true'\n    timout: 5s\n    env:\n      A: '{{secret}}'\n  - id: second\n    script: 'true'\n`;
  await writeFile(join(folder, 'a.yaml'), text);
  const error = await loadRunbooks([folder]).catch((reason: unknown) => reason);
  const lines = text.split('\n');
  const at = (start: string): number => lines.findIndex((line) => line.includes(start)) + 1;
  const found = (error as InvalidRunbooksError).problems.map(({ path, line }) => `${path} ${line}`);
  expect(found).toEqual(
    expect.arrayContaining([
      `probes.#1 (ping).timout ${at('timout')}`,
      `probes.#1 (ping).env.A ${at('secret')}`,
      `probes.#2 (second).title ${at('second')}`,
    ]),
  );
  expect((error as InvalidRunbooksError).message).toContain(`a.yaml:${at('timout')}: probes.#1 (ping).timout: is not a known key`);
});

describe('a probe that asks a data source', () => {
  const source = (rest: string): string => `id: own\ntitle: Own\nprobes:\n${PROBE}${rest}`;
  const OUTCOMES = '    outcomes: [{ status: ok, message: fine }]\n';

  it('has a query, and outcomes in their order', async () => {
    const rest = `    targets: service
    timeout: 5s
    prometheus: { query: 'up{job="{{service.name}}"}', read: range, history: 6h, step: 30s, signal: latency, unit: s }
    outcomes:
      - when: { value: '> 0.5', verdict: unusual, since: present, low: 3, usual: '!= none', high: '<=7e2' }
        status: fail
        message: '{{value | seconds}} since {{since | time}} in {{service.name}}'
        cause: slow
        link: https://grafana.example.com/d/{{service.name}}
        recommend: [Look at it.]
      - { status: ok, message: usual }
`;
    const [runbook] = await load({ 'a.yaml': source(rest) });
    expect(runbook?.probes[0]).toEqual({
      runs: 'source',
      id: 'ping',
      title: 'Ping',
      aspect: 'network',
      kind: 'health',
      component: 'network',
      weight: 2,
      targets: 'service',
      timeoutMs: 5_000,
      recommend: {},
      query: {
        from: 'prometheus',
        source: null,
        query: 'up{job="{{service.name}}"}',
        read: 'range',
        signal: 'latency',
        unit: 's',
        historyMs: 6 * 3_600_000,
        stepMs: 30_000,
      },
      outcomes: [
        {
          when: {
            value: { is: '>', than: 0.5 },
            verdict: { is: '=', than: 'unusual' },
            since: { is: 'present' },
            low: { is: '=', than: 3 },
            usual: { is: '!=', than: 'none' },
            high: { is: '<=', than: 700 },
          },
          status: 'fail',
          message: '{{value | seconds}} since {{since | time}} in {{service.name}}',
          cause: 'slow',
          link: 'https://grafana.example.com/d/{{service.name}}',
          recommend: ['Look at it.'],
        },
        { when: {}, status: 'ok', message: 'usual', cause: null, link: null, recommend: [] },
      ],
    });
  });

  it.each([
    ['metrics: {}', 'services'],
    ['kubernetes: { check: oomKills }', 'service'],
    ['kubernetes: { check: nodes, namespace: shop, selector: app=shop }', 'none'],
    ['logs: { window: 30m }', 'service'],
    ['logs: { query: \'{app="shop"} |= "error"\' }', 'none'],
    ["httpJson: { path: '/api/{{incident.severity}}', fields: { state: $.state } }", 'none'],
    ['deployments: { within: 1h }', 'service'],
    ['deployments: { project: acme/shop }', 'none'],
  ])('%s, about %s', async (query, targets) => {
    const [runbook] = await load({ 'a.yaml': source(`    targets: ${targets}\n    ${query}\n${OUTCOMES}`) });
    expect(runbook?.probes[0]).toMatchObject({ runs: 'source', query: { from: query.split(':')[0] } });
  });

  it.each([
    ['no outcomes', 'prometheus: { query: up }', 'none', '', /probes\.#1 \(ping\)\.outcomes: /],
    ['a query beside a script', "prometheus: { query: up }\n    script: 'true'", 'none', OUTCOMES, /give exactly one of script, command, /],
    ['a network', 'prometheus: { query: up }\n    network: default', 'none', OUTCOMES, /probes\.#1 \(ping\)\.network: is not a known key/],
    [
      'a template outside quotes',
      "prometheus: { query: 'up{job={{incident.id}}}' }",
      'none',
      OUTCOMES,
      /prometheus\.query: \{\{incident\.id\}\} must be in double quotes/,
    ],
    [
      'an unknown template',
      'prometheus: { query: \'up{job="{{x}}"}\' }',
      'none',
      OUTCOMES,
      /prometheus\.query: \{\{x\}\} is unknown \(allowed: target, /,
    ],
    [
      'the service without one',
      'prometheus: { query: \'up{job="{{service.name}}"}\' }',
      'none',
      OUTCOMES,
      /prometheus: uses the service, but targets is none/,
    ],
    [
      'the target without one',
      'prometheus: { query: \'up{job="{{target.host}}"}\' }',
      'service',
      OUTCOMES,
      /prometheus: uses the target, but targets is service/,
    ],
    ['metrics of nothing', 'metrics: {}', 'none', OUTCOMES, /targets: .*must be service or services, because metrics takes the metrics/],
    ['logs of nothing', 'logs: {}', 'url', OUTCOMES, /targets: .*must be service or services/],
    ['too many points', 'metrics: { history: 30d, step: 10s }', 'service', OUTCOMES, /metrics\.step: history has more than 11000 steps/],
    [
      'a field that the answer does not have',
      'prometheus: { query: up }',
      'none',
      '    outcomes: [{ when: { valu: 3 }, status: ok, message: fine }]\n',
      /outcomes\.#1\.when\.valu: valu is not a field of the answer \(fields: value, atStart/,
    ],
    [
      'a message with such a field',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ status: ok, message: '{{hourAgo}}' }]\n",
      /outcomes\.#1\.message: hourAgo is not a field/,
    ],
    [
      'an unknown format',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ status: ok, message: '{{value | furlongs}}' }]\n",
      /outcomes\.#1\.message: .*percent, seconds/,
    ],
    [
      'an unfinished comparison',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ when: { value: '> much' }, status: ok, message: fine }]\n",
      /outcomes\.#1\.when\.value: .*must be a value, present, missing/,
    ],
    [
      'an unknown cause',
      'prometheus: { query: up }',
      'none',
      '    outcomes: [{ status: fail, message: bad, cause: gremlins }]\n',
      /outcomes\.#1\.cause: .*must be a kind of cause/,
    ],
    [
      'a cause of what is fine',
      'prometheus: { query: up }',
      'none',
      '    outcomes: [{ status: ok, message: fine, cause: slow }]\n',
      /outcomes\.#1\.cause: is allowed only with the status fail or warn/,
    ],
    [
      'a link to a host that a label chooses',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ status: ok, message: fine, link: 'https://{{incident.id}}/x' }]\n",
      /outcomes\.#1\.link: .*must be an http/,
    ],
    [
      'a link to a host of which a label chooses a part',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ status: ok, message: fine, link: 'https://g{{incident.id}}/x' }]\n",
      /outcomes\.#1\.link: .*must be an http/,
    ],
    [
      'a link to a port that a label chooses',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ status: ok, message: fine, link: 'https://g:{{incident.id}}' }]\n",
      /outcomes\.#1\.link: .*must be an http/,
    ],
    [
      'a link that hides its host behind a user name',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ status: ok, message: fine, link: 'https://g.example@x.example/' }]\n",
      /outcomes\.#1\.link: .*must be an http/,
    ],
    [
      'a link that is no web address',
      'prometheus: { query: up }',
      'none',
      "    outcomes: [{ status: ok, message: fine, link: 'javascript:alert(1)' }]\n",
      /outcomes\.#1\.link: .*must be an http/,
    ],
    [
      'a path that is none',
      'httpJson: { path: api, fields: { a: $.a } }',
      'none',
      OUTCOMES,
      /httpJson\.path: .*must be a path that begins with/,
    ],
  ])('refuses %s, saying where', async (_, query, targets, outcomes, expected) => {
    const found = await problems({ 'a.yaml': source(`    targets: ${targets}\n    ${query}\n${outcomes}`) });
    expect(found.join('\n')).toMatch(expected);
  });
});

it.each([
  [
    'an unknown cause',
    `    script: 'true'\n    causes: { fail: gremlins }\n`,
    /probes\.#1 \(ping\)\.causes\.fail: .*must be a kind of cause/,
  ],
  [
    'an unknown cause in a script',
    `    script: |\n      cause gremlins\n      verdict fail x\n`,
    /probes\.#1 \(ping\)\.script: names the unknown cause gremlins/,
  ],
])('refuses %s', async (_, rest, expected) => {
  expect((await problems({ 'a.yaml': `id: own\ntitle: Own\nprobes:\n${PROBE}${rest}` })).join('\n')).toMatch(expected);
});
