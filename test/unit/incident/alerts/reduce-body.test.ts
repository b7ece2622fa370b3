import fc from 'fast-check';
import { parseEvents } from '../../../../src/incident/alerts/parse-events';
import { REDUCED_FIELD } from '../../../../src/incident/alerts/parse-reduced';
import { reduceBody } from '../../../../src/incident/alerts/reduce-body';
import { InvalidInputError } from '../../../../src/incident/text/errors';
import { jsonBytes } from '../../../../src/incident/text/json-bytes';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const OPTIONS = { receivedAt: RECEIVED_AT };

function alert(index: number, labels: object = {}) {
  return {
    status: index % 10 === 0 ? 'resolved' : 'firing',
    labels: { alertname: 'PodDown', instance: `pod-${index}.shop.example.com:8080`, severity: 'warning', ...labels },
    annotations: { summary: 'Pods are down', description: `Pod ${index} does not answer. ${'It was well before. '.repeat(20)}` },
    startsAt: '2026-11-23T10:00:00Z',
    generatorURL: 'https://prometheus.example.com/graph',
    fingerprint: `f${String(index).padStart(8, '0')}`,
  };
}
const group = (count: number, last: object = {}) => ({
  version: '4',
  groupKey: '{}:{alertname="PodDown"}',
  receiver: 'incidents',
  groupLabels: { alertname: 'PodDown' },
  alerts: Array.from({ length: count }, (_, index) => alert(index, index === count - 1 ? last : {})),
});

describe('a body that fits into a payload', () => {
  it('stays as it is', () => {
    const body = group(10);
    expect(reduceBody(body, OPTIONS)).toBe(body);
  });
});

describe('a body that does not', () => {
  const body = group(2_200, { severity: 'critical', security: 'true' });
  const reduced = reduceBody(body, OPTIONS);

  it('is sent small, and reads as the whole one does', () => {
    expect(jsonBytes(body)).toBeGreaterThan(1_400_000);
    expect(jsonBytes(reduced)).toBeLessThan(1_000_000);
    expect(parseEvents(reduced, OPTIONS)).toEqual(parseEvents(body, OPTIONS));
  });

  it('is counted exactly, has the severity of its worst alert, and any label that asks for privacy', () => {
    const [event] = parseEvents(reduced, { ...OPTIONS, source: 'alertmanager' });
    expect(event).toMatchObject({ source: 'alertmanager', severity: 'critical', firing: { count: 1_980 } });
    expect(event?.labels).toMatchObject({ alerts: '2200', security: 'true' });
    expect(event?.firing?.fingerprints).toHaveLength(500);
  });

  it('may be one alert with a long text', () => {
    const event = { title: 'Disk full', description: 'x'.repeat(3_000_000), id: 'disk' };
    expect(parseEvents(reduceBody(event, OPTIONS), OPTIONS)).toEqual(parseEvents(event, OPTIONS));
  });

  it('keeps the short labels whole where all of them are too much', () => {
    const labels = { security: 'true', ...Object.fromEntries([...'abcde'].map((name) => [name, 'x'.repeat(400)])) };
    const many = {
      ...group(0),
      alerts: Array.from({ length: 3_000 }, (_, index) => alert(index, { ...labels, id: `${index}-${'y'.repeat(300)}` })),
    };
    const small = reduceBody(many, OPTIONS);
    expect(jsonBytes(small)).toBeLessThan(1_000_000);
    expect(parseEvents(small, OPTIONS)[0]?.labels).toMatchObject({ security: 'true', alertname: 'PodDown', alerts: '3000' });
  });

  it('of more groups than fit says how many are left out, the gravest being kept', () => {
    const groups = Array.from({ length: 3_000 }, (_, index) => ({
      labels: { alertname: `A${index}` },
      receiver: { name: 'ops' },
      alerts: [alert(1, { alertname: `A${index}`, severity: index === 2_999 ? 'critical' : 'warning' })],
    }));
    const small = reduceBody(groups, OPTIONS);
    expect(jsonBytes(small)).toBeLessThan(1_000_000);
    const [first, ...others] = parseEvents(small, OPTIONS);
    expect(first).toMatchObject({ severity: 'critical', fingerprint: 'alertmanager:ops:[["alertname","A2999"]]' });
    expect(first?.problems).toEqual([
      { field: 'body', value: `${2_999 - others.length} more groups`, taken: 'nothing, because the body is too large' },
    ]);
  });
});

describe('a reduced body that somebody else has written', () => {
  it.each([[[]], ['x'], [[5]], [[{}]], [[{ title: '\u200b' }]]])('%j is refused or read as something else', (events) => {
    expect(() => parseEvents({ [REDUCED_FIELD]: events }, OPTIONS)).toThrow(InvalidInputError);
  });

  it('is cleaned and bounded like any other', () => {
    const hostile = fc.record(
      {
        source: fc.anything(),
        status: fc.anything(),
        severity: fc.anything(),
        description: fc.string({ unit: 'binary' }),
        fingerprint: fc.oneof(fc.string({ unit: 'binary' }), fc.integer()),
        startedAt: fc.anything(),
        links: fc.oneof(fc.array(fc.anything()), fc.anything()),
        labels: fc.anything(),
        problems: fc.oneof(fc.array(fc.object()), fc.anything()),
        statusNote: fc.oneof(fc.record({ kind: fc.constantFrom('silenced', 'x'), text: fc.string({ unit: 'binary' }) }), fc.anything()),
        firing: fc.oneof(fc.record({ count: fc.double(), fingerprints: fc.array(fc.string()) }), fc.anything()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(hostile, (fields) => {
        const [event] = parseEvents(JSON.parse(JSON.stringify({ [REDUCED_FIELD]: [{ title: 'T', ...fields }] })), OPTIONS);
        expect(JSON.parse(JSON.stringify(event))).toEqual(event);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
        expect(event?.description).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
        expect(new Date(event?.startedAt ?? '').toISOString()).toBe(event?.startedAt);
        expect(Number.isSafeInteger(event?.firing?.count)).toBe(true);
        expect(['silenced', undefined]).toContain(event?.statusNote?.kind);
      }),
    );
  });
});
