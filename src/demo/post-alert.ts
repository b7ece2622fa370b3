import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { AlertGroupState } from '../incident/alert-groups/group-state';
import { GROUP_QUERY } from '../workflows/contract/alert-messages';
import type { TemporalComponent } from './components';

const LOOK_EVERY_MS = 25;

/** Posts an alert as its sender would. @throws if the gateway does not take it, with the gateway's own words. */
export async function postAlert(
  address: string,
  body: string | Uint8Array,
): Promise<{ readonly text: string; readonly group: string | null }> {
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`the gateway did not take the alert (HTTP ${answer.status}): ${text}`);
  const { accepted } = JSON.parse(text) as { accepted: readonly { group: string }[] };
  return { text, group: accepted[0]?.group ?? null };
}

/** The group once it has handled its last delivery; null if that takes longer than the limit, in milliseconds. */
export async function handledGroup(temporal: TemporalComponent, key: string, limitMs: number): Promise<AlertGroupState | null> {
  const connection = await Connection.connect({ address: temporal.address });
  const group = new Client({ connection, namespace: temporal.namespace }).workflow.getHandle(key);
  const giveUpAt = Date.now() + limitMs;
  try {
    while (Date.now() < giveUpAt) {
      // No answer while no worker runs yet.
      const state = await group.query<AlertGroupState>(GROUP_QUERY).catch(() => null);
      if (state !== null && state.deliveries.length > 0 && state.deliveries.at(-1)?.effect !== 'pending') return state;
      await pause(LOOK_EVERY_MS);
    }
    return null;
  } finally {
    await connection.close();
  }
}
