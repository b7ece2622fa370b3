import { graylogMessageId } from '../../../../../src/incident/alerts/vendors/parse-graylog';
import { GRAYLOG } from './samples/graylog';
import { inShort, readAs } from './samples/read-as';

const read = readAs('graylog');
const LOGINS = 'Too many failed logins';

it.each<[keyof typeof GRAYLOG, string]>([
  ['event', `firing | high | ${LOGINS}`],
  ['low', `firing | low | ${LOGINS}`],
  ['critical', `firing | critical | ${LOGINS}`],
  ['beyond its numbers', `firing | medium* | ${LOGINS}`],
  ['not an alert', `ignored | high | ${LOGINS} | notAnAlert`],
  ['test', `ignored | high | ${LOGINS} | notAnAlert`],
  ['legacy', 'firing | medium* | Failed logins: Many messages'],
])('reads %s', (name, expected) => {
  expect(inShort(read(GRAYLOG[name]))).toBe(expected);
});

it('keeps the raw priority that it does not know', () => {
  expect(read(GRAYLOG['beyond its numbers'])).toMatchObject({
    severityRaw: '5',
    problems: [{ field: 'event.priority', value: '5', taken: 'medium, the default' }],
  });
});

it('keys on the definition and the key of the event', () => {
  expect(read(GRAYLOG.event).fingerprint).toBe('graylog:66f0c0ffee:vpn-2');
  expect(read(GRAYLOG['another key']).fingerprint).toBe('graylog:66f0c0ffee:vpn-3');
  const keyless = { ...GRAYLOG.event, event: { ...GRAYLOG.event.event, key: '' } };
  expect(read(keyless).fingerprint).toBe('graylog:66f0c0ffee:[["host","vpn-2"]]');
});

it('counts each event as new trouble, because Graylog reports no recovery', () => {
  expect(read(GRAYLOG.event).firing?.newestStartedAt).toBe('2026-11-23T22:00:00.000Z');
  expect(graylogMessageId(GRAYLOG.event)).toBe('01KD3V5W0000000000000000AA');
});
