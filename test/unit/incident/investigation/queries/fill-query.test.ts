import fc from 'fast-check';
import { fillQuery, templateProblems } from '../../../../../src/incident/investigation/queries/fill-query';
import type { SourceQuery } from '../../../../../src/incident/model/investigation/source-query';
import { sampleIncident } from '../../../../support/sample-incident';
import { sampleService } from '../../../../support/sample-service';

const NUMBERS = { read: 'instant', signal: 'latency', unit: null, historyMs: 1, stepMs: 1 } as const;
const prometheus = (query: string): SourceQuery => ({ from: 'prometheus', source: null, query, ...NUMBERS });
const logs = (query: string): SourceQuery => ({ from: 'logs', source: null, query, windowMs: 1 });
const httpJson = (path: string, field = '$.a'): SourceQuery => ({ from: 'httpJson', source: null, path, fields: { field } });
const kubernetes = (selector: string): SourceQuery => ({
  from: 'kubernetes',
  source: null,
  check: 'pods',
  namespace: '{{service.namespace}}',
  selector,
});

const service = sampleService('cart', {
  kubernetes: { source: null, namespace: 'shop', selector: null },
  labels: { job: ['cart', 'cart.v2'] },
});
const labelled = (value: string) => ({ incident: sampleIncident({ labels: { pod: value } }), target: 'db-1:5432', service });

/** The filled text, or why it could not be filled. */
function filled(query: SourceQuery, value = 'plain'): string {
  const outcome = fillQuery(query, labelled(value));
  if ('refused' in outcome) return `refused: ${outcome.refused}`;
  const { query: text } = outcome;
  switch (text.from) {
    case 'prometheus':
      return text.query;
    case 'logs':
      return text.query ?? '';
    case 'httpJson':
      return `${text.path} ${text.fields.field}`;
    case 'kubernetes':
      return `${text.namespace} ${text.selector}`;
    default:
      return '';
  }
}

/** Unlike the code under test, this reads quoted texts by an expression. */
const QUOTED = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g;
const structureOf = (query: string): string => query.replace(QUOTED, '""');
const textsOf = (query: string): string[] =>
  Array.from(query.matchAll(QUOTED), ([, double, single]) => (double ?? single ?? '').replace(/\\(.)/gs, '$1'));
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', "'", '`', '\\', '{', '}', '\n', ')', '|', '.', '*', ',', 'a', ' ', '#', '/', '?', '%', '[', ']'),
  }),
  fc.constantFrom('"} or up{a="', '\\', '\\"', '.*', '{{ __line__ }}', '{{{', "' or '1'=='1", '..', '%2e%2e', 'a,b=c', '-x', '\ud800'),
);
const visible = (value: string): string => value.replace(/\p{Cc}|\p{Cs}/gu, ' ');
const plain = (value: string): string => visible(value).replace(/\{(?=\{)/g, '{ ');
/** A label's value as alerts have it; one with a comma stands for several. */
const oneValue = hostile.filter((value) => value.trim() === value && value !== '' && !value.includes(','));

it('fills in texts by the rules of their language', () => {
  expect(filled(prometheus('up{pod="{{incident.labels.pod}}",id=\'{{ incident.id }}\'}'), 'a"b\\c')).toBe(
    'up{pod="a\\"b\\\\c",id=\'PROD-20260101-001\'}',
  );
  expect(filled(prometheus('up{job=~"{{service.labels.job}}"}'))).toBe('up{job=~"(?:cart|cart\\\\.v2)"}');
  expect(filled(prometheus('up{pod=~"{{incident.labels.pod}}"}'), 'web-1, web-2')).toBe('up{pod=~"(?:web-1, web-2|web-1|web-2)"}');
  expect(filled(logs('{pod="{{incident.labels.pod}}"} |= "x" | line_format "{{.msg}}"'))).toBe(
    '{pod="plain"} |= "x" | line_format "{{.msg}}"',
  );
  expect(filled(logs('kubernetes.pod:"{{incident.labels.pod}}" AND level:error'))).toBe('kubernetes.pod:"plain" AND level:error');
  expect(filled(httpJson('/api/{{incident.labels.pod}}?q={{target.host}}', '$[?@.name=="{{service.name}}"].state'), 'a/b&c')).toBe(
    '/api/a%2Fb%26c?q=db-1 $[?@.name=="cart"].state',
  );
  expect(filled(kubernetes('app={{service.name}}'))).toBe('shop app=cart');
});

it.each([
  [prometheus('up{job="{{incident.labels.nothing}}"}'), 'plain', 'there is no value for {{incident.labels.nothing}}'],
  [kubernetes('app={{incident.labels.pod}}'), 'a,b=c', 'the value of {{incident.labels.pod}} cannot be used there'],
  [httpJson('/api/{{incident.labels.pod}}/x'), '..', 'a value would lead to another path'],
  [httpJson('/api/.{{incident.labels.pod}}/x'), '.', 'a value would lead to another path'],
  [httpJson('/api/{{incident.labels.pod}}/x'), '../../admin', 'a value would lead to another path'],
  [httpJson('/api/{{incident.labels.pod}}'), 'x\\..\\admin', 'a value would lead to another path'],
])('refuses what cannot be filled in safely: %j with %s', (query, value, why) => {
  expect(filled(query, value)).toContain(`refused: ${why}`);
});

it.each([
  [prometheus('up{job="{{nobody}}"}'), '{{nobody}} is unknown (allowed: target, '],
  [prometheus('{{service.name}}_total'), 'must be in double quotes, as a value to compare with'],
  [prometheus('up{job=`{{service.name}}`}'), 'must be in double quotes, as a value to compare with'],
  [prometheus('label_replace(up, "a", "{{service.name}}", "b", ".*")'), 'must be a value to compare with'],
  [prometheus('up # "{{service.name}}"\n'), 'has a template in a comment'],
  [prometheus('up{a="\\\\"} + {{service.name}}'), 'must be in double quotes'],
  [prometheus('up{a="{{service.name}'), 'contains {{ without }}'],
  [logs('{a="b"} | line_format "{{service.name}}"'), 'must be a value to compare with'],
  [logs('app:{{service.name}}'), 'must be in double quotes'],
  [httpJson('/{{nobody}}'), '{{nobody}} is unknown'],
  [httpJson('/', "$[?match(@.a, '{{service.name}}')]"), 'must be a value to compare with'],
])('%j: %s', (query, problem) => {
  expect(templateProblems(query).map((one) => one.problem)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
});

describe('no label changes the structure of a query', () => {
  it.each([
    ['up{a="{{incident.labels.pod}}"} + up', prometheus],
    ['up{a=\'{{incident.labels.pod}}\',b!="x"}', prometheus],
    ['{a="{{incident.labels.pod}}"} |= "x"', logs],
    ['{a="b"} |= "{{incident.labels.pod}}" | json', logs],
    ['a:"{{incident.labels.pod}}" AND b:c', logs],
  ])('%s', (text, query) => {
    fc.assert(
      fc.property(oneValue, (value) => {
        const done = filled(query(text), value);
        expect(structureOf(done)).toBe(structureOf(text));
        expect(textsOf(done)).toContain(plain(value));
        expect(done).not.toMatch(/\{\{/);
      }),
    );
  });

  it.each([
    ['up{a=~"{{incident.labels.pod}}"}', prometheus],
    ['{a="b"} |~ "{{incident.labels.pod}}"', logs],
    ['up{a!~"{{incident.labels.pod}}"}', prometheus],
  ])('as a pattern, it matches itself alone: %s', (text, query) => {
    fc.assert(
      fc.property(oneValue, fc.string(), (value, other) => {
        const done = filled(query(text), value);
        expect(structureOf(done)).toBe(structureOf(text));
        const pattern = new RegExp(`^(?:${textsOf(done).at(-1)})$`);
        expect(pattern.test(visible(value))).toBe(true);
        expect(pattern.test(other)).toBe(other === visible(value));
      }),
    );
  });

  it.each([
    '{a="b"} | label_format c="{{incident.labels.pod}}{{incident.labels.pod}}"',
    '{a="b"} | label_format c="{{incident.labels.pod}}{{.msg}}"',
  ])('not even together with what follows it: %s', (text) => {
    fc.assert(
      fc.property(oneValue, (value) => {
        const done = filled(logs(text), value);
        expect(structureOf(done)).toBe(structureOf(text));
        expect(done.replace(/\{\{\.msg\}\}"$/, '')).not.toMatch(/\{\{|\{$/);
      }),
      { examples: [['{'], ['{ __line__ }} {']] },
    );
  });

  it('a path', () => {
    fc.assert(
      fc.property(oneValue, (value) => {
        const done = filled(httpJson('/api/{{incident.labels.pod}}/state?of={{incident.labels.pod}}'), value);
        if (done.startsWith('refused')) return expect(value.split(/[/\\]/).some((part) => part === '.' || part === '..')).toBe(true);
        const url = new URL(done.split(' ')[0] ?? '', 'http://source.example');
        expect(url.host).toBe('source.example');
        expect(url.pathname.split('/').length).toBe(4);
        expect(decodeURIComponent(url.pathname.split('/')[2] ?? '')).toBe(value.replace(/\p{Cs}/gu, ' '));
        expect([...url.searchParams.keys()]).toEqual(['of']);
      }),
    );
  });

  it('names', () => {
    fc.assert(
      fc.property(oneValue, (value) => {
        const done = filled(kubernetes('app={{incident.labels.pod}},tier!=web'), value);
        if (!done.startsWith('refused')) expect(done).toMatch(/^shop app=[A-Za-z0-9._-]+,tier!=web$/);
      }),
    );
  });
});
