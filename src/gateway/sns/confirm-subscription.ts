import { tryLater } from '../request-error';
import { amazonAddress } from './amazon-address';
import { readEnvelope } from './envelope';
import { fetchText } from './fetch-text';

/** What was done with a message of SNS; null if it does not ask for a confirmation. */
export type Confirmation = { readonly topic: string; readonly outcome: 'confirmed' | 'refused' } | null;

/**
 * Confirms a subscription that SNS asks for. Call it only with a body whose signature and topic are verified.
 * @throws RequestError if SNS cannot be reached now; it will ask again.
 */
export async function confirmSubscription(fetch: typeof globalThis.fetch, body: Buffer): Promise<Confirmation> {
  const envelope = readEnvelope(body);
  if (envelope?.type !== 'SubscriptionConfirmation') return null;
  const { topic, subscribeUrl } = envelope;
  const url = amazonAddress(subscribeUrl ?? '');
  if (url === null || url.searchParams.get('Action') !== 'ConfirmSubscription' || url.searchParams.get('TopicArn') !== topic)
    return { topic, outcome: 'refused' };
  const { status } = await fetchText(fetch, url).catch(() => ({ status: 0 }));
  if (status !== 200) throw tryLater('subscription_unconfirmed', `couldn't confirm the subscription at ${url.host}`);
  return { topic, outcome: 'confirmed' };
}
