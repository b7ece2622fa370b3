import { parseEvents } from '../../../../../src/incident/alerts/parse-events';
import { SAMPLES } from './samples/all';

const RECEIVED_AT = '2026-11-24T00:10:00.000Z';
const cases = Object.entries(SAMPLES).flatMap(([source, samples]) =>
  Object.entries(samples).map(([name, body]): [string, string, unknown] => [source, name, body]),
);

it.each(cases)('%s is recognised by its shape: %s', (source, _, body) => {
  const read = (named?: string) => parseEvents(body, { receivedAt: RECEIVED_AT, source: named });
  expect(read().map((event) => event.source)).toEqual(read().map(() => source));
  expect(read()).toEqual(read(source));
});

it.each(cases)('%s has a key that begins with it: %s', (source, _, body) => {
  for (const { fingerprint } of parseEvents(body, { receivedAt: RECEIVED_AT, source })) {
    if (fingerprint !== null) expect(fingerprint).toMatch(new RegExp(`^${source}:.`));
  }
});

it.each([
  ['body', (list: unknown[]) => list],
  ['items', (list: unknown[]) => ({ kind: 'EventList', apiVersion: 'v1', items: list })],
])('more alerts than one delivery may hold are refused, naming %s', (field, bodyOf) => {
  const alerts = Array.from({ length: 10_001 }, (_, index) => ({ title: `t${index}`, reason: 'r' }));
  expect(() => parseEvents(bodyOf(alerts), { receivedAt: RECEIVED_AT })).toThrow(
    `${field}: lists 10001 alerts (allowed: at most 10000 in one delivery)`,
  );
  expect(parseEvents(bodyOf(alerts.slice(1)), { receivedAt: RECEIVED_AT })).toHaveLength(10_000);
});
