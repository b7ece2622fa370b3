import { parseEvents, parseEventText } from '../../../../../src/incident/alerts/parse-events';
import { readBody } from '../../../../../src/incident/alerts/read-body';
import { expectToGrowWithSize } from '../../../../support/growth';

const OPTIONS = { receivedAt: '2026-11-24T00:00:00.000Z' };
const list = <Item>(count: number, of: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => of(index));
const labels = (count: number): object => Object.fromEntries(list(count, (index) => [`k${index}`, 'v']));
const tagged = (count: number): object[] => list(count, (index) => ({ tag: `t${index}`, name: `t${index}`, value: 'v' }));
const pod = (index: number): object => ({
  kind: 'Event',
  apiVersion: 'v1',
  type: 'Warning',
  reason: 'r',
  involvedObject: { kind: 'Pod', name: `p${index}` },
});

describe('ten times the alert takes at most twelve times the time', () => {
  const bodies: readonly (readonly [string, (factor: number) => unknown])[] = [
    [
      'a Zabbix event with many tags and parameters',
      (factor) => ({
        event_id: '1',
        event_name: 'n',
        event_value: '1',
        event_tagsjson: JSON.stringify(tagged(500 * factor)),
        ...labels(500 * factor),
      }),
    ],
    [
      'a monitor of Uptime Kuma with many tags',
      (factor) => ({ heartbeat: { status: 0 }, monitor: { id: 1, name: 'n', tags: tagged(1_000 * factor) } }),
    ],
    [
      'UptimeRobot with a long text',
      (factor) => ({
        alertTypeFriendlyName: 'Down',
        monitorFriendlyName: 'n '.repeat(10_000 * factor),
        monitorTags: 'a:b,'.repeat(1_000 * factor),
      }),
    ],
    [
      'an incident of Better Stack with much metadata',
      (factor) => ({ data: { id: '1', type: 'incident', attributes: { name: 'n', cause: 'c', metadata: labels(1_000 * factor) } } }),
    ],
    [
      'a check of Pingdom with many tags',
      (factor) => ({
        check_id: 1,
        check_name: 'n',
        current_state: 'DOWN',
        tags: list(1_000 * factor, String),
        check_params: labels(500 * factor),
      }),
    ],
    [
      'a notification of Nagios with a long output',
      (factor) => ({
        NOTIFICATIONTYPE: 'PROBLEM',
        HOSTNAME: 'h',
        HOSTSTATE: 'DOWN',
        HOSTOUTPUT: 'o\n'.repeat(20_000 * factor),
        ...labels(500 * factor),
      }),
    ],
    [
      'a rule of Kibana with a large context',
      (factor) => ({
        rule: { id: '1', name: 'n', tags: list(500 * factor, String) },
        alert: { id: 'a', actionGroup: 'x' },
        context: labels(500 * factor),
      }),
    ],
    [
      'a problem of Dynatrace with many entities',
      (factor) => ({ ProblemID: '1', ProblemTitle: 't', ImpactedEntities: tagged(500 * factor), Tags: 'a:b, '.repeat(500 * factor) }),
    ],
    [
      'an event of Graylog with many fields',
      (factor) => ({
        event_definition_id: '1',
        event_definition_title: 't',
        event: { fields: labels(1_000 * factor), group_by_fields: labels(500 * factor) },
      }),
    ],
    ['a list of Kubernetes Events', (factor) => ({ kind: 'EventList', apiVersion: 'v1', items: list(100 * factor, pod) })],
    [
      'a CloudEvent with a list',
      (factor) => ({ specversion: '1.0', id: '1', type: 't', source: 's', data: list(100 * factor, (index) => ({ title: `t${index}` })) }),
    ],
  ];

  it.each(bodies)('when it is %s', (_, bodyOf) => {
    expectToGrowWithSize(
      (factor) => JSON.stringify(bodyOf(factor)),
      (text) => parseEventText(text, OPTIONS),
    );
  });

  it.each<[string, string, (factor: number) => string]>([
    [
      'long fields',
      'application/x-www-form-urlencoded',
      (factor) => `title=t&text=${'%20v+v&a='.repeat(50)}${'%C3%A9+'.repeat(5_000 * factor)}`,
    ],
    [
      'long parts',
      'multipart/form-data; boundary=xyz',
      (factor) =>
        list(2, (index) => `--xyz\r\nContent-Disposition: form-data; name="k${index}"\r\n\r\n${'v\r\n--xy'.repeat(5_000 * factor)}`).join(
          '',
        ),
    ],
  ])('when it is a form with %s', (_, type, textOf) => {
    expectToGrowWithSize(textOf, (text) => readBody(text, type));
  });

  it('when its fields are mapped', () => {
    const map = { title: '$.check.name', 'labels.a': "$.labels['k1']" };
    expectToGrowWithSize(
      (factor) => list(100 * factor, (index) => ({ check: { name: `n${index}` }, labels: { k1: 'v' } })),
      (body) => parseEvents(body, { ...OPTIONS, map }),
    );
  });
});
