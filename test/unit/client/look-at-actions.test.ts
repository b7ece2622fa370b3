import { lookAtActions } from '../../../src/client/look-at-actions';
import { NO_SOURCES } from '../../../src/incident/investigation/select-probes';
import type { ActionDefinition } from '../../../src/incident/model/actions/action';
import type { Runbook } from '../../../src/incident/model/runbook';
import { sampleService } from '../../support/sample-service';

const base = { title: 'x', effect: 'x', targets: 'service', parameters: {}, rollback: null, checks: { probes: [], withinMs: 1 } } as const;
const restart: ActionDefinition = {
  ...base,
  name: 'restart',
  does: { runs: 'kubernetes', source: null, verb: 'restart', namespace: '{{service.namespace}}', deployment: 'web', timeoutMs: 1 },
};
const flush: ActionDefinition = {
  ...base,
  name: 'flush',
  does: {
    runs: 'container',
    image: 'tools',
    command: ['flush'],
    env: {},
    network: null,
    secrets: ['KEY'],
    resources: { memoryBytes: 1, cpus: 1, pids: 4 },
    timeoutMs: 1,
  },
};
const RUNBOOKS: readonly Runbook[] = [{ id: 'own', title: 'Own', when: [], probes: [], actions: [restart, flush] }];
const web = sampleService('web', { kubernetes: { source: null, namespace: 'shop', selector: 'app=web' } });
const key = { value: () => 'k', refresh: () => 'k' };
const asked: string[] = [];
const changes = (lacking: readonly string[] = []) => ({
  lacking: async (source: string, namespace: string) => {
    asked.push(`${source} ${namespace}`);
    return lacking;
  },
});
const look = (allow: readonly string[], given: Partial<Parameters<typeof lookAtActions>[2]> = {}, cluster = changes(), services = [web]) =>
  lookAtActions(
    RUNBOOKS,
    services,
    {
      actions: { allow },
      approvalKey: key,
      dataSourceNames: { ...NO_SOURCES, kubernetes: ['prod'] },
      containers: { toolsImage: 'tools:1', secrets: { KEY: () => 'value' } },
      ...given,
    },
    async () => cluster,
  );

it('says that all actions are off, and asks no cluster', async () => {
  asked.length = 0;
  await expect(look([])).resolves.toBe('2 known, and all of them off: actions.allow names none (restart, flush)');
  expect(asked).toEqual([]);
});

it('says which are on, once the cluster lets them', async () => {
  asked.length = 0;
  await expect(look(['restart', 'own/flush'])).resolves.toBe('2 of 2 on: restart, flush');
  expect(asked).toEqual(['prod shop']);
});

it.each<[string, () => Promise<string>, string]>([
  ['a misspelt name', () => look(['restrat']), 'actions.allow: no runbook has an action restrat; did you mean restart?'],
  ['a missing key', () => look(['flush'], { approvalKey: null }), 'INCIDENT_APPROVAL_KEY_FILE is not set'],
  [
    'a missing image',
    () => look(['flush'], { containers: { toolsImage: null, secrets: { KEY: () => 'v' } } }),
    'flush: needs the tools image',
  ],
  ['a secret', () => look(['flush'], { containers: { toolsImage: 't', secrets: {} } }), 'flush: the secret KEY is not one of probeSecrets'],
  [
    'a rule',
    () => look(['restart'], {}, changes(['{verbs: ["patch"]}'])),
    'prod, namespace shop: its account lacks the rule {verbs: ["patch"]}',
  ],
  ['every place', () => look(['restart'], {}, changes(), []), 'no service of the services file has a kubernetes entry'],
])('names what is lacking: %s', async (_, looks, words) => {
  await expect(looks()).rejects.toThrow(words);
});
