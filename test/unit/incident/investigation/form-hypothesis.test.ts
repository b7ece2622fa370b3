import { formHypothesis } from '../../../../src/incident/investigation/form-hypothesis';
import type { Finding } from '../../../../src/incident/model/finding';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';

const finding = (title: string, changes: Partial<Finding>): Finding => ({
  ...sampleFinding(sampleProbe({ key: title, title })),
  status: 'fail',
  ...changes,
});
const dns = (changes: Partial<Finding> = {}) =>
  finding('DNS', { aspect: 'network', target: 'shop.example.com', summary: 'no such name', ...changes });
const http = (changes: Partial<Finding> = {}) =>
  finding('HTTP health', { aspect: 'availability', target: 'https://shop.example.com/health', summary: 'no answer.', ...changes });

it('makes nothing up when nothing fails', () => {
  expect(formHypothesis([])).toBeNull();
  expect(formHypothesis([dns({ status: 'unknown' }), http({ status: 'warn' })])).toBeNull();
  expect(formHypothesis([dns({ control: true }), http({ kind: 'correlation' })])).toBeNull();
});

it('puts the cause before what it may explain on the same host, in whatever order they come', () => {
  const expected = 'DNS (shop.example.com) fails: no such name. This may also explain: HTTP health (https://shop.example.com/health).';
  expect(formHypothesis([http(), dns()])).toBe(expected);
  expect(formHypothesis([dns(), http()])).toBe(expected);
});

it('explains no trouble of another host, but that of whatever needs a dependency', () => {
  expect(formHypothesis([dns({ target: 'other.example.com' }), http()])).toBe(
    'DNS (other.example.com) fails: no such name. Also failing: HTTP health (https://shop.example.com/health).',
  );
  const database = finding('TCP', { aspect: 'dependencies', target: 'db-1:5432', summary: 'refused' });
  expect(formHypothesis([http(), database])).toContain('TCP (db-1:5432) fails: refused. This may also explain: HTTP health');
});

it('says that the host can be reached when only the service fails', () => {
  const connects = finding('TCP', { aspect: 'network', target: 'shop.example.com:443', status: 'ok' });
  expect(formHypothesis([http(), connects])).toBe(
    'HTTP health (https://shop.example.com/health) fails: no answer. The host is reachable, so check the service itself first.',
  );
  expect(formHypothesis([http(), { ...connects, target: 'other.example.com:443' }])).not.toContain('is reachable');
  expect(formHypothesis([http(), { ...connects, control: true }])).not.toContain('is reachable');
});

it('adds what the alert’s own text says, and names three others at most', () => {
  const evidence = finding('Log signatures', { aspect: 'evidence', kind: 'correlation', status: 'warn', summary: 'out of memory' });
  const many = Array.from({ length: 5 }, (_, index) => http({ title: `HTTP ${index}`, target: `https://shop.example.com/${index}` }));
  expect(formHypothesis([dns(), ...many, evidence])).toMatch(/HTTP 2 \(\S+\) and 2 more\. Log signatures: out of memory\.$/);
});
