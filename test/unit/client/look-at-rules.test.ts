import { runChecks } from '../../../src/client/cli/verbs/doctor';
import { lookAtRules } from '../../../src/client/look-at-rules';
import { configFile } from '../../support/config-file';

const { load } = configFile('doctor');
const REST = { name: 'rest', when: {}, do: 'record' };
const ARMED = { name: 'heartbeats', when: { source: 'heartbeat' }, do: 'open' };
const sources = { own: { type: 'generic', auth: 'none' } };
const heartbeats = { prometheus: { every: '5m', severity: 'critical' } };

async function told(content: object): Promise<readonly [boolean, string, string]> {
  const config = load(content);
  const [result] = await runChecks([{ name: 'alert rules', exit: 0, look: async () => lookAtRules(config) }]);
  return [result?.ok === true, result?.found ?? '', result?.mend ?? ''];
}

it('warns of a heartbeat that a rule only records, and shows the rule that opens an incident', async () => {
  expect(await told({ sources, heartbeats, alerts: { rules: [REST] } })).toEqual([
    false,
    'heartbeat prometheus: the rule rest only records it, so silence opens no incident',
    'Put this rule before it under alerts in file.yaml: { name: heartbeats, when: { source: heartbeat }, do: open }',
  ]);
  expect(await told({ sources, heartbeats, alerts: { rules: [ARMED, REST] } })).toEqual([true, '2 configured', '']);
});

it('has nothing against a rule for heartbeats where there are none yet', async () => {
  expect(await told({ sources, alerts: { rules: [ARMED, REST] } })).toEqual([true, '2 configured', '']);
  expect(await told({})).toEqual([true, 'none configured, so the defaults apply', '']);
});

it('warns of a rule to join a dependency where every incident is private', async () => {
  const rules = [{ name: 'near', do: 'joinDependency' }];
  const [ok, found] = await told({ services: 'services.yaml', privacy: { default: 'private' }, alerts: { rules } });
  expect([ok, found]).toEqual([false, 'rule near never decides: privacy.default is private, and it joins no private incident']);
  expect(await told({ services: 'services.yaml', alerts: { rules } })).toEqual([true, '1 configured', '']);
});

it('names a rule that never decides, and the remedy of each warning', async () => {
  const [, found, mend] = await told({
    sources,
    heartbeats,
    alerts: { rules: [REST, { name: 'late', when: { severity: 'low' }, do: 'open' }] },
  });
  expect(found).toMatch(/^rule late never decides: rest, which comes before it, takes all its alerts\nheartbeat prometheus: /);
  expect(mend).toMatch(/^Change or remove the rule under alerts in file\.yaml\. .*\nPut this rule before it /);
});
