import { keepChanges } from '../../../../src/incident/declaration/keep-changes';
import { sampleIncident } from '../../../support/sample-incident';

const read = sampleIncident({ labels: { zone: 'a', service: 'db' }, links: ['https://a.example.com'], description: 'new' });

it('keeps what people and alerts have changed since, and takes the rest as it is read now', () => {
  const before = sampleIncident({
    title: 'Pool exhausted',
    severity: 'low',
    labels: { zone: 'b' },
    links: ['https://b.example.com', 'https://a.example.com'],
    runbooks: ['database'],
    description: 'old',
  });
  expect(keepChanges(before, read)).toEqual({
    ...read,
    title: 'Pool exhausted',
    severity: 'low',
    labels: { zone: 'b', service: 'db' },
    links: ['https://b.example.com', 'https://a.example.com'],
    runbooks: ['database'],
  });
  expect(keepChanges(null, read)).toBe(read);
});

it.each([
  ['private', 'public', 'private'],
  ['private', 'private', 'private'],
  ['public', 'private', 'private'],
  ['public', 'public', 'public'],
] as const)('one that was %s and is read as %s is %s: privacy is never lost', (was, now, is) => {
  expect(keepChanges({ ...read, privacy: was }, { ...read, privacy: now }).privacy).toBe(is);
});
