import { parseEvents } from '../../../../../src/incident/alerts/parse-events';
import { kubernetesMessageId } from '../../../../../src/incident/alerts/vendors/parse-kubernetes';
import { KUBERNETES } from './samples/kubernetes';
import { inShort, RECEIVED_AT, readAs } from './samples/read-as';

const read = readAs('kubernetes');
const POD = 'BackOff: Pod shop/checkout-7d9f';

it.each<[keyof typeof KUBERNETES, string]>([
  ['warning', `firing | medium | ${POD}`],
  ['the newer group', 'firing | medium | FailedCreate: Deployment shop/checkout'],
  ['normal', 'ignored | low | Pulled: Pod shop/checkout-7d9f | notAnAlert'],
  ['a watch', `firing | medium | ${POD}`],
  ['an expired one', `ignored | medium | ${POD} | notAnAlert`],
  ['from an exporter', `firing | medium | ${POD}`],
])('reads %s', (name, expected) => {
  expect(inShort(read(KUBERNETES[name]))).toBe(expected);
});

it('reads each Event of a list, the firing ones first', () => {
  const events = parseEvents(KUBERNETES.list, { receivedAt: RECEIVED_AT });
  expect(events.map(({ status, alertName }) => [status, alertName])).toEqual([
    ['firing', 'FailedCreate'],
    ['firing', 'BackOff'],
    ['ignored', 'Pulled'],
  ]);
  expect(events[0]?.problems?.map(({ field }) => field)).toEqual(['items[1]']);
});

it('keys on the object and the reason, and dates the first time', () => {
  expect(read(KUBERNETES.warning)).toMatchObject({
    fingerprint: 'kubernetes:Pod/shop/checkout-7d9f/BackOff',
    startedAt: '2026-11-23T21:40:00.000Z',
  });
  expect(read(KUBERNETES['a watch']).fingerprint).toBe(read(KUBERNETES.warning).fingerprint);
  expect(kubernetesMessageId(KUBERNETES.warning)).toBe('2b0f-11:9921');
  expect(read(KUBERNETES['an expired one']).firing?.count).toBe(0);
});
