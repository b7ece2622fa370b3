import { sign } from 'node:crypto';
import { SnsCertificates } from '../../../../src/gateway/sns/certificates';
import { confirmSubscription } from '../../../../src/gateway/sns/confirm-subscription';
import { snsSignature } from '../../../../src/gateway/sns/sns-signature';
import { selfSigned } from '../../../support/self-signed';

const NOW = Date.parse('2026-11-27T10:00:00Z');
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';
const HOST = 'https://sns.eu-west-1.amazonaws.com';
const CERTIFICATE = `${HOST}/SimpleNotificationService-0123456789abcdef.pem`;
const SUBSCRIBE = `${HOST}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=abc`;
const { pem, key } = selfSigned();

type Message = Record<string, string | undefined>;
const NOTIFICATION: Message = {
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: TOPIC,
  Subject: 'ALARM: "cpu"',
  Message: '{"AlarmName":"cpu"}',
  Timestamp: '2026-11-27T09:59:30.000Z',
  SignatureVersion: '2',
  SigningCertURL: CERTIFICATE,
};
const CONFIRMATION: Message = {
  ...NOTIFICATION,
  Type: 'SubscriptionConfirmation',
  Subject: undefined,
  Token: 'abc',
  SubscribeURL: SUBSCRIBE,
};

function signed(message: Message): Message {
  const names =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const lines = names.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`])).join('');
  const digest = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return { ...message, Signature: sign(digest, Buffer.from(lines), key).toString('base64') };
}
const bodyOf = (message: object): Buffer => Buffer.from(JSON.stringify(message));

interface Asked {
  readonly url: string;
  readonly redirect: unknown;
}
function setUp({ answer = () => new Response(pem) }: { answer?: () => Response | Promise<Response> } = {}) {
  const asked: Asked[] = [];
  const fetch = (async (url: string | URL, init?: RequestInit) => {
    asked.push({ url: String(url), redirect: init?.redirect });
    return answer();
  }) as typeof globalThis.fetch;
  const authenticator = snsSignature([TOPIC], new SnsCertificates(fetch, () => NOW), () => NOW);
  const check = async (message: Message): Promise<string | null | undefined> =>
    authenticator.checkBody?.({ headers: {}, token: undefined }, bodyOf(message));
  return { asked, check, fetch };
}

describe('a message of SNS', () => {
  it.each(['1', '2'])('is taken when it is signed by version %s', async (SignatureVersion) => {
    const { check } = setUp();
    expect(await check(signed({ ...NOTIFICATION, SignatureVersion }))).toBeNull();
    expect(await check(signed({ ...NOTIFICATION, SignatureVersion, Subject: undefined }))).toBeNull();
    expect(await check(signed({ ...CONFIRMATION, SignatureVersion }))).toBeNull();
    expect(await check(signed({ ...CONFIRMATION, SignatureVersion, Type: 'UnsubscribeConfirmation' }))).toBeNull();
  });

  it('has its certificate fetched once, and no redirect is followed', async () => {
    const { check, asked } = setUp();
    await Promise.all([check(signed(NOTIFICATION)), check(signed(NOTIFICATION))]);
    await check(signed(NOTIFICATION));
    expect(asked).toEqual([{ url: CERTIFICATE, redirect: 'manual' }]);
  });

  it.each(['Message', 'MessageId', 'Subject', 'Timestamp', 'Type'])('is refused when its %s was changed', async (name) => {
    const { check } = setUp();
    const other = { Timestamp: '2026-11-27T09:59:31.000Z', Type: 'SubscriptionConfirmation' }[name] ?? 'something else';
    expect(await check({ ...signed({ ...NOTIFICATION, Token: 'abc', SubscribeURL: SUBSCRIBE }), [name]: other })).not.toBeNull();
  });

  it.each([
    ['Signature', undefined],
    ['Signature', ''],
    ['Signature', 'AAAA'],
    ['SignatureVersion', '1'],
    ['SignatureVersion', '3'],
    ['SigningCertURL', undefined],
    ['MessageId', undefined],
    ['Type', 'toString'],
  ])('is refused when its %s is %j', async (name, value) => {
    expect(await setUp().check({ ...signed(NOTIFICATION), [name]: value })).not.toBeNull();
  });

  it('is refused for another topic, and nothing is fetched for it', async () => {
    const { check, asked } = setUp();
    expect(await check(signed({ ...NOTIFICATION, TopicArn: 'arn:aws:sns:eu-west-1:999999999999:alarms' }))).toBe('the topic is not listed');
    expect(asked).toEqual([]);
  });

  it.each(['2026-11-27T08:54:59.000Z', '2026-11-27T10:05:01.000Z', 'soon', ''])('is refused with the time %j', async (Timestamp) => {
    const { check, asked } = setUp();
    expect(await check(signed({ ...NOTIFICATION, Timestamp }))).not.toBeNull();
    expect(asked).toEqual([]);
  });

  it.each([
    'http://sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/a.pem',
    'https://sns.eu-west-1.evil.example/a.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/a.pem',
    'https://user@sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
    'https://s3.eu-west-1.amazonaws.com/a.pem',
    'https://sns.a.b.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com/a.pem?x=1',
    'https://sns.eu-west-1.amazonaws.com/a/b.pem',
    'https://sns.eu-west-1.amazonaws.com/a.crt',
    'https://sns.eu-west-1.amazonaws.com/?Action=Publish',
    'https://169.254.169.254/a.pem',
    'file:///etc/a.pem',
    'not an address',
  ])('has no certificate at %s, and it is not asked', async (SigningCertURL) => {
    const { check, asked } = setUp();
    expect(await check(signed({ ...NOTIFICATION, SigningCertURL }))).toBe('no valid certificate of Amazon at SigningCertURL');
    expect(asked).toEqual([]);
  });

  it('may have its certificate in China', async () => {
    const { check } = setUp();
    expect(await check(signed({ ...NOTIFICATION, SigningCertURL: 'https://sns.cn-north-1.amazonaws.com.cn/a.pem' }))).toBeNull();
  });

  it.each([
    ['another key', () => new Response(selfSigned().pem)],
    ['an expired certificate', () => new Response(selfSigned({ validTo: new Date('2025-01-01') }).pem)],
    ['no certificate', () => new Response('<html>')],
    ['more than a certificate', () => new Response('x'.repeat(10_000_000))],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } })],
    ['nothing', () => new Response(null, { status: 404 })],
  ])('is refused when Amazon answers with %s', async (_, answer) => {
    expect(await setUp({ answer }).check(signed(NOTIFICATION))).not.toBeNull();
  });

  it.each([
    ['cannot be reached', () => Promise.reject(new Error('connection refused'))],
    ['has a fault', () => new Response(null, { status: 503 })],
  ])('is to be sent again when Amazon %s', async (_, answer) => {
    await expect(setUp({ answer }).check(signed(NOTIFICATION))).rejects.toMatchObject({ status: 503, code: 'certificate_unreachable' });
  });

  it.each(['', '[]', 'null', '{"Type":', '"x"', '{"__proto__":{"Type":"Notification"}}'])('is not %j', async (text) => {
    const authenticator = snsSignature([TOPIC], new SnsCertificates(globalThis.fetch, () => NOW), () => NOW);
    expect(await authenticator.checkBody?.({ headers: {}, token: undefined }, Buffer.from(text))).toBe('not a signed message of SNS');
  });
});

describe('confirmSubscription', () => {
  const confirm = async (message: Message, answer?: () => Response) => {
    const { asked, fetch } = setUp(answer === undefined ? {} : { answer });
    return { outcome: await confirmSubscription(fetch, bodyOf(signed(message))), asked };
  };

  it('visits the address that SNS names, once, and follows no redirect', async () => {
    const { outcome, asked } = await confirm(CONFIRMATION);
    expect(outcome).toEqual({ topic: TOPIC, outcome: 'confirmed' });
    expect(asked).toEqual([{ url: SUBSCRIBE, redirect: 'manual' }]);
  });

  it('does nothing for a notification, and for the end of a subscription', async () => {
    for (const Type of ['Notification', 'UnsubscribeConfirmation'])
      expect(await confirm({ ...CONFIRMATION, Type })).toEqual({ outcome: null, asked: [] });
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://evil.example/?Action=ConfirmSubscription',
    `http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=abc`,
    `${HOST}/?Action=DeleteTopic&TopicArn=${TOPIC}`,
    `${HOST}/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:999999999999:other&Token=abc`,
  ])('leaves %s to a person', async (SubscribeURL) => {
    expect(await confirm({ ...CONFIRMATION, SubscribeURL })).toEqual({ outcome: { topic: TOPIC, outcome: 'refused' }, asked: [] });
  });

  it('asks SNS to try again when it could not be confirmed', async () => {
    await expect(confirm(CONFIRMATION, () => new Response(null, { status: 500 }))).rejects.toMatchObject({ status: 503 });
    await expect(confirm(CONFIRMATION, () => new Response(null, { status: 302 }))).rejects.toMatchObject({ status: 503 });
  });
});
