import { SAFE_HEADERS, whyRefused } from '../../../../../src/demo/slack/page/guard';

const OWN = { host: '127.0.0.1:4004', origin: 'http://127.0.0.1:4004', 'content-type': 'application/json' };

it('takes requests to this machine, and changes from its own page', () => {
  expect(whyRefused('GET', { host: 'localhost:4004' }, 4004)).toBeNull();
  expect(whyRefused('POST', OWN, 4004)).toBeNull();
});

it.each([
  ['a name that was rebound to this machine', 'GET', { host: 'evil.example.com:4004' }],
  ['another port', 'GET', { host: '127.0.0.1:80' }],
  ['no host', 'GET', {}],
  ['another site', 'POST', { ...OWN, origin: 'https://evil.example.com' }],
  ['a sandboxed frame', 'POST', { ...OWN, origin: 'null' }],
  ['no origin', 'POST', { host: OWN.host, 'content-type': 'application/json' }],
  ['a form', 'POST', { ...OWN, 'content-type': 'text/plain' }],
])('refuses %s', (_, method, headers) => expect(whyRefused(method, headers, 4004)).not.toBeNull());

it('lets pages load only what the page itself serves', () => {
  const policy = SAFE_HEADERS['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
});
