import { SOURCES } from '../../../../../src/incident/alerts/vendors';
import { CLOUDEVENTS } from './samples/cloudevents';
import { inShort, readAs } from './samples/read-as';

const read = readAs('cloudevents');
const PUMP = 'Pump 2 has no pressure';

it.each<[keyof typeof CLOUDEVENTS, string]>([
  ['a generic alert', `firing | high | ${PUMP}`],
  ['its end, told by the type', `resolved | high | ${PUMP}`],
  ['a vendor’s alert', 'firing | medium | Disk space is low on /var'],
  ['data as text', `firing | high | ${PUMP}`],
  ['data as bytes', `firing | high | ${PUMP}`],
  ['no data', 'firing | medium* | pump-2: com.example.alert.raised'],
  ['plain text', 'firing | medium* | pump-2: com.example.alert.raised'],
  ['batch', 'firing | critical | Pump 3 leaks'],
])('reads %s', (name, expected) => {
  expect(inShort(read(CLOUDEVENTS[name]))).toBe(expected);
});

it('takes the key of the alert inside, else the subject', () => {
  expect(read(CLOUDEVENTS['a generic alert']).fingerprint).toBe('cloudevents:pump-2-pressure');
  expect(read(CLOUDEVENTS['its end, told by the type']).fingerprint).toBe('cloudevents:pump-2-pressure');
  expect(read(CLOUDEVENTS['a vendor’s alert']).fingerprint).toBe('cloudevents:zabbix:event:88121');
  expect(read(CLOUDEVENTS['no data']).fingerprint).toBe('cloudevents:/sensors/plant-4#pump-2');
  expect(read({ ...CLOUDEVENTS['no data'], subject: undefined }).fingerprint).toBeNull();
});

it('is not read inside itself, and keeps data that it cannot decode', () => {
  const nested = { ...CLOUDEVENTS['no data'], data: CLOUDEVENTS['no data'] };
  expect(read(nested)).toMatchObject({ source: 'cloudevents', status: 'firing' });
  expect(read({ ...CLOUDEVENTS['no data'], data_base64: '%%%' })).toMatchObject({ title: 'pump-2: com.example.alert.raised' });
});

it('has an id of its delivery', () => {
  const source = SOURCES.find(({ name }) => name === 'cloudevents');
  expect(source?.messageId?.(CLOUDEVENTS['a generic alert'])).toBe('/sensors/plant-4#A234-1234');
  expect(source?.messageId?.(CLOUDEVENTS.batch)).toBeUndefined();
});
