import { containerOutcome, type EndedContainer } from '../../../../../src/incident/actions/steps/container-outcome';
import { resolveAction } from '../../../../../src/incident/actions/steps/resolve-action';
import type { ActionSurroundings } from '../../../../../src/incident/actions/steps/surroundings';
import { NO_SOURCES } from '../../../../../src/incident/investigation/select-probes';
import type { ActionDefinition, ContainerStep, KubernetesChange } from '../../../../../src/incident/model/actions/action';
import type { ContainerProbe, Runbook } from '../../../../../src/incident/model/runbook';
import { sampleIncident, sampleProbe } from '../../../../support/sample-incident';
import { sampleService } from '../../../../support/sample-service';

const RESOURCES = { memoryBytes: 32 << 20, cpus: 0.5, pids: 32 };
const CONTAINER: ContainerStep = {
  runs: 'container',
  image: null,
  command: ['flush', '--host', '{{target.host}}', '--size={{parameters.size}}'],
  env: { WHY: '{{incident.title}}' },
  network: 'default',
  secrets: [],
  resources: RESOURCES,
  timeoutMs: 60_000,
};
const CHANGE: KubernetesChange = {
  runs: 'kubernetes',
  source: null,
  verb: 'scale',
  namespace: '{{service.namespace}}',
  deployment: '{{parameters.deployment}}',
  replicas: '{{parameters.replicas}}',
  timeoutMs: 30_000,
};
const action = (given: Partial<ActionDefinition> = {}): ActionDefinition => ({
  name: 'flush',
  title: 'Flush',
  effect: 'It is slow at first.',
  targets: 'hostport',
  parameters: { size: { pattern: '\\d+', default: '1' } },
  does: CONTAINER,
  rollback: null,
  checks: { probes: [], withinMs: 60_000 },
  ...given,
});
const SCALE = action({
  name: 'scale',
  targets: 'service',
  parameters: { deployment: { pattern: '[a-z.-]+', default: '{{service.name}}' }, replicas: { pattern: '-?\\d+' } },
  does: CHANGE,
  rollback: { ...CHANGE, verb: 'restore' },
});
const probe = {
  id: 'ping',
  title: 'Ping',
  runs: 'container',
  targets: 'hostport',
  network: null,
  control: false,
  image: null,
  secrets: [],
};
const runbook = (...actions: readonly ActionDefinition[]): Runbook => ({
  id: 'cache',
  title: 'Cache',
  when: [],
  probes: [{ ...probe, aspect: 'network', kind: 'health', component: 'cache', weight: 1, timeoutMs: 1_000 } as unknown as ContainerProbe],
  actions,
});
const web = sampleService('web', { kubernetes: { source: null, namespace: 'shop', selector: 'app=web' }, targets: ['web.example.com:80'] });
const surroundings = (given: Partial<ActionSurroundings> & { actions?: readonly ActionDefinition[] } = {}): ActionSurroundings => ({
  runbooks: { runbooks: [runbook(...(given.actions ?? [action(), SCALE]))], problem: null },
  services: { services: [web], problem: null },
  sources: { ...NO_SOURCES, kubernetes: ['prod', 'other'] },
  hasToolsImage: false,
  secretNames: ['KEY'],
  reach: { allow: [], deny: ['10.0.0.0/8'] },
  allowed: ['flush', 'cache/scale'],
  ...given,
});
const FAILED = [sampleProbe()];
const ofWeb = sampleIncident({ labels: { service: 'web' }, targets: [] });
const resolve = (
  asked: Partial<Parameters<typeof resolveAction>[0]> = {},
  given = surroundings(),
  incident = sampleIncident(),
  failed = FAILED,
) => resolveAction({ action: 'flush', parameters: {}, ...asked }, incident, failed, given);
const refusalOf = (given: ReturnType<typeof resolveAction>): string => {
  if (!('code' in given)) throw new Error('it was not refused');
  return `${given.message} ${given.hint ?? ''}`;
};

it('fills in a program: the target, its parameters and the environment', () => {
  expect(resolve({ parameters: { size: '12' } })).toEqual({
    runbook: 'cache',
    name: 'flush',
    title: 'Flush',
    effect: 'It is slow at first.',
    target: 'db-1.example.com:5432',
    does: {
      ...CONTAINER,
      command: ['flush', '--host', 'db-1.example.com', '--size=12'],
      env: { WHY: 'Database connection pool exhausted' },
    },
    rollback: null,
    checks: { probes: FAILED, withinMs: 60_000 },
  });
});

it('fills in a change, by the services file', () => {
  const filled = { ...CHANGE, source: 'prod', namespace: 'shop', deployment: 'web' };
  const given = resolve({ action: 'cache/scale', parameters: { replicas: '5' } }, surroundings(), ofWeb);
  expect(given).toMatchObject({ target: 'web', does: { ...filled, replicas: 5 }, rollback: { ...filled, verb: 'restore', replicas: 5 } });
});

it.each([
  ['an action that no runbook has', { action: 'fluhs' }, 'no runbook has an action "fluhs"; did you mean flush?'],
  ['a parameter that it has not', { parameters: { colour: 'red' } }, '"colour" is none of the action (allowed: size)'],
  [
    'a value that does not match as a whole',
    { parameters: { size: '1; reboot' } },
    'parameters.size: "1; reboot" is not allowed (allowed: what matches \\d+)',
  ],
  [
    'a target that the incident is not about',
    { target: 'evil.example.com:80' },
    'is none that the incident is about (allowed: db-1.example.com:5432)',
  ],
])('refuses %s', (_, asked, words) => {
  expect(refusalOf(resolve(asked))).toContain(words);
});

it('knows an action that is off, and says how to switch it on', () => {
  expect(refusalOf(resolve({}, surroundings({ allowed: [] })))).toMatch(
    /the action flush is known, but off .*actions: \{ allow: \[flush\] \}/,
  );
  expect(refusalOf(resolve({ action: 'nothing' }, surroundings({ allowed: [] })))).toContain('No action is on');
});

it('asks which target is meant if there are several, and takes one in any spelling', () => {
  const incident = sampleIncident({ targets: ['a.example.com:1', 'b.example.com:2'] });
  expect(refusalOf(resolve({}, surroundings(), incident))).toContain(
    'is missing: the action needs HOST:PORT (allowed: a.example.com:1, b.example.com:2)',
  );
  expect(resolve({ target: 'B.example.com:2' }, surroundings(), incident)).toMatchObject({ target: 'b.example.com:2' });
});

it.each(['127.0.0.1:80', '169.254.169.254:80', '10.1.2.3:80'])('does not act on %s, which probes may not reach', (target) => {
  expect(refusalOf(resolve({ target }, surroundings(), sampleIncident({ targets: [target] })))).toContain(`Left out: target ${target}`);
});

it.each([
  ['begins like an option', '-rf'],
  ['brings an option along', 'x --all'],
])('does not pass on a value that %s', (_, value) => {
  const own = action({ parameters: { size: { pattern: '.*' } } });
  expect(refusalOf(resolve({ parameters: { size: value } }, surroundings({ actions: [own] })))).toContain('could be taken for an option');
});

it.each([
  ['a name that Kubernetes does not allow', { replicas: '5', deployment: 'web-' }, '"web-" is no name of a Deployment'],
  ['a number of replicas that is none', { replicas: '-1' }, '"-1" is no number of replicas'],
])('refuses %s', (_, parameters, words) => {
  expect(refusalOf(resolve({ action: 'scale', parameters }, surroundings(), ofWeb))).toContain(words);
});

it('needs what it names: a source, the tools image, a secret', () => {
  const change = { action: 'scale', parameters: { replicas: '5' } };
  expect(refusalOf(resolve(change, surroundings({ sources: NO_SOURCES }), ofWeb))).toContain('no Kubernetes source is configured');
  const with_ = (does: Partial<ContainerStep>) => surroundings({ actions: [action({ does: { ...CONTAINER, ...does } })] });
  expect(refusalOf(resolve({}, with_({ image: 'tools' })))).toContain('toolsImage');
  expect(refusalOf(resolve({}, with_({ secrets: ['OTHER'] })))).toContain('Add OTHER to probeSecrets');
  expect(resolve({}, with_({ secrets: ['KEY'] }))).toMatchObject({ name: 'flush' });
});

it('cannot be proposed if nobody could tell whether it helped', () => {
  expect(refusalOf(resolve({}, surroundings(), sampleIncident(), []))).toContain('no probe has failed and it names no checks');
  const checked = surroundings({ actions: [action({ checks: { probes: ['ping'], withinMs: 60_000 } })] });
  expect(resolve({}, checked, sampleIncident(), [])).toMatchObject({
    checks: { probes: [{ probe: 'ping', target: 'db-1.example.com:5432' }] },
  });
});

it('cannot be proposed if it cannot be shown whole', () => {
  const long = action({ does: { ...CONTAINER, command: ['echo', 'a'.repeat(3_000)] } });
  expect(refusalOf(resolve({}, surroundings({ actions: [long] })))).toContain('cannot be shown whole');
  const rollback = action({ rollback: { ...CONTAINER, command: ['echo', 'a'.repeat(3_000)] } });
  expect(refusalOf(resolve({}, surroundings({ actions: [rollback] })))).toContain('cannot be shown whole');
});

describe('the outcome of a container', () => {
  const END: EndedContainer = {
    exitCode: 0,
    begun: true,
    stdout: 'done\n',
    stderr: '',
    truncated: false,
    missedOutput: false,
    outOfMemory: false,
    timedOut: false,
    durationMs: 1_000,
    startedAt: '2026-11-28T10:00:00.000Z',
    endedAt: '2026-11-28T10:00:01.000Z',
  };
  it.each<[Partial<EndedContainer>, string, string | undefined]>([
    [{}, 'succeeded', undefined],
    [{ exitCode: 3 }, 'failed', 'exit_code'],
    [{ exitCode: 125, begun: false }, 'notRun', 'not_begun'],
    [{ outOfMemory: true }, 'failed', 'out_of_memory'],
    [{ exitCode: 137, timedOut: true }, 'failed', 'timed_out'],
    [{ exitCode: 137 }, 'unknown', 'killed'],
    [{ exitCode: null }, 'unknown', 'killed'],
  ])('of %j is %s', (given, kind, code) => {
    const outcome = containerOutcome({ ...END, ...given });
    expect({ kind: outcome.kind, code: outcome.problem?.code }).toEqual({ kind, code });
  });

  it('shows what was printed, bounded and without what looks like a secret', () => {
    const { output } = containerOutcome({
      ...END,
      stdout: `xoxb-${'1'.repeat(12)}-abcdefghijkl ${'x'.repeat(5_000)}`,
      stderr: 'no\n',
      missedOutput: true,
    });
    expect(output).toContain('(what it printed while no worker was connected is lost)');
    expect(output).not.toContain('abcdefghijkl');
    expect(output.length).toBeLessThanOrEqual(2_000);
  });
});
