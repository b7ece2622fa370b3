import { deadlineOf, type HeartbeatState } from '../incident/heartbeats/heartbeat-state';
import { HeartbeatClient } from './temporal/heartbeat-client';
import { inLanes } from './temporal/in-lanes';
import type { IncidentClient } from './temporal/incident-client';

const LANES = 10;

/** What is known of each configured heartbeat, a line each. @throws Error with these lines if one is late or not watched. */
export async function lookAtHeartbeats({ options: { client, address } }: IncidentClient, names: readonly string[]): Promise<string> {
  const heartbeats = new HeartbeatClient(client, address);
  const known = await inLanes(LANES, names, async (name) => ({ name, state: await heartbeats.read(name) }));
  const lines = known.map(({ name, state }) => `${name}: ${wordsFor(state)}`).join('\n');
  if (known.some(({ state }) => needsAttention(state))) throw new Error(lines);
  return lines;
}

function needsAttention(state: HeartbeatState | 'unwatched' | 'unknown'): boolean {
  return state === 'unwatched' || (state !== 'unknown' && state.lateSince !== null);
}

function wordsFor(state: HeartbeatState | 'unwatched' | 'unknown'): string {
  if (state === 'unwatched') return 'not watched yet';
  if (state === 'unknown') return 'unknown, because no worker answers';
  const { lastFedAt, lateSince } = state;
  const fed = lastFedAt === null ? 'never fed' : `last fed ${lastFedAt}`;
  return lateSince === null ? `${fed}, next needed by ${deadlineOf(state)}` : `${fed}, late since ${lateSince}`;
}
