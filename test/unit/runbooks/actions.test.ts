import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidRunbooksError } from '../../../src/runbooks/invalid-runbooks-error';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';

const PROBE = `probes:
  - { id: ping, title: Ping, aspect: network, kind: health, component: network, weight: 2, script: 'true' }
`;
const HEAD = `  - name: flush
    title: Empty the cache
    effect: The next requests are slow.
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'actions-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(actions: string, id = 'own', name = 'a.yaml') {
  await writeFile(join(folder, name), `id: ${id}\ntitle: Own\n${PROBE.replace('id: ping', `id: ping-${id}`)}actions:\n${actions}`);
  return loadRunbooks([folder]);
}
async function actionOf(actions: string) {
  const [runbook] = await load(actions);
  return runbook?.actions?.[0];
}
const problemsOf = (actions: string): Promise<readonly string[]> =>
  load(actions).then(
    () => [],
    (error: InvalidRunbooksError) =>
      error.problems.map(({ path, line, problem }) => `${line === null ? 'no line ' : ''}${path}: ${problem}`),
  );

it('reads an action that runs a program, with its rollback and its checks', async () => {
  const text = `${HEAD}    targets: hostport
    parameters: { database: { pattern: '\\d{1,2}', default: '0' } }
    command: [redis-cli, -h, '{{target.host}}', -n, '{{parameters.database}}', flushdb]
    image: tools
    network: default
    secrets: [CACHE_PASSWORD]
    env: { WHY: '{{incident.id}}' }
    resources: { memory: 64MB }
    timeout: 90s
    rollback: { script: 'echo undone', env: { HOST: '{{target.host}}' } }
    checks: { probes: [ping-own], within: 3m }
`;
  expect(await actionOf(text)).toEqual({
    name: 'flush',
    title: 'Empty the cache',
    effect: 'The next requests are slow.',
    targets: 'hostport',
    parameters: { database: { pattern: '\\d{1,2}', default: '0' } },
    does: {
      runs: 'container',
      image: 'tools',
      command: ['redis-cli', '-h', '{{target.host}}', '-n', '{{parameters.database}}', 'flushdb'],
      env: { WHY: '{{incident.id}}' },
      network: 'default',
      secrets: ['CACHE_PASSWORD'],
      resources: { memoryBytes: 64 * 1024 * 1024, cpus: 0.5, pids: 32 },
      timeoutMs: 90_000,
    },
    rollback: expect.objectContaining({ runs: 'container', command: ['sh', '-c', 'echo undone'], timeoutMs: 60_000 }),
    checks: { probes: ['ping-own'], withinMs: 180_000 },
  });
});

it('reads a change of a Deployment, whose rollback restores the same one', async () => {
  const change = { runs: 'kubernetes', source: null, namespace: 'shop', deployment: '{{parameters.deployment}}' };
  const text = `${HEAD}    parameters: { deployment: { pattern: '[a-z-]+' }, replicas: { pattern: '\\d+' } }
    kubernetes: { verb: scale, namespace: shop, deployment: '{{parameters.deployment}}', replicas: '{{parameters.replicas}}' }
    rollback: { kubernetes: restore, timeout: 1m }
`;
  expect(await actionOf(text)).toMatchObject({
    does: { ...change, verb: 'scale', replicas: '{{parameters.replicas}}', timeoutMs: 30_000 },
    rollback: { ...change, verb: 'restore', timeoutMs: 60_000 },
    checks: { probes: [], withinMs: 120_000 },
  });
  expect((await actionOf(text))?.rollback).not.toHaveProperty('replicas');
});

it.each([
  ['a template in a script', "    script: 'echo {{target}}'\n", 'must not contain a template: put it in env'],
  ['a template as the program', "    command: ['{{target.host}}']\n", 'must begin with the name of a program, not with a template'],
  ['an unknown template', "    command: [echo, '{{nothing}}']\n", '{{nothing}} is unknown (allowed: target,'],
  [
    'the target where there is none',
    "    command: [echo, '{{target.host}}']\n",
    'actions.#1 (flush).command: uses the target, but targets is none',
  ],
  [
    'a parameter that it has not',
    "    script: 'true'\n    env: { A: '{{parameters.size}}' }\n",
    'actions.#1 (flush).env: {{parameters.size}} is not one of its parameters',
  ],
  ['a reserved variable', "    script: 'true'\n    env: { PATH: /x }\n", 'is reserved: choose another name'],
  [
    'the variable of a secret',
    "    script: 'true'\n    secrets: [KEY]\n    env: { KEY_FILE: /x }\n",
    'KEY_FILE is set to the path of the secret',
  ],
  ['a pattern that is none', "    script: 'true'\n    parameters: { a: { pattern: '(' } }\n", 'is not a regular expression'],
  ['a time limit beyond ten minutes', "    script: 'true'\n    timeout: 11m\n", 'must be between 1s and 10m'],
  [
    'a name that Kubernetes does not know',
    '    kubernetes: { verb: restart, namespace: Shop_1, deployment: web }\n',
    '"Shop_1" must be a name that Kubernetes allows (RFC 1123)',
  ],
  [
    'no number of replicas',
    '    kubernetes: { verb: scale, namespace: shop, deployment: web }\n',
    'kubernetes.replicas: is missing (scale needs it)',
  ],
  [
    'too many replicas',
    '    kubernetes: { verb: scale, namespace: shop, deployment: web, replicas: 5000 }\n',
    'must be a whole number from 0 to 1000, or one template',
  ],
  [
    'replicas of a restart',
    '    kubernetes: { verb: restart, namespace: shop, deployment: web, replicas: 1 }\n',
    'is only for scale, not for restart',
  ],
  [
    'a verb of its own',
    '    kubernetes: { verb: delete, namespace: shop, deployment: web }\n',
    'kubernetes.verb: "delete" is not valid (allowed: restart, scale, undo)',
  ],
  [
    'a restored program',
    "    script: 'true'\n    rollback: { kubernetes: restore }\n",
    'rollback.kubernetes: restore is only for an action with kubernetes',
  ],
  ['a probe that nobody has', "    script: 'true'\n    checks: { probes: [pong] }\n", 'checks.probes.#1: no runbook has a probe pong'],
  ['two things to do', "    script: 'true'\n    command: [a]\n", 'give exactly one of script, command, kubernetes'],
  ['a misspelt key', "    script: 'true'\n    rolback: null\n", 'rolback: is not a known key; did you mean rollback?'],
])('refuses %s, and says where', async (_, text, problem) => {
  const problems = await problemsOf(`${HEAD}${text}`);
  expect(problems.join('\n')).toContain(problem);
  expect(problems.join('\n')).not.toContain('no line');
});

it('refuses a name that another runbook has', async () => {
  await load(`${HEAD}    script: 'true'\n`);
  await expect(load(`${HEAD}    script: 'true'\n`, 'other', 'b.yaml')).rejects.toThrow(InvalidRunbooksError);
  await expect(load(`${HEAD}    script: 'true'\n`, 'other', 'b.yaml')).rejects.toThrow(/action flush is already defined in .*a\.yaml/);
});
