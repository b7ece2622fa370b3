import { formatValue } from '../../../../../src/incident/investigation/outcomes/format-value';
import { judgeReading } from '../../../../../src/incident/investigation/outcomes/judge-reading';
import { readSourceAnswer } from '../../../../../src/incident/investigation/outcomes/read-source-answer';
import type { Expectation, Outcome } from '../../../../../src/incident/model/investigation/source-query';
import { sampleIncident, sampleProbe } from '../../../../support/sample-incident';
import { sampleService } from '../../../../support/sample-service';

const outcome = (changes: Partial<Outcome>): Outcome => ({
  when: {},
  status: 'ok',
  message: 'fine',
  link: null,
  cause: null,
  recommend: [],
  ...changes,
});
const SUBJECT = { incident: sampleIncident(), target: null, service: null };
const judge = (fields: Record<string, number | string | null>, ...outcomes: Outcome[]) => judgeReading({ fields }, outcomes, SUBJECT);
const meets = (value: number | string | null, expectation: Expectation): boolean =>
  judge({ value }, outcome({ when: { value: expectation } })).status === 'ok';

it.each<[number | string | null, Expectation, boolean]>([
  [0.06, { is: '>', than: 0.05 }, true],
  [0.05, { is: '>', than: 0.05 }, false],
  [0.05, { is: '>=', than: 0.05 }, true],
  [-1, { is: '<', than: 0 }, true],
  [1, { is: '<=', than: 0 }, false],
  ['12', { is: '>', than: 5 }, true],
  ['twelve', { is: '>', than: 5 }, false],
  ['twelve', { is: '<', than: 5 }, false],
  ['', { is: '<', than: 5 }, false],
  ['', { is: '=', than: 0 }, false],
  [3, { is: '=', than: 3 }, true],
  ['3.0', { is: '=', than: 3 }, true],
  ['down', { is: '=', than: 'down' }, true],
  ['up', { is: '!=', than: 'down' }, true],
  ['down', { is: '!=', than: 'down' }, false],
  [null, { is: '!=', than: 'down' }, false],
  [null, { is: '<', than: 5 }, false],
  [null, { is: 'missing' }, true],
  [null, { is: 'present' }, false],
  ['', { is: 'present' }, true],
  [0, { is: 'missing' }, false],
])('%j %j: %s', (value, expectation, expected) => {
  expect(meets(value, expectation)).toBe(expected);
});

it('takes the first outcome whose conditions all hold', () => {
  const outcomes = [
    outcome({ when: { a: { is: '>', than: 1 }, b: { is: '>', than: 1 } }, status: 'fail' }),
    outcome({ when: { a: { is: '>', than: 1 } }, status: 'warn' }),
    outcome({}),
  ];
  expect(judge({ a: 2, b: 2 }, ...outcomes).status).toBe('fail');
  expect(judge({ a: 2, b: 0 }, ...outcomes).status).toBe('warn');
  expect(judge({ a: 2, b: null }, ...outcomes).status).toBe('warn');
  expect(judge({ a: 0, b: 2 }, ...outcomes).status).toBe('ok');
});

it('is unknown if nothing matches, and says which fields there were', () => {
  const never = outcome({ when: { b: { is: 'present' } } });
  expect(judge({ a: 0.123456, b: null }, never)).toEqual({
    status: 'unknown',
    message: 'unknown: no outcome of the probe matches the answer (a 0.1235, b no value)',
    link: null,
    recommendations: [],
    facts: [],
  });
  expect(judge({}).message).toBe('unknown: no outcome of the probe matches the answer (it has no fields)');
});

it('is unknown rather than ok if an outcome before compares a field that no answer has; inherited names are none', () => {
  const misspelt = (name: string) => outcome({ when: { [name]: { is: '>', than: 0 } }, status: 'fail' });
  for (const name of ['lookping', 'toString']) {
    expect(judge({ looping: 3 }, misspelt(name), outcome({}))).toMatchObject({
      status: 'unknown',
      message: `unknown: the answer has no field ${name} (looping 3)`,
    });
  }
  expect(judge({ looping: 3 }, misspelt('looping'), misspelt('lookping')).status).toBe('fail');
});

it('is unknown rather than ok without a value for what the message tells, or without any value', () => {
  const waits = outcome({ message: '{{waiting | seconds}} wait' });
  expect(judge({ waiting: null, workers: 2 }, waits)).toEqual({
    status: 'unknown',
    message: 'unknown: the answer has no value for waiting',
    link: null,
    recommendations: ['Check what the probe asks for. If no value is right, give it an outcome with when: { waiting: missing }.'],
    facts: [],
  });
  expect(judge({ waiting: 1 }, outcome({ message: '{{wating}}' })).message).toBe('unknown: the answer has no value for wating');
  const many = outcome({ when: { waiting: { is: '>', than: 100 } }, status: 'fail' });
  expect(judge({ waiting: null, workers: null }, many, outcome({})).message).toBe('unknown: the answer has no value for waiting, workers');
  expect(judge({ waiting: null, workers: 2 }, many, outcome({})).status).toBe('ok');
  expect(judge({ waiting: null }, outcome({ when: { waiting: { is: 'missing' } } })).status).toBe('ok');
  expect(judge({ waiting: null }, outcome({ status: 'warn', message: '{{waiting}}' })).message).toBe('no value');
  expect(judge({ waiting: 0 }, outcome({ message: '{{waiting}} of {{incident.labels.none}}' })).status).toBe('ok');
});

it('writes values for people into the message, and as they are into the link', () => {
  const subject = { ...SUBJECT, service: sampleService('cart') };
  const { message, link } = judgeReading(
    { fields: { value: 0.0723456, seconds: 0.25, gone: null, host: 'a&b/{{value}}' } },
    [
      outcome({
        status: 'warn',
        message: '{{value | percent}} in {{seconds|seconds}} of {{service.name}} on {{ host }}, before {{gone}}, {{nobody}}',
        link: 'https://g.example/d?v={{value}}&host={{host}}&x={{gone}}',
      }),
    ],
    subject,
  );
  expect(message).toBe('7.235 % in 250 ms of cart on a&b/{{value}}, before no value, no value');
  expect(link).toBe('https://g.example/d?v=0.0723456&host=a%26b%2F%7B%7Bvalue%7D%7D&x=');
});

it('gives no link that an answer has made too long to be one', () => {
  const judged = (text: string) => judgeReading({ fields: { text } }, [outcome({ link: 'https://g.example/{{text}}' })], SUBJECT).link;
  expect(judged('..@x.example|<y>')).toBe('https://g.example/..%40x.example%7C%3Cy%3E');
  expect(judged('x'.repeat(2_000))).toBeNull();
});

it.each([
  [0.000123456, null, '0.0001235'],
  [1234.567, null, '1,235'],
  [1234567, null, '1,234,567'],
  [0, null, '0'],
  [0.5, 'percent', '50 %'],
  [90, 'seconds', '1 min 30 s'],
  [0.0042, 'seconds', '4.2 ms'],
  [-2, 'seconds', '-2.0 s'],
  [1_500, 'milliseconds', '1.5 s'],
  [1_234_567, 'bytes', '1.235 MB'],
  [999, 'bytes', '999 B'],
  [0, 'bytes', '0 B'],
  [1_767_261_600, 'time', '2026-01-01 10:00 UTC'],
  ['2026-01-01T10:00:00.000Z', 'time', '2026-01-01 10:00 UTC'],
  ['soon', 'time', 'soon'],
  ['text', 'percent', 'text'],
  [null, 'percent', 'no value'],
] as const)('%s as %s is %s', (value, format, shown) => {
  expect(formatValue(value, format)).toBe(shown);
});

describe('causes', () => {
  const outcomes = [
    outcome({ when: { used: { is: '>', than: 0.95 } }, status: 'fail', cause: 'disk_full', message: 'The disk is full.' }),
    outcome({ when: { inodes: { is: '>', than: 0.95 } }, status: 'fail', cause: 'inodes_exhausted' }),
    outcome({ when: { used: { is: '>', than: 0.8 } }, status: 'warn' }),
    outcome({}),
  ];

  it('of the outcome that holds are facts', () => {
    expect(judge({ used: 1, inodes: 0 }, ...outcomes).facts).toEqual([
      { kind: 'state', service: null, text: 'The disk is full', cause: 'disk_full', holds: true },
    ]);
    expect(judge({ used: 0.9, inodes: 0 }, ...outcomes).facts).toEqual([]);
  });

  it('are ruled out by ok, as far as there are values', () => {
    const refuted = (fields: Record<string, number | null>) => judge(fields, ...outcomes).facts.map((fact) => [fact.cause, fact.holds]);
    expect(refuted({ used: 0, inodes: 0 })).toEqual([
      ['disk_full', false],
      ['inodes_exhausted', false],
    ]);
    expect(refuted({ used: 0, inodes: null })).toEqual([['disk_full', false]]);
    expect(refuted({ used: null, inodes: null })).toEqual([]);
  });
});

it('makes a finding of at most its size, with the facts of both', () => {
  const change = { kind: 'change', service: 'cart', text: 'v2', at: '2026-01-01T09:50:00.000Z', by: null, link: null } as const;
  const finding = readSourceAnswer({
    reading: {
      fields: { a: 1 },
      evidence: ['', ...Array.from({ length: 30 }, (_, index) => `line ${index}\u202e`)],
      facts: [change],
      series: [],
    },
    outcomes: [
      outcome({ status: 'fail', cause: 'slow', message: `slow\n${'x'.repeat(400)}`, recommend: ['One.'], link: 'https://g.example/' }),
    ],
    recommend: { fail: ['Two.', 'One.'] },
    subject: { ...SUBJECT, service: sampleService('cart') },
    run: { probe: sampleProbe({ target: null, service: 'cart' }), startedAt: '2026-01-01T10:00:00.000Z', attempt: 2, durationMs: 7 },
  });
  expect(finding).toMatchObject({
    status: 'fail',
    service: 'cart',
    link: 'https://g.example/',
    attempt: 2,
    durationMs: 7,
    recommendations: ['One.', 'Two.'],
  });
  expect(finding.summary).toHaveLength(300);
  expect(finding.evidence).toHaveLength(10);
  expect(finding.evidence[0]).toBe('line 0');
  expect(finding.facts).toEqual([expect.objectContaining({ cause: 'slow', holds: true, service: 'cart' }), change]);
  expect(finding).not.toHaveProperty('timeoutMs');
});

it('links to the last of several changes, unless the outcome has a link of its own', () => {
  const change = (at: string, link: string | null) => ({ kind: 'change', service: 'cart', text: 'v', at, by: null, link }) as const;
  const linked = (link: string | null, ...facts: ReturnType<typeof change>[]) =>
    readSourceAnswer({
      reading: { fields: { changes: facts.length }, evidence: [], facts, series: [] },
      outcomes: [outcome({ status: 'warn', link })],
      recommend: {},
      subject: SUBJECT,
      run: { probe: sampleProbe({ target: null }), startedAt: '2026-01-01T10:00:00.000Z', attempt: 1, durationMs: 7 },
    }).link;
  const early = change('2026-01-01T09:20:00.000Z', 'https://d.example/1');
  const late = change('2026-01-01T09:50:00.000Z', 'https://d.example/2');
  expect(linked(null, early, late)).toBe('https://d.example/2');
  expect(linked('https://g.example/', early)).toBe('https://g.example/');
  expect(linked(null, early, { ...late, link: null })).toBeUndefined();
  expect(linked(null)).toBeUndefined();
});
