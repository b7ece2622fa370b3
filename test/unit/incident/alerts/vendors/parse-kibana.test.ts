import { kibanaMessageId } from '../../../../../src/incident/alerts/vendors/parse-kibana';
import { KIBANA } from './samples/kibana';
import { inShort, readAs } from './samples/read-as';

const read = readAs('kibana');
const LATENCY = 'Checkout latency: checkout-7d9';

it.each<[keyof typeof KIBANA, string]>([
  ['a threshold', `firing | medium* | ${LATENCY}`],
  ['a threshold recovered', `resolved | medium* | ${LATENCY}`],
  ['a warning', `firing | medium | ${LATENCY}`],
  ['no data', `firing | medium* | ${LATENCY} | dataVanished`],
  ['flat names', `firing | critical | ${LATENCY}`],
  ['parts as texts', `firing | medium* | ${LATENCY}`],
  ['a document', 'firing | high | SSH brute force'],
  ['a document that is acknowledged', 'acknowledged | high | SSH brute force'],
  ['a document that is untracked', 'ignored | high | SSH brute force | ruleChanged'],
  ['a nested document', 'resolved | high | SSH brute force'],
  ['a summary', 'firing | medium* | Checkout latency'],
  ['a summary of recoveries', 'resolved | medium* | Checkout latency'],
  ['a watch', 'firing | high | Errors of checkout'],
  ['a watch as a text', 'firing | high | Errors of checkout'],
])('reads %s', (name, expected) => {
  expect(inShort(read(KIBANA[name]))).toBe(expected);
  expect(read(KIBANA[name]).problems).toEqual([]);
});

it('keys on the rule and what it watches, whatever the template is', () => {
  const keys = (['a threshold', 'a threshold recovered', 'flat names', 'parts as texts'] as const).map(
    (name) => read(KIBANA[name]).fingerprint,
  );
  expect(new Set(keys)).toEqual(new Set(['kibana:0f9b6a2e-3a1f-4f57-8d4b-0a3c8d6a4a11:checkout-7d9']));
  expect(read(KIBANA['a nested document']).fingerprint).toBe(read(KIBANA['a document']).fingerprint);
});

it('reads the severity of a burn rate from its group', () => {
  const group = (actionGroup: string) =>
    read({ ...KIBANA['a threshold'], alert: { ...KIBANA['a threshold'].alert, actionGroup, actionGroupName: '' } });
  expect(group('slo.burnRate.high').severity).toBe('high');
  expect(group('slo.burnRate.low').severity).toBe('low');
});

it('knows the execution of a watch', () => {
  expect(kibanaMessageId(KIBANA['a watch'])).toBe('error_rate_3f1c-2026-11-23T22:00:00.000Z');
  expect(kibanaMessageId(KIBANA['a threshold'])).toBeUndefined();
});
