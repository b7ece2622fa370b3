import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../src/config';
import { DEMO_USERS, writeDemoConfig } from '../../../src/demo/demo-config';

const folder = mkdtempSync(join(tmpdir(), 'demo-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'demo.config.yaml');
const own = join(folder, 'own.yaml');
const FILES = { services: 'demo.services.yaml', runbooks: folder };

it('keeps the project’s configuration, opens every alert, and has no senders of its own', () => {
  const sources = 'sources: { prod-am: { type: alertmanager, auth: bearer, secrets: [NOT_SET] } }';
  writeFileSync(own, `idPrefix: OPS\nteams: { db: [dba@example.com] }\nalerts: { rules: [{ do: record }] }\n${sources}\n`);
  expect(writeDemoConfig({ INCIDENT_CONFIG: own }, file, FILES)).toBe(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { rules, alertRules, gateway } = loadConfig({ env: { INCIDENT_CONFIG: file }, purpose: 'gateway' });
  expect(rules).toMatchObject({ idPrefix: 'DEMO', teams: { db: ['dba@example.com'] } });
  expect(rules.policy.bySeverity.critical.responders).toEqual(DEMO_USERS);
  expect(alertRules).toMatchObject({ settleMs: 10_000, rules: [{ name: 'demo', do: 'open', when: {} }] });
  expect(gateway?.sources).toEqual([]);
});

it.each([
  ['is not YAML', 'a: [', own],
  ['is a list', '[1]', own],
  ['is missing', '', join(folder, 'nowhere.yaml')],
])('leaves a file that %s to be reported by those that read it', (_, text, named) => {
  writeFileSync(own, text);
  expect(writeDemoConfig({ INCIDENT_CONFIG: named }, file, FILES)).toBeNull();
});
