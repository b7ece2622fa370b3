import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { DeliveryAnswer, IncomingAlerts } from '../client/temporal/alert-client';
import { AUTO } from '../config/sources-schema';
import { parseEvents } from '../incident/alerts/parse-events';
import { readBody } from '../incident/alerts/read-body';
import type { AlertIntake } from './alert-intake';
import type { RequestHead } from './auth/authenticator';
import type { Instance } from './instances';
import { messageIdOf } from './message-id';
import { tryLater, unauthenticated } from './request-error';
import { confirmSubscription } from './sns/confirm-subscription';

/** Some senders wait 15 s or less, and must know by then that they have to send it again. */
const DELIVERY_LIMIT_MS = 8_000;

export interface Reception {
  readonly intake: AlertIntake;
  readonly log: Logger;
  readonly now: () => number;
  /** How long Temporal may take; default 8 s. */
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
  const value = readBody(body, contentType);
  const events = parseEvents(value, { receivedAt, map, source: type === AUTO ? undefined : type });
  const bodyDigest = createHash('sha256').update(body).digest('hex');
  const messageId = messageIdOf(type === AUTO ? (events[0]?.source ?? AUTO) : type, head.headers, value);
  return deliverInTime(reception, { instance: name, events, messageId, bodyDigest, receivedAt });
}

async function deliverInTime({ intake, deliveryLimitMs = DELIVERY_LIMIT_MS }: Reception, alerts: IncomingAlerts): Promise<DeliveryAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = (): void =>
      reject(tryLater('service_unreachable', `Temporal did not take the alerts within ${deliveryLimitMs / 1_000} s`));
    timer = setTimeout(late, deliveryLimitMs);
  });
  const delivered = intake.deliver(alerts);
  // After the limit no one waits for it, and its failure must not end the process.
  delivered.catch(() => undefined);
  return Promise.race([delivered, limit]).finally(() => clearTimeout(timer));
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
