import { isFields, own } from '../../incident/text/read-fields';

/** What SNS signs, in this order. docs.aws.amazon.com/sns, "Verifying the signatures of Amazon SNS messages". */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** Left out of what is signed if the message has none. */
const OPTIONAL = 'Subject';

export interface SnsEnvelope {
  readonly type: keyof typeof SIGNED;
  readonly topic: string;
  /** As sent; not yet known to be a time. */
  readonly timestamp: string;
  readonly signatureVersion: '1' | '2';
  readonly signature: string;
  readonly certificateUrl: string;
  /** Null for a notification. */
  readonly subscribeUrl: string | null;
  /** The text that is signed. */
  readonly signed: string;
}

/** Null if the body is not a message of SNS. Nothing in it is verified. */
export function readEnvelope(body: Buffer): SnsEnvelope | null {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
  if (!isFields(value)) return null;
  const fields = value;
  const text = (name: string): string | undefined => {
    const found = own(fields, name);
    return typeof found === 'string' ? found : undefined;
  };
  const type = text('Type');
  if (type === undefined || !isType(type)) return null;
  const names = SIGNED[type].filter((name) => name !== OPTIONAL || text(name) !== undefined);
  const pairs = names.map((name) => [name, text(name)] as const);
  const [topic, timestamp, signature, certificateUrl, signatureVersion] = [
    'TopicArn',
    'Timestamp',
    'Signature',
    'SigningCertURL',
    'SignatureVersion',
  ].map(text);
  if (pairs.some(([, given]) => given === undefined) || topic === undefined || timestamp === undefined) return null;
  if (signature === undefined || certificateUrl === undefined || (signatureVersion !== '1' && signatureVersion !== '2')) return null;
  return {
    type,
    topic,
    timestamp,
    signature,
    certificateUrl,
    signatureVersion,
    subscribeUrl: type === 'Notification' ? null : (text('SubscribeURL') ?? null),
    signed: pairs.map(([name, given]) => `${name}\n${given}\n`).join(''),
  };
}

const isType = (text: string): text is SnsEnvelope['type'] => Object.hasOwn(SIGNED, text);
