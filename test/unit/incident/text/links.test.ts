import fc from 'fast-check';
import { hostOf, readLink, readLinks } from '../../../../src/incident/text/links';

describe('readLink', () => {
  it.each([
    ['https://a.example.com/x?y=1#z', 'https://a.example.com/x?y=1#z'],
    [' HTTP://A.example.com ', 'http://a.example.com/'],
    ['https://evil.example/|https://status.example.com>', 'https://evil.example/%7Chttps://status.example.com%3E'],
    ['https://me:secret@a.example.com/', 'https://a.example.com/'],
    ['https://a.example.com/d/x?var-host=$__all', 'https://a.example.com/d/x?var-host=$__all'],
    ['http://prometheus:9090/graph?g0.expr=up{job="x"}', 'http://prometheus:9090/graph?g0.expr=up{job=%22x%22}'],
  ])('takes %s', (raw, expected) => {
    expect(readLink(raw)).toBe(expected);
  });

  it.each([
    '',
    '?orgId=1',
    '/graph',
    '//evil.example/x',
    'example.com',
    'see https://a.example.com',
    'javascript:alert(1)',
    'data:text/html,x',
    'slack://channel',
    'https://',
    'https:///etc/passwd',
    'https:\\\\evil.example',
    'https://exa\nmple.com',
    'https://a.example.com/\u202egpj.exe',
    'https://a.example.com/{{ $labels.x }}',
    'https://a.example.com/$EVENT_ID',
    `https://a.example.com/$${'{ID}'}`,
    'https://{TRIGGER.URL}/',
    'https://a.example.com/{$ZABBIX.URL}',
    'https://a.example.com/<no value>',
    'https://a.example.com/%ALERT_ID%',
    `https://a.example.com/${'x'.repeat(2_000)}`,
    5,
    null,
    {},
  ])('takes no link from %j', (raw) => {
    expect(readLink(raw)).toBeNull();
  });

  it('gives nothing that could end a link of Slack or show a label of its own', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' })), fc.string({ unit: 'binary' }), (url, tail) => {
        const link = readLink(`${url.startsWith('http') ? url : `https://${url}`}/${tail}`);
        if (link !== null) expect(link).toMatch(/^https?:\/\/[^\s|<>]+$/);
      }),
    );
  });
});

it('keeps each link once, and at most ten', () => {
  const many = Array.from({ length: 20 }, (_, index) => `https://a.example.com/${index}`);
  expect(readLinks([many[0], null, many[0], ...many])).toEqual(many.slice(0, 10));
});

it.each([
  ['https://grafana.example.com/d/1', 'grafana.example.com'],
  ['https://grafana.example.com@evil.example:8443/d?x=@y', 'evil.example:8443'],
  ['https://[::1]:3000/', '[::1]:3000'],
  ['https://evil.example\\@grafana.example.com/', 'evil.example'],
  ['javascript:alert(1)', 'no host'],
])('%s leads to %s', (link, host) => {
  expect(hostOf(link)).toBe(host);
});
