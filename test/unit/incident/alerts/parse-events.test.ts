import fc from 'fast-check';
import { parseEvents, parseEventText } from '../../../../src/incident/alerts/parse-events';
import { KNOWN_SOURCES } from '../../../../src/incident/alerts/vendors';
import { EVENT_STATUSES, type NormalizedEvent } from '../../../../src/incident/model/incident';
import { SEVERITIES } from '../../../../src/incident/model/severity';
import { InvalidInputError } from '../../../../src/incident/text/errors';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);

/** Events, or null when it was refused as it should be; any other error comes through. */
function attempt(input: string | Uint8Array, source?: string): readonly NormalizedEvent[] | InvalidInputError {
  try {
    return parseEventText(input, { receivedAt: RECEIVED_AT, ...(source === undefined ? {} : { source }) });
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
const DIRTY = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])/;

function expectSound(outcome: readonly NormalizedEvent[] | InvalidInputError): void {
  if (outcome instanceof InvalidInputError) {
    expect(outcome.field).not.toBe('');
    expect(outcome.message.length).toBeLessThan(600);
    expect(outcome.message).not.toMatch(DIRTY);
    return;
  }
  expect(outcome).toHaveLength(1);
  for (const event of outcome) {
    expect(SEVERITIES).toContain(event.severity);
    expect(EVENT_STATUSES).toContain(event.status);
    expect(event.title.trim()).not.toBe('');
    expect([...event.title].length).toBeLessThanOrEqual(140);
    expect(new Date(event.startedAt).toISOString()).toBe(event.startedAt);
    expect(event.fingerprint === null || event.fingerprint.startsWith(`${event.source}:`)).toBe(true);
    for (const link of event.links) expect(link).toMatch(/^https?:\/\/[^\s|<>]+$/);
    const texts = [event.title, event.alertName, event.description, event.fingerprint ?? '', event.severityRaw ?? ''];
    for (const text of [...texts, ...Object.entries(event.labels).flat()]) {
      expect(text).not.toMatch(DIRTY);
      expect(text).not.toContain('[object Object]');
    }
  }
  // It goes through JSON on its way into the workflow.
  expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
}

describe('what another program writes', () => {
  it.each(['utf16le', 'big-endian'])('is read in %s with its mark', (encoding) => {
    const text = Buffer.from('\ufeff{"title": "Disk full"}', 'utf16le');
    expect(attempt(encoding === 'utf16le' ? text : text.swap16())).toMatchObject([{ title: 'Disk full' }]);
  });

  it('is read by its vendor’s reader in a list as it is alone', () => {
    const list = '[{"AlarmName": "cpu", "NewStateValue": "OK"}, {"title": "x"}, 7]';
    expect(attempt(list)).toMatchObject([
      { source: 'generic', title: 'x', status: 'firing', problems: [{ field: '[2]' }] },
      { source: 'cloudwatch', title: 'cpu', status: 'resolved' },
    ]);
    expect(attempt('[{"AlarmName": "cpu", "NewStateValue": "OK"}]', 'cloudwatch')).toMatchObject([{ title: 'cpu', status: 'resolved' }]);
  });
});

describe('bodies', () => {
  it.each([
    ['nothing', bytes('')],
    ['blanks', bytes(' \n\t ')],
    ['a byte order mark alone', bytes('\ufeff')],
    ['text', bytes('disk is full')],
    ['cut JSON', bytes('{"title": "Disk fu')],
    ['XML', bytes('<alert><title>x</title></alert>')],
    ['a form', bytes('title=Disk+full&severity=high')],
    ['single quotes', bytes("{'title': 'x'}")],
    ['NaN', bytes('{"title": "x", "severity": NaN}')],
    ['two values', bytes('{"title": "x"}{"title": "y"}')],
    ['lines of JSON', bytes('{"title": "x"}\n{"title": "y"}\n')],
    ['a NUL in text', bytes('{"title": "a\u0000b"}')],
    ['UTF-16', bytes('{"title": "x"}', 'utf16le')],
    ['Latin-1', bytes('{"title": "Café"}', 'latin1')],
    ['a surrogate in UTF-8', Buffer.from([...bytes('{"title":"'), 0xed, 0xa0, 0x80, ...bytes('"}')])],
    ['text as JSON', bytes('"Disk full"')],
    ['true', bytes('true')],
    ['null', bytes('null')],
    ['a list of strings', bytes('["Disk full"]')],
    ['an empty list', bytes('[]')],
    ['deep lists', bytes('['.repeat(100_000) + ']'.repeat(100_000))],
    ['deep objects', bytes(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)],
    ['a deep label', bytes(`{"title": "x", "labels": ${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`)],
    ['50 MB', Buffer.alloc(50_000_001, ' ')],
  ])('that are %s are refused as body', (_, body) => {
    const outcome = attempt(body);
    expect(outcome).toBeInstanceOf(InvalidInputError);
    expect((outcome as InvalidInputError).field).toBe('body');
    expectSound(outcome);
  });

  it('that are no JSON are refused with the place, and without their text', () => {
    expect((attempt('{\n  "title": "secret",\n}') as InvalidInputError).message).toBe(
      'body: is not valid JSON at line 3, column 1 (allowed: a JSON object or array)',
    );
    expect((attempt('secret') as InvalidInputError).message).not.toContain('secret');
  });

  it('that hold a bare NaN are refused with its place', () => {
    expect((attempt('{"title": "x",\n "severity": NaN}') as InvalidInputError).message).toBe(
      'body: is not valid JSON at line 2, column 14 (allowed: a JSON object or array)',
    );
  });

  it('of five megabytes are read', () => {
    expect(attempt(bytes(JSON.stringify({ title: 'x'.repeat(5_000_000) })))).toMatchObject([{ status: 'firing' }]);
  });

  it('may begin with a byte order mark', () => {
    for (const body of ['\ufeff{"title": "x"}', bytes('\ufeff{"title": "x"}')]) expect(attempt(body)).toMatchObject([{ title: 'x' }]);
  });

  it.each([
    { title: 'a\u202eb\u2066c\u0000\u001b[31m red', severity: 'high\u0007' },
    { title: 'x', labels: { 'k\u001b[0m': '\ud83d', '\u202e': 'v' } },
    { title: 'a'.repeat(900_000) },
    { title: `${'a\u0301\u0301\u0301\u0301\u0301\u0301'.repeat(50)}` },
    { title: 'x', description: `${'\u001b]0;'.repeat(20_000)}` },
    { title: 'x', severity: ' '.repeat(100_000) },
    { title: 'x', severity: `${'p '.repeat(100_000)}` },
    { title: 'x', links: Array.from({ length: 20_000 }, () => 'https://a.example.com/') },
    { title: 'x', labels: Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`k${index}`, 'v'])) },
    { title: 'x', fingerprint: ['constructor'] },
    { title: 'x', started_at: `${'1'.repeat(400_000)}` },
    { title: `${'_a-'.repeat(100_000)}` },
    { title: '🔥'.repeat(200) },
  ])('that are hostile (%#) are clean or refused', (event) => {
    expectSound(attempt(JSON.stringify(event)));
  });

  it('quote no more of a refused or an unread value than fits a line', () => {
    const long = { secret: 'y'.repeat(100_000) };
    expect((attempt(JSON.stringify({ title: long })) as InvalidInputError).message.length).toBeLessThan(300);
    expect(JSON.stringify(attempt(JSON.stringify({ title: 'x', severity: long }))).length).toBeLessThan(1_500);
  });
});

describe('sources', () => {
  it('that are not known are refused with those that are', () => {
    const outcome = attempt('{"title": "x"}', 'carrier-pigeon') as InvalidInputError;
    expect(outcome.field).toBe('source');
    expect(outcome.allowed).toBe(KNOWN_SOURCES.join(', '));
    expect((attempt('{"title": "x"}', 'constructor') as InvalidInputError).field).toBe('source');
  });

  it('that are named are taken at their word', () => {
    expect(attempt('{"title": "x", "alert_transition": "Recovered"}', 'generic')).toMatchObject([{ source: 'generic', title: 'x' }]);
  });
});

describe('whatever comes in', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('critical', 'ok', 'resolved', 'https://a.example.com/|x', '{{ x }}', '2026-02-30', '__proto__', 'constructor', ''),
    fc.double(),
    fc.integer(),
    fc.jsonValue(),
    fc.constant(null),
  );
  const names = ['title', 'severity', 'status', 'description', 'source', 'fingerprint', 'id', 'labels', 'tags', 'links', 'started_at'];
  const more = ['alerts', 'groupLabels', 'groupKey', 'receiver', 'commonAnnotations', 'alert_name', 'level', 'url', '__proto__'];
  const generic = fc.dictionary(fc.constantFrom(...names, ...more), value);
  const alert = fc.record(
    {
      status: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('firing', 'resolved') }, { weight: 1, arbitrary: value }),
      labels: fc.oneof(fc.dictionary(fc.constantFrom('alertname', 'severity', 'instance', 'x'), value), value),
      annotations: fc.oneof(fc.dictionary(fc.constantFrom('title', 'summary', 'description', 'runbook_url'), value), value),
      startsAt: value,
      fingerprint: value,
      generatorURL: value,
    },
    { requiredKeys: [] },
  );
  const alerts = fc.array(fc.oneof({ weight: 9, arbitrary: alert }, { weight: 1, arbitrary: value }));
  const group = fc.record(
    { receiver: value, groupKey: value, groupLabels: value, truncatedAlerts: value, alerts },
    { requiredKeys: ['alerts'] },
  );

  it('as bytes, it is read or refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (body) => expectSound(attempt(body))));
  });

  it('as text, it is read or refused', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (body) => expectSound(attempt(body))));
  });

  it('in known fields, it is read or refused, and read the same again', () => {
    fc.assert(
      fc.property(fc.oneof(generic, group, alerts), (event) => {
        const body = JSON.stringify(event);
        const outcome = attempt(body);
        expectSound(outcome);
        if (!(outcome instanceof InvalidInputError)) expect(parseEvents(JSON.parse(body), { receivedAt: RECEIVED_AT })).toEqual(outcome);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a body of another type than the one that is read', () => {
  const options = { receivedAt: '2026-11-27T10:00:00Z' };
  const group = { receiver: 'r', status: 'firing', groupLabels: {}, commonLabels: {}, alerts: [{ status: 'firing', labels: {} }] };
  const thrownBy = (body: unknown, source: string, map?: Record<string, string>): unknown => {
    try {
      return parseEvents(body, { ...options, source, map });
    } catch (error) {
      return error;
    }
  };

  it.each([
    ['generic', undefined],
    ['generic', { title: '$.check.name' }],
  ])('is refused as such: %s, with the map %j', (source, map) => {
    expect(thrownBy(group, source, map)).toMatchObject({
      field: 'title',
      problem: expect.stringMatching(/^no title was found.*; this looks like an alert of alertmanager, but the source reads generic$/),
      hint: expect.stringMatching(/^Set type: alertmanager, or type: auto, .* --source alertmanager$/),
    });
  });

  it('is told by the type that it is of, whichever is read', () => {
    const pagerDuty = { event: { event_type: 'incident.triggered', data: { id: 'P1', type: 'incident', title: 'Down' } } };
    expect(thrownBy(pagerDuty, 'alertmanager')).toMatchObject({
      message: 'alerts: is missing; this looks like an alert of pagerduty, but the source reads alertmanager (allowed: a list of alerts)',
    });
  });

  it('is not suspected if the type is the right one, or no type knows the body', () => {
    expect(thrownBy({}, 'alertmanager')).toMatchObject({ message: 'alerts: is missing (allowed: a list of alerts)', hint: undefined });
    expect(thrownBy({ ...group, alerts: [] }, 'alertmanager')).toMatchObject({ problem: 'is empty', hint: undefined });
    expect(thrownBy({ a: 1 }, 'generic')).toMatchObject({ problem: 'no title was found among a', hint: undefined });
  });
});
