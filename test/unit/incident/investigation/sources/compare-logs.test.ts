import fc from 'fast-check';
import { type LogSamples, readLogs, signaturesIn } from '../../../../../src/incident/investigation/sources/compare-logs';
import { subjectOf } from '../../../../../src/incident/investigation/sources/log-subject';
import { sampleService } from '../../../../support/sample-service';

const START = Date.parse('2026-11-28T10:00:00Z');
const sample = (texts: readonly string[], count = texts.length) => ({
  count,
  lines: texts.map((text, index) => ({ atMs: START + index * 1_000, text })),
});
const samples = (trouble: readonly string[], before: readonly string[] = [], dayBefore: readonly string[] = []): LogSamples => ({
  trouble: sample(trouble),
  before: sample(before),
  dayBefore: sample(dayBefore),
});
const shop = sampleService('shop', { dependsOn: ['orders-db', 'cart'] });
const database = sampleService('orders-db', { targets: ['postgres.internal:5432'] });

const repeated = (text: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => text.replace('#', String(index)));

it('tells what is new from what was always there, and says how much more there is', () => {
  const reading = readLogs(
    samples(
      [...repeated('query # failed: pq: too many clients already', 12), ...repeated('slow request #', 3)],
      repeated('slow request #', 2),
      repeated('slow request #', 4),
    ),
    shop,
    [shop],
  );
  expect(reading.fields).toEqual({
    lines: 15,
    before: 2,
    dayBefore: 4,
    times: 3.8,
    new: 1,
    newLines: 12,
    top: 'query 0 failed: pq: too many clients already',
    cause: 'connections_exhausted',
  });
  expect(reading.evidence).toEqual(['new, 12 times since 2026-11-28 10:00:00 UTC: query 0 failed: pq: too many clients already']);
  expect(reading.facts).toEqual([
    {
      kind: 'mention',
      cause: 'connections_exhausted',
      component: 'database',
      service: 'shop',
      text: 'the log of shop says: query 0 failed: pq: too many clients already',
    },
  ]);
});

it('blames no error that was always there, unless there is much more of it', () => {
  const refused = 'connect ECONNREFUSED 10.0.0.#:9999';
  expect(readLogs(samples(repeated(refused, 5), repeated(refused, 4)), shop, [shop]).facts).toEqual([]);
  expect(readLogs(samples(repeated(refused, 12), repeated(refused, 4)), shop, [shop]).facts).toHaveLength(1);
  expect(readLogs(samples(repeated(refused, 4), repeated(refused, 1)), shop, [shop]).facts).toEqual([]);
});

it('takes the host in a line for the service that is meant', () => {
  const line = 'dial tcp: postgres.internal:5432: connect: connection refused';
  expect(readLogs(samples([line]), shop, [shop, database]).facts).toMatchObject([
    { service: 'orders-db', cause: 'not_listening', component: 'database' },
  ]);
});

it.each([
  ['lookup orders-db: no such host', 'orders-db'],
  ['cannot reach ORDERS-DB.', 'orders-db'],
  ['cannot reach orders-db.prod', 'shop'],
  ['cannot reach orders-db-replica', 'shop'],
  ['cart is empty', 'shop'],
  ['at https://postgres.internal:5432/x', 'orders-db'],
  ['mypostgres.internal:5432', 'shop'],
])('finds whom "%s" is about: %s', (line, subject) => {
  expect(subjectOf(line, shop, [shop, database])).toBe(subject);
});

it('says nothing of a healthy log', () => {
  const line = 'GET /cart failed: item # is sold out';
  const reading = readLogs(samples(repeated(line, 3), repeated(line, 3), repeated(line, 3)), shop, [shop]);
  expect(reading).toMatchObject({ fields: { lines: 3, times: 1, new: 0, top: null, cause: null }, evidence: [], facts: [] });
});

it('judges a log without lines, and one without a past', () => {
  expect(readLogs(samples([]), null, []).fields).toMatchObject({ lines: 0, before: 0, times: 0, new: 0 });
  const reading = readLogs({ ...samples(['boom']), dayBefore: null }, null, []);
  expect(reading.fields).toMatchObject({ dayBefore: null, new: 1, times: 1 });
});

it('says that it has compared only part of a long log', () => {
  const reading = readLogs({ ...samples(['boom']), trouble: sample(['boom'], 9_000) }, null, []);
  expect(reading.fields.lines).toBe(9_000);
  expect(reading.evidence).toContain('only 1 of 9000 lines of the trouble were compared');
});

it('shows no secrets of a log', () => {
  const reading = readLogs(
    samples([`${'word '.repeat(30)}postgres://shop:hunter2@db:5432/x xoxb-1234567890-abcdef connection refused`]),
    null,
    [],
  );
  expect(JSON.stringify(reading)).not.toMatch(/hunter2|xoxb/);
});

it('leaves the lines of stack traces to the error before them', () => {
  const lines = [
    'java.lang.OutOfMemoryError: Java heap space',
    '\tat com.shop.Cart.add(Cart.java:1)',
    '\tat com.shop.Cart.pay(Cart.java:2)',
  ];
  expect(readLogs(samples(lines), null, []).fields).toMatchObject({ lines: 3, new: 1, cause: 'memory_exhausted' });
});

it('comes to the same in whatever order the lines come', () => {
  const line = fc.record({
    atMs: fc.integer({ min: START, max: START + 60_000 }),
    text: fc.constantFrom('a 1 failed', 'a 2 failed', 'b failed', 'deadlock detected', 'no space left on device', '\tat x', ''),
  });
  const shuffled = fc
    .array(line, { maxLength: 30 })
    .chain((lines) => fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })));
  const asSample = (lines: readonly { atMs: number; text: string }[]) => ({ count: lines.length, lines });
  fc.assert(
    fc.property(shuffled, shuffled, ([one, other], [past, pastShuffled]) => {
      const first = { trouble: asSample(one), before: asSample(past), dayBefore: null };
      const second = { trouble: asSample(other), before: asSample(pastShuffled), dayBefore: null };
      expect(readLogs(first, null, [])).toEqual(readLogs(second, null, []));
      expect(signaturesIn(first).reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(one.length);
    }),
  );
});
