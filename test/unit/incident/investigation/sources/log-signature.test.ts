import fc from 'fast-check';
import { isContinuation, messageIn, signatureOf } from '../../../../../src/incident/investigation/sources/log-signature';

it.each([
  [
    '2026-11-28T10:00:07.123Z ERROR dial tcp 10.0.0.12:5432: connect: connection refused',
    '<*> ERROR dial tcp <*> connect: connection refused',
  ],
  ['{"level":"error","ts":1764324007,"msg":"payment failed","error":"status 502 from pay-7"}', 'payment failed: status <*> from pay<*>'],
  ['{"severity":"ERROR","message":"boom","err":{"message":"ECONNREFUSED 1.2.3.4:80","stack":"…"}}', 'boom: ECONNREFUSED <*>'],
  [
    'level=error ts=2026-11-28T10:00:00Z msg="query failed" err="pq: too many clients already"',
    'query failed: pq: too many clients already',
  ],
  ['user 4711 (550e8400-e29b-41d4-a716-446655440000) got 12ms, 3.5MB', 'user <*> (<*>) got <*>ms, <*>MB'],
  ['could not find \'order-17\' for "anna"', 'could not find <*> for <*>'],
  ["the client's request isn't valid", "the client's request isn't valid"],
  ['Nov 28 10:00:07 web-1 kernel: oom', '<*> web<*> kernel: oom'],
  ['pod web-7f9c6d5b4d-x2x9k is gone', 'pod web-<*> is gone'],
  ['offsets [1, 2, 3] and [4]', 'offsets [<*>] and [<*>]'],
  ['mail to anna@example.com from 2001:db8::1', 'mail to <*> from <*>'],
  ['panic at 0xc000123f', 'panic at <*>'],
])('reduces %s', (line, signature) => {
  expect(signatureOf(line)).toBe(signature);
});

it('takes the message of a line that only looks structured as it is', () => {
  expect(messageIn('{not json}')).toBe('{not json}');
  expect(messageIn('{"a":1}')).toBe('{"a":1}');
});

it.each([
  '\tat com.shop.Cart.pay(Cart.java:42)',
  '    at pay (/app/cart.js:12:3)',
  '  File "app.py", line 3',
  'Caused by: java.io.IOException',
  'goroutine 12 [running]:',
])('knows a further line of a stack trace: %s', (line) => {
  expect(isContinuation(line)).toBe(true);
});

/** Parts of a line: words stay, values vary. */
const word = fc.constantFrom('dial', 'failed', 'request', 'for user', 'took', 'at', 'timeout:', 'GET /cart', 'order', 'error');
const values = [
  fc.nat().map(String),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value.toFixed(3)),
  fc.uuid(),
  fc.ipV4(),
  fc.ipV6(),
  fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${port}`),
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.nat().map((id) => `0x${id.toString(16)}`),
  fc.string({ maxLength: 20 }).map((text) => `"${text.replace(/["\\{}]/g, '')}"`),
  fc.stringMatching(/^[0-9a-f]{24}$/).filter((text) => /\d/.test(text)),
] as const;

it('gives the same signature to the same statement with other values', () => {
  const template = fc.array(fc.tuple(word, fc.nat(values.length - 1)), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      template.chain((parts) => {
        const line = fc.tuple(...parts.map(([text, kind]) => (values[kind] as (typeof values)[number]).map((value) => `${text} ${value}`)));
        return fc.tuple(line, line).map(([one, other]) => [one.join(' ends '), other.join(' ends ')] as const);
      }),
      ([one, other]) => {
        expect(signatureOf(one)).toBe(signatureOf(other));
      },
    ),
    { numRuns: 500 },
  );
});

it('keeps different statements apart', () => {
  const lines = ['connection refused by 10.0.0.1', 'connection reset by 10.0.0.1', 'no space left on device', 'deadlock detected'];
  expect(new Set(lines.map(signatureOf)).size).toBe(lines.length);
});

it('is as a signature its own signature, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect([...signatureOf(text)].length).toBeLessThanOrEqual(200);
    }),
  );
});

it('takes time in proportion to the line, whatever it holds', () => {
  // Each of these would take minutes if a mask backtracked.
  for (const unit of ['a', '1', '"', "'", ':', '-', 'a1', '{', '\\', '1:', 'a@', '`', 'x.']) signatureOf(unit.repeat(100_000));
});
