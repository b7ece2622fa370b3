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
