import { hideSecrets } from '../../../../src/incident/text/hide-secrets';

describe('hideSecrets', () => {
  it.each([
    ['token xoxb-123456-abcdef is revoked', 'token [secret removed] is revoked'],
    ['xapp-1-A0123-456-abc', '[secret removed]'],
    ['key eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.sig-1_2 expired', 'key [secret removed] expired'],
    [`Bearer irt_${'0a'.repeat(32)} is refused`, 'Bearer [secret removed] is refused'],
    ['-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY----- and more', '[secret removed] and more'],
    ['-----BEGIN PRIVATE KEY-----\nMIIabc', '[secret removed]'],
    ['{"problem":"open -----BEGIN RSA KEY-----\\nMII"}', '{"problem":"open [secret removed]"}'],
    ['http://ann:hunter2@db.example.com/x', 'http://[secret removed]@db.example.com/x'],
    ['postgres://ann:hun@ter2@db.example.com/x', 'postgres://[secret removed]@db.example.com/x'],
    ['https://acme.example.com/a?b=c@d', 'https://acme.example.com/a?b=c@d'],
    ['write to ann@example.com', 'write to ann@example.com'],
  ])('%j', (text, hidden) => {
    expect(hideSecrets(text)).toBe(hidden);
  });

  it('is done with a long text before the test is over', () => {
    const text = 'a://b eyJ -----BEGIN x" xoxb- '.repeat(100_000);
    expect(hideSecrets(text)).toHaveLength(text.length - 100_000 * '-----BEGIN x'.length + 100_000 * '[secret removed]'.length);
  });
});
