import { cloudEventIn } from '../../../src/gateway/cloud-event';
import { parseEvents } from '../../../src/incident/alerts/parse-events';

const HEADERS = {
  'ce-specversion': '1.0',
  'ce-type': 'com.example.alert.raised',
  'ce-source': '/sensors/plant-4',
  'ce-id': 'A234-1234',
  'ce-subject': 'pump%202',
  'ce-time': '2026-11-27T09:00:00Z',
  host: 'localhost',
};
const read = (body: string | Buffer, contentType?: string, headers: object = HEADERS) =>
  parseEvents(cloudEventIn({ ...headers }, contentType, Buffer.from(body)), { receivedAt: '2026-11-27T10:00:00Z' });

it('a request without its headers is not a CloudEvent', () => {
  expect(cloudEventIn({ 'ce-type': 'x', host: 'localhost' }, 'application/json', Buffer.from('{}'))).toBeNull();
});

it.each([undefined, 'application/json', 'application/json; charset=utf-8', 'application/vnd.example+json'])(
  'reads the alert in a body of the type %s',
  (contentType) => {
    const [event] = read('{"title":"Pump 2 has no pressure","severity":"critical"}', contentType);
    expect(event).toMatchObject({ source: 'cloudevents', title: 'Pump 2 has no pressure', severity: 'critical', status: 'firing' });
    expect(event?.labels).toMatchObject({ source: '/sensors/plant-4' });
  },
);

it('takes what the body does not say from the headers, decoded', () => {
  const expected = { title: 'pump 2: com.example.alert.raised', startedAt: '2026-11-27T09:00:00.000Z' };
  expect(read('')).toMatchObject([{ ...expected, fingerprint: 'cloudevents:/sensors/plant-4#pump 2' }]);
  expect(read('no pressure', 'text/plain')).toMatchObject([{ ...expected, description: 'no pressure' }]);
  expect(read(Buffer.from([0xff, 0x00, 0x81]), 'application/octet-stream')).toMatchObject([expected]);
});

it('keeps a header that is not encoded as it should be, and changes no prototype', () => {
  const headers = { ...HEADERS, 'ce-subject': '100% full', 'ce-__proto__': 'polluted' };
  expect(read('', undefined, headers)).toMatchObject([{ title: '100% full: com.example.alert.raised' }]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

it('refuses a body that is not JSON although its content type is', () => {
  expect(() => read('{', 'application/json')).toThrow(expect.objectContaining({ field: 'body' }));
});
