import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { DeliveryAnswer } from '../client/temporal/alert-client';
import { AUTO } from '../config/sources-schema';
import { type ParseOptions, parseEvents } from '../incident/alerts/parse-events';
import { isForm, notAnAlert, readBody } from '../incident/alerts/read-body';
import { cleanLine } from '../incident/text/clean-text';
import { InvalidInputError } from '../incident/text/errors';
import { faulty } from '../incident/text/unfit';
import type { AlertIntake } from './alert-intake';
import type { RequestHead } from './auth/authenticator';
import { cloudEventIn } from './cloud-event';
import { inTime } from './in-time';
import type { Instance } from './instances';
import { messageIdOf } from './message-id';
import { unauthenticated } from './request-error';
import { confirmSubscription } from './sns/confirm-subscription';

export interface Reception {
  readonly intake: AlertIntake;
  readonly log: Logger;
  readonly now: () => number;
  /** How long Temporal may take. */
  readonly deliveryLimitMs?: number;
}

export interface Delivery {
  readonly head: RequestHead;
  /** As the request gives it. */
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/**
 * Verifies, reads and hands over one delivery whose head is verified.
 * @throws RequestError, InvalidInputError naming the field that cannot be read, ServiceUnreachableError
 */
export async function receiveAlerts(reception: Reception, instance: Instance, delivery: Delivery): Promise<DeliveryAnswer> {
  const { authenticator, rate, name, type, map } = instance;
  const { head, contentType, body } = delivery;
  const receivedAt = new Date(reception.now()).toISOString();
  const refused = (await authenticator.checkBody?.(head, body)) ?? null;
  if (refused !== null) throw unauthenticated(authenticator, refused);
  await rate.take();
  const confirmation = await confirm(reception, instance, delivery);
  if (confirmation !== null) return confirmation;
  const event = type === AUTO || type === 'cloudevents' ? cloudEventIn(head.headers, contentType, body) : null;
  const value = event ?? read(body, contentType, head.headers['content-encoding']);
  const events = eventsIn(value, contentType, { receivedAt, map, source: type === AUTO ? undefined : type });
  const bodyDigest = createHash('sha256')
    .update(event === null ? body : JSON.stringify(event))
    .digest('hex');
  const messageId = messageIdOf(type === AUTO ? (events[0]?.source ?? AUTO) : type, head.headers, value);
  const delivering = reception.intake.deliver({ instance: name, events, messageId, bodyDigest, receivedAt });
  const delivered = await inTime(delivering, reception.deliveryLimitMs);
  const [accepted, ignored] = [delivered.accepted.length, delivered.ignored.length];
  reception.log.info({ source: name, accepted, ignored, unread: unreadIn(events) }, 'accepted a delivery');
  return delivered;
}

const MAX_UNREAD = 20;

/** The fields that could not be read as given, without their values; undefined if there are none. */
function unreadIn(events: ReturnType<typeof parseEvents>): readonly string[] | undefined {
  const fields = new Set<string>();
  for (const { problems = [] } of events) for (const { field } of problems) fields.add(cleanLine(field.replace(/\[\d+\]/g, '[]'), 100));
  return fields.size === 0 ? undefined : [...fields].slice(0, MAX_UNREAD);
}

const COMPRESSED = /^(?:(?:x-)?(?:gzip|compress)|deflate|br|zstd)\b/i;

/** Tries the body as it is first, because some proxies decompress it and keep the header. @throws InvalidInputError naming `body` */
function read(body: Buffer, contentType: string | undefined, contentEncoding: string | undefined): unknown {
  try {
    return readBody(body, contentType);
  } catch (error) {
    const [coding] = COMPRESSED.exec(contentEncoding?.trim() ?? '') ?? [];
    if (coding === undefined) throw error;
    throw faulty('body', `is compressed (Content-Encoding: ${coding.toLowerCase()})`, 'JSON that is not compressed');
  }
}

/** @throws InvalidInputError. For a form that is not an alert, it quotes none of the form's fields, which may hold anything. */
function eventsIn(value: unknown, contentType: string | undefined, options: ParseOptions): ReturnType<typeof parseEvents> {
  try {
    return parseEvents(value, options);
  } catch (error) {
    throw error instanceof InvalidInputError && isForm(value) ? notAnAlert(contentType) : error;
  }
}

/** Only a verified message of SNS is followed; for any other, a person has to confirm the subscription. */
async function confirm({ log }: Reception, { name, amazon }: Instance, { head, body }: Delivery): Promise<DeliveryAnswer | null> {
  if (amazon === null) {
    if (head.headers['x-amz-sns-message-type'] === 'SubscriptionConfirmation')
      log.warn({ source: name }, 'SNS asks to confirm a subscription, and its message is not verified; confirm it by hand');
    return null;
  }
  const confirmation = await confirmSubscription(amazon, body);
  if (confirmation === null) return null;
  const { topic, outcome } = confirmation;
  if (outcome === 'confirmed') log.info({ source: name, topic }, 'confirmed the subscription to an SNS topic');
  else log.warn({ source: name, topic }, 'SNS asks to confirm a subscription at an unusual address; confirm it by hand');
  return { accepted: [], ignored: [{ title: `SNS subscription to ${topic}`, why: CONFIRMATIONS[outcome] }] };
}

const CONFIRMATIONS = { confirmed: 'the subscription is now confirmed', refused: 'confirm the subscription by hand' } as const;
