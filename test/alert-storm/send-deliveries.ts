import { setTimeout as pause } from 'node:timers/promises';
import { inLanes } from '../../src/client/temporal/in-lanes';
import type { Delivery } from './deliveries';

const IN_FLIGHT = 50;
const AGAIN_AFTER_MS = 250;
const LIMIT_MS = 15_000;

/** A delivery that was answered 202. */
export interface Accepted {
  readonly delivery: Delivery;
  /** The workflow id of its group, as the gateway names it. */
  readonly key: string;
  /** The minutes in which the gateway may have received it. */
  readonly minutes: readonly string[];
}

export interface Sent {
  readonly accepted: readonly Accepted[];
  /** How many requests were made for each group, numbered as in the deliveries; some were held without an answer. */
  readonly attempts: ReadonlyMap<number, number>;
  /** Requests that were answered 5xx; the other failures had no answer. */
  readonly refused: number;
}

/**
 * Sends every delivery to one of the gateways until it is answered 202, as Alertmanager does: again after a 5xx and after a
 * broken connection, to whichever gateway is next.
 */
export async function sendAll(deliveries: readonly Delivery[], gateways: readonly string[], note: (count: number) => void): Promise<Sent> {
  const attempts = new Map<number, number>();
  let turn = 0;
  let count = 0;
  let refused = 0;
  const accepted = await inLanes(IN_FLIGHT, deliveries, async (delivery) => {
    for (;;) {
      turn += 1;
      attempts.set(delivery.group, (attempts.get(delivery.group) ?? 0) + 1);
      const taken = await attempt(delivery, gateways[turn % gateways.length] ?? '');
      if (taken === 'refused') refused += 1;
      else if (taken !== null) {
        count += 1;
        note(count);
        return taken;
      }
      await pause(AGAIN_AFTER_MS);
    }
  });
  return { accepted, attempts, refused };
}

/** Anything but what was accepted has to be sent again; null: there was no answer. @throws if the gateway refuses it for good, which loses it. */
async function attempt(delivery: Delivery, gateway: string): Promise<Accepted | 'refused' | null> {
  const sentAt = new Date();
  const response = await fetch(`${gateway}/webhooks/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: delivery.body,
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch(() => null);
  if (response === null) return null;
  const text = await response.text().catch(() => null);
  if (text === null) return null;
  if (response.status >= 500) return 'refused';
  if (response.status !== 202) throw new Error(`the gateway answered ${response.status}: ${text.slice(0, 500)}`);
  const { accepted } = JSON.parse(text) as { accepted: readonly { group: string }[] };
  const [{ group: key } = { group: '' }, ...others] = accepted;
  if (key === '' || others.length > 0) throw new Error(`one alert was sent, and the gateway took ${accepted.length}`);
  return { delivery, key, minutes: [...new Set([sentAt, new Date()].map(minuteOf))] };
}

const minuteOf = (at: Date): string => at.toISOString().slice(0, 16);
