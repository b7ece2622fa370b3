import { DYNATRACE } from './samples/dynatrace';
import { inShort, readAs } from './samples/read-as';

const read = readAs('dynatrace');
const CHECKOUT = 'Failure rate increase on checkout';

it.each<[keyof typeof DYNATRACE, string]>([
  ['open', `firing | high | ${CHECKOUT}`],
  ['resolved', `resolved | high | ${CHECKOUT}`],
  ['merged', `firing | high | ${CHECKOUT}`],
  ['a host is away', `firing | critical | ${CHECKOUT}`],
  ['test', 'ignored | medium* | Dynatrace problem notification test run | notAnAlert'],
  ['a problem of the API', `resolved | medium | ${CHECKOUT}`],
])('reads %s', (name, expected) => {
  expect(inShort(read(DYNATRACE[name]))).toBe(expected);
});

it('keys on the problem, and reads its start, tags and what it affects', () => {
  expect(read(DYNATRACE.open)).toMatchObject({
    fingerprint: 'dynatrace:P-26114',
    startedAt: '2026-11-23T23:00:00.000Z',
    description: 'The error rate is 12 %\nAffected: checkout',
    labels: { env: 'prod', team: 'payments', impact: 'SERVICE' },
    links: [DYNATRACE.open.ProblemURL],
    problems: [],
  });
  expect(read(DYNATRACE.resolved).fingerprint).toBe('dynatrace:P-26114');
});

it('reads details that were sent as text', () => {
  const quoted = {
    ...DYNATRACE.open,
    ProblemDetailsJSON: JSON.stringify(DYNATRACE.open.ProblemDetailsJSON),
    ImpactedEntities: '[{"name":"cart"}]',
  };
  expect(read(quoted)).toMatchObject({ startedAt: '2026-11-23T23:00:00.000Z', description: expect.stringContaining('Affected: cart') });
});
