import { slackSignature } from '../../../../src/gateway/auth/slack-signature';
import { signed } from '../../../support/interaction';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const MINUTE = 60_000;
const secretOf = (value: string, renewed = value) => ({ value: () => value, refresh: () => renewed });
const authenticator = slackSignature(secretOf('right'), () => NOW);
const head = (headers: Record<string, string>) => ({ headers, token: undefined });

describe('the signature of Slack', () => {
  it('is accepted for the body that it was made for', async () => {
    const sent = head(signed('payload=1', { at: NOW, secret: 'right' }));
    expect(authenticator.checkHead(sent)).toBeNull();
    expect(await authenticator.checkBody?.(sent, Buffer.from('payload=1'))).toBeNull();
    expect(await authenticator.checkBody?.(sent, Buffer.from('payload=2'))).toContain('does not fit');
  });

  it('matches what Slack documents', async () => {
    // docs.slack.dev, "Verifying requests from Slack": the example's secret, body and signature.
    const documented = slackSignature(secretOf('8f742231b10e8888abcd99yyyzzz85a5'), () => 1_531_420_618_000);
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const sent = head({
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    });
    expect(documented.checkHead(sent)).toBeNull();
    expect(await documented.checkBody?.(sent, Buffer.from(body))).toBeNull();
  });

  it.each([
    ['just within five minutes', NOW - 5 * MINUTE, true],
    ['more than five minutes old', NOW - 5 * MINUTE - 1_000, false],
    ['in the future', NOW + 5 * MINUTE + 1_000, false],
  ])('%s', (_, at, isAccepted) => {
    expect(authenticator.checkHead(head(signed('x', { at, secret: 'right' }))) === null).toBe(isAccepted);
  });

  it('with another secret is refused', async () => {
    const sent = head(signed('x', { at: NOW, secret: 'wrong' }));
    expect(await authenticator.checkBody?.(sent, Buffer.from('x'))).toContain('does not fit');
  });

  it('with a secret that has just replaced the old one is accepted', async () => {
    const rotated = slackSignature(secretOf('old', 'new'), () => NOW);
    const sent = head(signed('x', { at: NOW, secret: 'new' }));
    expect(await rotated.checkBody?.(sent, Buffer.from('x'))).toBeNull();
  });

  it('never fits an empty secret', async () => {
    const empty = slackSignature(secretOf(''), () => NOW);
    const sent = head(signed('x', { at: NOW, secret: '' }));
    expect(await empty.checkBody?.(sent, Buffer.from('x'))).toContain('does not fit');
  });

  const good = signed('x', { at: NOW, secret: 'right' });
  it.each([
    ['no signature', { 'x-slack-request-timestamp': good['x-slack-request-timestamp'] ?? '' }],
    ['no time', { 'x-slack-signature': good['x-slack-signature'] ?? '' }],
    ['another version', { ...good, 'x-slack-signature': (good['x-slack-signature'] ?? '').replace('v0=', 'v1=') }],
    ['half a signature', { ...good, 'x-slack-signature': (good['x-slack-signature'] ?? '').slice(0, 40) }],
    ['a time that is not a number', { ...good, 'x-slack-request-timestamp': '17e9' }],
  ])('%s is refused before the body is read', (_, headers) => {
    expect(authenticator.checkHead(head(headers))).toContain('no usable header');
  });
});
