import { type Fields, isFields, own } from '../../text/read-fields';
import { faulty, unfit } from '../../text/unfit';
import { isTooDeep, MAX_DEPTH } from '../json-depth';

/** A message of Amazon SNS, from whatever envelope it came in. */
export interface SnsMessage {
  /** The parsed `Message` if that is a JSON object, else its text. */
  readonly content: Fields | string;
  readonly subject: string;
  readonly topic: string;
  readonly sentAt: unknown;
}

const SNS_TYPES = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'];
const SNS_HOST = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//;

export function isSns(value: unknown): value is Fields {
  return isFields(value) && SNS_TYPES.some((type) => type === own(value, 'Type')) && own(value, 'TopicArn') !== undefined;
}

/** A record of a Lambda event, from SNS or from a queue that is subscribed to SNS. */
export function isAwsRecord(value: unknown): value is Fields {
  return isFields(value) && (isFields(own(value, 'Sns')) || own(value, 'eventSource') === 'aws:sqs');
}

/** The message of a record: that of SNS as an object, that of a queue parsed from its text. @throws InvalidInputError */
export function recordBody(record: unknown, field: string): unknown {
  if (!isAwsRecord(record)) throw unfit(field, record, 'holds no message', 'a record of Amazon SNS or SQS');
  const sns = own(record, 'Sns');
  // In a Lambda event the envelope may lack the type.
  return isFields(sns) ? { Type: 'Notification', ...sns } : parsedText(own(record, 'body'), `${field}.body`);
}

/** True for a confirmation. Its URL is never fetched; one that leads anywhere but to SNS is an attack. @throws InvalidInputError */
export function isSnsConfirmation(message: Fields): boolean {
  if (own(message, 'Type') === 'Notification') return false;
  const url = own(message, 'SubscribeURL');
  if (url !== undefined && (typeof url !== 'string' || !SNS_HOST.test(url)))
    throw faulty('SubscribeURL', 'does not lead to Amazon SNS', 'https://sns.<region>.amazonaws.com/…');
  return true;
}

/** @throws InvalidInputError naming `Message` if there is none, or it cannot be kept. */
export function readSns(envelope: Fields): SnsMessage {
  const text = (name: string) => {
    const value = own(envelope, name);
    return typeof value === 'string' ? value : '';
  };
  return {
    content: parsedText(own(envelope, 'Message'), 'Message'),
    subject: text('Subject'),
    topic: text('TopicArn'),
    sentAt: own(envelope, 'Timestamp'),
  };
}

/** The object that a text holds as JSON, else the text itself. Some relays send the object as it is. */
function parsedText(value: unknown, field: string): Fields | string {
  if (isFields(value)) return value;
  if (typeof value !== 'string') throw unfit(field, value, 'is not a message', 'text, or JSON in a text');
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return value;
  }
  if (!isFields(parsed)) return value;
  if (isTooDeep(parsed)) throw faulty(field, `has more than ${MAX_DEPTH} nested levels`, `at most ${MAX_DEPTH} levels`);
  return parsed;
}
