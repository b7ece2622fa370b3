import { createHmac } from 'node:crypto';
import { type BodySignatureOptions, bodySignature } from '../../../../src/gateway/auth/body-signature';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const SECRETS = ['current-secret', 'next-secret'];
const BODY = Buffer.from('{"title":"ü \\u00e9"}\n');
const hmac = (secret: string, body: Buffer | string = BODY): string => createHmac('sha256', secret).update(body).digest('hex');
const authenticator = (type: BodySignatureOptions['type'], timestampHeader?: string) =>
  bodySignature({ type, secrets: SECRETS.map((value) => ({ value: () => value, refresh: () => value })), timestampHeader, now: () => NOW });

/** What the gateway does: the head first, then the body. */
async function passes(one: ReturnType<typeof authenticator>, headers: Record<string, string | string[]>, body = BODY): Promise<boolean> {
  const head = { headers, token: undefined };
  return one.checkHead(head) === null && (await one.checkBody?.(head, body)) === null;
}

const HEADERS = {
  pagerduty: ['x-pagerduty-signature', (hex: string) => `v1=${hex}`],
  sentry: ['sentry-hook-signature', (hex: string) => hex],
  grafana: ['x-grafana-alerting-signature', (hex: string) => hex],
} as const;

describe.each(['pagerduty', 'sentry', 'grafana'] as const)('the signature of %s', (type) => {
  const own = authenticator(type);
  const [name, written] = HEADERS[type];

  it('is taken with either secret, in either case of its digits', async () => {
    for (const secret of SECRETS) expect(await passes(own, { [name]: written(hmac(secret)) })).toBe(true);
    expect(await passes(own, { [name]: written(hmac('next-secret').toUpperCase()) })).toBe(true);
  });

  it('covers every byte of the body', async () => {
    const headers = { [name]: written(hmac('current-secret')) };
    for (const body of [BODY.subarray(0, -1), Buffer.concat([BODY, Buffer.from(' ')]), Buffer.alloc(0), Buffer.from('{"title":"ü é"}\n')])
      expect(await passes(own, headers, body)).toBe(false);
  });

  it.each([
    ['another secret', written(hmac('old-secret'))],
    ['half of it', written(hmac('current-secret').slice(0, 32))],
    ['one digit too many', written(`${hmac('current-secret')}0`)],
    ['one wrong digit', written(hmac('current-secret').replace(/.$/, (last) => (last === '0' ? '1' : '0')))],
    ['nothing', ''],
    ['no digits', written('z'.repeat(64))],
    ['another scheme', `v0=${hmac('current-secret')}`],
    ['base64', written(createHmac('sha256', 'current-secret').update(BODY).digest('base64'))],
    ['SHA-1', written(createHmac('sha1', 'current-secret').update(BODY).digest('hex'))],
  ])('is refused with %s', async (_, value) => {
    expect(await passes(own, { [name]: value })).toBe(false);
  });

  it('is refused without its header, with that of another vendor, and with two of it', async () => {
    expect(await passes(own, {})).toBe(false);
    expect(await passes(own, { 'x-signature': written(hmac('current-secret')) })).toBe(false);
    expect(await passes(own, { [name]: [written(hmac('current-secret'))] })).toBe(false);
  });
});

it('takes one of several signatures of PagerDuty, wherever it stands', async () => {
  const [right, wrong] = [`v1=${hmac('current-secret')}`, `v1=${hmac('x')}`];
  for (const value of [`${wrong},${right}`, `${right}, ${wrong}`, `v2=zz, ${right}`])
    expect(await passes(authenticator('pagerduty'), { 'x-pagerduty-signature': value })).toBe(true);
  expect(await passes(authenticator('pagerduty'), { 'x-pagerduty-signature': `${wrong},${wrong}` })).toBe(false);
  const many = [...Array(20).fill(wrong), right].join();
  expect(await passes(authenticator('pagerduty'), { 'x-pagerduty-signature': many })).toBe(false);
});

describe('Grafana’s timestamp', () => {
  const own = authenticator('grafana', 'X-Grafana-Alerting-Timestamp');
  const dated = (seconds: number | string, signed: number | string = seconds) => ({
    'x-grafana-alerting-timestamp': String(seconds),
    'x-grafana-alerting-signature': hmac('current-secret', Buffer.concat([Buffer.from(`${signed}:`), BODY])),
  });
  const now = NOW / 1_000;

  it.each([0, -299, 299])('is taken when it is %d s away', async (seconds) => {
    expect(await passes(own, dated(now + seconds))).toBe(true);
  });

  it.each([-301, 301, 86_400])('is refused when it is %d s away, though the signature fits', async (seconds) => {
    expect(await passes(own, dated(now + seconds))).toBe(false);
  });

  it('is part of what is signed', async () => {
    expect(await passes(own, dated(now, now - 600))).toBe(false);
    expect(await passes(own, { ...dated(now), 'x-grafana-alerting-signature': hmac('current-secret') })).toBe(false);
  });

  it.each(['', 'soon', '-1', '1e9', String(NOW), `${now} `])('is refused as %j', async (text) => {
    expect(await passes(own, dated(text))).toBe(false);
  });

  it('is needed once it is configured', async () => {
    expect(await passes(own, { 'x-grafana-alerting-signature': hmac('current-secret') })).toBe(false);
  });
});
