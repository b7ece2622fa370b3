import { inShort, readAs } from './samples/read-as';
import { ZABBIX } from './samples/zabbix';

const read = readAs('zabbix');
const DISK = 'Disk space is low on /var';

it.each<[keyof typeof ZABBIX, string]>([
  ['problem', `firing | medium | ${DISK}`],
  ['recovery', `resolved | medium | ${DISK}`],
  ['a recovery by its status alone', `resolved | medium* | ${DISK}`],
  ['acknowledgement', `acknowledged | medium | ${DISK}`],
  ['acknowledgement without words', `acknowledged | medium | ${DISK}`],
  ['comment', `ignored | medium | ${DISK} | notAnAlert`],
  ['an acknowledgement that was taken back', `ignored | medium | ${DISK} | notAnAlert`],
  ['a new severity', `firing | critical | ${DISK}`],
  ['suppression', `ignored | medium | ${DISK} | silenced`],
  ['discovery', 'ignored | medium* | New host | notAnAlert'],
  ['the dotted names of the iLert script', `firing | high | ${DISK}`],
  ['the camel case of another script', 'firing | low | No ping'],
])('reads %s', (name, expected) => {
  expect(inShort(read(ZABBIX[name]))).toBe(expected);
});

it('keys on the event, which a recovery repeats', () => {
  const keys = (['problem', 'recovery', 'acknowledgement', 'the dotted names of the iLert script'] as const).map(
    (name) => read(ZABBIX[name]).fingerprint,
  );
  expect(new Set(keys)).toEqual(new Set(['zabbix:event:88121']));
  expect(read({ ...ZABBIX.problem, event_id: '{EVENT.ID}' }).fingerprint).toBe('zabbix:trigger:30211@billing-db-2');
});

it('reads the numbers of severities upwards', () => {
  const severities = [0, 1, 2, 3, '4', 5].map((number) => read({ ...ZABBIX.problem, event_severity: number }).severity);
  expect(severities).toEqual(['low', 'low', 'medium', 'medium', 'high', 'critical']);
  expect(read({ ...ZABBIX.problem, event_severity: 'Katastrophe' })).toMatchObject({ severity: 'medium', severityRaw: '3' });
  expect(read({ ...ZABBIX.problem, event_severity: 0, event_nseverity: undefined })).toMatchObject({
    severityRaw: '0',
    severityDefaulted: false,
  });
});

it('reads labels, links, time and data', () => {
  expect(read(ZABBIX.problem)).toMatchObject({
    description: 'Space used: 91.4 %',
    startedAt: '2026-11-23T21:14:05.000Z',
    labels: { scope: 'capacity', service: 'billing', host: 'billing-db-2', ip: '10.8.4.12' },
    links: ['https://zabbix.example.com/tr_events.php?triggerid=30211&eventid=88121'],
  });
  const dotted = read(ZABBIX['the dotted names of the iLert script']);
  expect(dotted).toMatchObject({ links: [], description: '', labels: { service: 'billing', paged: 'true' }, problems: [] });
});

it('loses no alert over a side field, and names it as the payload spells it', () => {
  const odd = read({
    ...ZABBIX.problem,
    event_severity: {},
    event_nseverity: 9,
    event_tags: 7,
    event_date: 'today',
    event_value: [],
    event_status: 'odd',
  });
  expect(odd).toMatchObject({ status: 'firing', severity: 'medium', severityDefaulted: true });
  expect(odd.problems?.map(({ field }) => field)).toEqual(expect.arrayContaining(['event_severity', 'event_date', 'event_status']));
});
