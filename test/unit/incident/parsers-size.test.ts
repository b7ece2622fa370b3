import { FieldProblems } from '../../../src/incident/alerts/field-problems';
import { jsonErrorAt } from '../../../src/incident/alerts/json-place';
import { keptLabels, readTags } from '../../../src/incident/alerts/labels';
import { parseEvents, parseEventText } from '../../../src/incident/alerts/parse-events';
import { reduceBody } from '../../../src/incident/alerts/reduce-body';
import { readSeverity } from '../../../src/incident/alerts/severity-words';
import { readStatusText } from '../../../src/incident/alerts/status-words';
import { parseTime } from '../../../src/incident/alerts/timestamps';
import { readCommand } from '../../../src/incident/commands/read-command';
import { createIncident } from '../../../src/incident/declaration/create-incident';
import { readUsers } from '../../../src/incident/declaration/read-users';
import { templatesIn } from '../../../src/incident/investigation/queries/templates';
import { readTarget } from '../../../src/incident/investigation/target';
import type { IncidentRequest } from '../../../src/incident/model/incident';
import { cleanLine, cleanText } from '../../../src/incident/text/clean-text';
import { identityOf } from '../../../src/incident/text/identity';
import { readLinks } from '../../../src/incident/text/links';
import { expectToGrowWithSize } from '../../support/growth';
import { samplePolicy } from '../../support/sample-incident';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const OPTIONS = { receivedAt: RECEIVED_AT };
const RULES = {
  idPrefix: 'PROD',
  privacy: { default: 'auto' as const, privateLabels: ['security', 'category=security'], privateUsers: ['ciso'] },
  defaultTargets: [],
  teams: {},
  policy: samplePolicy(),
};
const list = <Item>(count: number, of: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => of(index));

/** Every one with a host, a port, a severity and texts of its own: nothing of it can be merged. */
function alert(index: number): object {
  return {
    status: { state: index % 7 === 0 ? 'suppressed' : 'active' },
    labels: {
      alertname: `Down${index % 50}`,
      host: `h${index}.example.com`,
      port: String(1_024 + index),
      instance: `i${index}.example.com:80`,
      severity: `odd-${index}`,
    },
    annotations: { summary: `down ${index}`, description: `no answer ${index}`, runbook_url: `https://r.example.com/${index}` },
    startsAt: index % 3 === 0 ? 'whenever' : '2026-11-23T10:00:00Z',
    generatorURL: 'javascript:alert(1)',
    fingerprint: `f${index}`,
  };
}
const bare = (index: number): object => ({ labels: { alertname: 'A', host: `h${index}`, port: `${index}`, [`l${index}`]: 'v' } });
const labels = (count: number): object => Object.fromEntries(list(count, (index) => [`k${index}`, 'v']));
const group = (alerts: readonly object[]): object => ({ receiver: 'r', groupKey: '{}:{}', groupLabels: {}, alerts });
const match = (index: number): object => ({ metric: `m${index}`, value: index, tags: { [`t${index}`]: 'v', host: `h${index}` } });
const datadog = (tags: string) => ({ title: 't', alert_transition: 'Triggered', alert_id: '1', alert_scope: tags, tags });
const sns = (fields: object): object => {
  const alarm = { AlarmName: 'a', NewStateValue: 'ALARM', ...fields };
  return { Type: 'Notification', TopicArn: 't', Message: JSON.stringify(alarm) };
};
const create = (event: unknown) =>
  createIncident({ request: { incidentId: 'PROD-1', actor: 'a', event } as IncidentRequest, rules: RULES, receivedAt: RECEIVED_AT });

describe('ten times the alert takes at most twelve times the time', () => {
  const bodies: readonly (readonly [string, (factor: number) => unknown])[] = [
    ['an Alertmanager group', (factor) => group(list(300 * factor, alert))],
    ['a Grafana group', (factor) => ({ ...group(list(300 * factor, alert)), orgId: 1 })],
    ['bare alerts with labels of their own', (factor) => group(list(300 * factor, bare))],
    ['what /api/v2/alerts lists', (factor) => list(300 * factor, alert)],
    ['what /api/v2/alerts/groups lists', (factor) => list(300 * factor, (index) => ({ labels: {}, alerts: [alert(index)] }))],
    ['a generic alert with many labels', (factor) => ({ title: 't', labels: labels(2_000 * factor) })],
    [
      'a rule of Grafana’s legacy alerting',
      (factor) => ({ ruleId: 1, ruleName: 'r', state: 'alerting', evalMatches: list(300 * factor, match) }),
    ],
    ['a Datadog monitor with many tags', (factor) => datadog(list(1_000 * factor, (index) => `k${index}:v`).join(','))],
    [
      'a Datadog monitor with a long title and text',
      (factor) => ({ ...datadog('a:b'), title: '[P1] ['.repeat(5_000 * factor), body: '%%%\n'.repeat(20_000 * factor) }),
    ],
    [
      'CloudWatch alarms of one Lambda event',
      (factor) => ({ Records: list(100 * factor, (index) => ({ Sns: sns({ AlarmArn: `a${index}` }) })) }),
    ],
    [
      'a CloudWatch alarm with many dimensions',
      (factor) => sns({ Trigger: { Dimensions: list(1_000 * factor, (index) => ({ name: `n${index}`, value: 'v' })) } }),
    ],
    [
      'an Alertmanager alert with many labels and annotations',
      (factor) => group([{ labels: { alertname: 'A', ...labels(1_000 * factor) }, annotations: labels(1_000 * factor) }]),
    ],
    ['a generic alert with many tags', (factor) => ({ title: 't', tags: list(1_000 * factor, (index) => `k${index}:v`) })],
    [
      'a generic alert with many tags in one text',
      (factor) => ({ title: 't', tags: list(1_000 * factor, (index) => `k${index}:v`).join(',') }),
    ],
    [
      'hosts and ports in single labels',
      (factor) => {
        const [host, port] = [list(500 * factor, (index) => `h${index}`).join(', '), list(500 * factor, String).join(', ')];
        return { title: 't', labels: { host, port, security: 'no' } };
      },
    ],
    [
      'a generic alert with many links',
      (factor) => ({ title: 't', links: list(1_000 * factor, (index) => `ftp://l.example.com/${index}`) }),
    ],
    [
      'a generic alert with fields that nobody knows',
      (factor) => Object.fromEntries([['title', 't'], ...list(1_000 * factor, (index) => [`x${index}`, {}])]),
    ],
    ['a long description', (factor) => ({ title: 't', description: 'ab \u001b[31m\u0301\n'.repeat(20_000 * factor) })],
    [
      'a long severity, status and time',
      (factor) => {
        const [severity, timestamp] = ['p '.repeat(20_000 * factor), '1'.repeat(20_000 * factor)];
        return { title: 't', severity, status: severity, event: severity, timestamp };
      },
    ],
    [
      'side fields that are large objects',
      (factor) => {
        const large = list(1_000 * factor, (index) => ({ index }));
        return { title: 't', severity: large, status: large, description: large, links: 5, fingerprint: large, started_at: large };
      },
    ],
  ];

  it.each(bodies)('when it is %s', (_, bodyOf) => {
    expectToGrowWithSize(
      (factor) => JSON.stringify(bodyOf(factor)),
      (text) => parseEventText(text, OPTIONS),
    );
  });

  it.each(bodies)('when an incident is made of %s', (_, bodyOf) => {
    expectToGrowWithSize(bodyOf, create);
  });

  it('when it is reduced, and read again', () => {
    const bodyOf = (factor: number) => group(list(300 * factor, (index) => ({ ...alert(index), padding: 'x'.repeat(4_000) })));
    expectToGrowWithSize(bodyOf, (body) => reduceBody(body, OPTIONS));
    expectToGrowWithSize(
      (factor) => reduceBody(bodyOf(factor), OPTIONS),
      (body) => parseEvents(body, OPTIONS),
    );
  });

  it.each([
    ['text that is not JSON', (factor: number) => `[${'{"a": "b\\n"}, '.repeat(5_000 * factor)}NaN]`],
    ['brackets', (factor: number) => '['.repeat(50_000 * factor)],
    ['one text without an end', (factor: number) => `"${'\\\\a'.repeat(20_000 * factor)}`],
  ])('when the place of a mistake is looked for in %s', (_, textOf) => {
    expectToGrowWithSize(textOf, jsonErrorAt);
  });
});

describe('ten times the text takes at most twelve times the time', () => {
  const texts: readonly string[] = [
    'a ',
    '\u001b[31m',
    '\u001b]0;',
    '\u0301',
    '👩\u200d💻',
    'ی\u200c',
    '\u200b',
    '\r\n',
    '\ud83d',
    'a,',
    'up_',
    'p1 ',
    '{{ x ',
  ];
  const uses: readonly (readonly [string, (text: string) => unknown])[] = [
    ['cleanLine', (text) => cleanLine(text, text.length)],
    ['cleanText', (text) => cleanText(text, text.length)],
    ['identityOf', (text) => identityOf('s', text)],
    ['readUsers', (text) => readUsers([text])],
    ['readTags', (text) => readTags(text, new FieldProblems())],
    ['readLinks', (text) => readLinks([text, `https://a.example.com/${text}`])],
    ['readSeverity', (text) => readSeverity(text)],
    ['readStatusText', (text) => readStatusText(text)],
    ['parseTime', (text) => parseTime(text)],
    ['keptLabels', (text) => keptLabels({ a: text })],
    ['readCommand', (text) => readCommand('assign', { actor: text, user: text })],
  ];

  it.each(uses)('in %s', (_, use) => {
    for (const text of texts) expectToGrowWithSize((factor) => text.repeat(500 * factor), use);
  });
});

it.each<readonly [string, (factor: number) => string, (text: string) => unknown]>([
  ['blanks in a time', (factor) => `2026-01-01 00:00${' '.repeat(500 * factor)}!`, parseTime],
  ['blanks in a template', (factor) => `{{${' '.repeat(200 * factor)}`, templatesIn],
  ['percent signs in an address', (factor) => `[::${'%'.repeat(1_000 * factor)}\n%]:80`, readTarget],
  ['dots in a host', (factor) => `a${'.'.repeat(1_000 * factor)}b:80`, readTarget],
  ['dots in the host of a URL', (factor) => `http://a${'.'.repeat(1_000 * factor)}b/`, readTarget],
])('ten times the %s take at most twelve times the time', (_, textOf, read) => {
  expectToGrowWithSize(textOf, read);
});

it('ten times the people take at most twelve times the time', () => {
  const read = (people: readonly string[]): unknown => {
    try {
      return readUsers(people);
    } catch (error) {
      return error;
    }
  };
  expectToGrowWithSize((factor) => list(500 * factor, (index) => `p${index}@example.com`), read);
});
