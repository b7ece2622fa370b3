import type { CommandName } from '../../src/incident/model/commands';
import type { NormalizedEvent } from '../../src/incident/model/incident';
import { ALERT_UPDATED } from '../../src/workflows/contract/messages';

export interface FuzzedCommand {
  readonly name: CommandName | typeof ALERT_UPDATED;
  readonly payload: object;
  readonly as: 'signal' | 'update';
  /** True: all that it brings about is done before the next one is sent; else one edit may answer both. */
  readonly isFollowed: boolean;
}

const alert = (event: Partial<NormalizedEvent>): Pick<FuzzedCommand, 'name' | 'payload'> => ({ name: ALERT_UPDATED, payload: { event } });

/** Every command but `cancel`, which ends the incident; alerts that fire, recover and fire again; some that are refused. */
const DECK: readonly Pick<FuzzedCommand, 'name' | 'payload'>[] = [
  { name: 'acknowledge', payload: {} },
  { name: 'acknowledge', payload: { actor: 'cleo', checkActor: true } },
  { name: 'addNote', payload: { text: 'looking at the pool' } },
  { name: 'addNote', payload: { text: 'it is the pool' } },
  { name: 'changeSeverity', payload: { severity: 'high' } },
  { name: 'changeSeverity', payload: { severity: 'critical' } },
  { name: 'changeSeverity', payload: { severity: 'urgent' } },
  { name: 'assign', payload: { user: 'dba@example.com', role: 'commander' } },
  { name: 'assign', payload: { user: 'cleo@example.com' } },
  { name: 'addResponders', payload: { users: ['dan@example.com'] } },
  { name: 'changeTitle', payload: { title: 'Pool of the database is exhausted' } },
  { name: 'escalate', payload: {} },
  { name: 'resolve', payload: { note: 'restarted the pool' } },
  { name: 'resolve', payload: {} },
  { name: 'reopen', payload: { reason: 'it is back' } },
  { name: 'investigateAgain', payload: {} },
  { name: 'retryStep', payload: { step: 'createWarRoom' } },
  { name: 'skipStep', payload: { step: 'investigate', reason: 'no need' } },
  { name: 'resumeFrom', payload: { step: 'updateSlackThread' } },
  alert({ status: 'firing', fingerprint: 'a' }),
  alert({ status: 'resolved', fingerprint: 'a' }),
  alert({ status: 'firing', fingerprint: 'a', startedAt: '2026-01-01T11:00:00.000Z' }),
  alert({ status: 'firing', fingerprint: 'b', severity: 'high' }),
  alert({ status: 'resolved', fingerprint: 'b' }),
];

/** `fuzzed`: every other command, by chance, is waited for. `paced`: all are, so that no two are answered by one edit. */
export type Pace = 'fuzzed' | 'paced';

/** The same commands in an order of their own for every seed, each as a signal and as an update in one seed or another. */
export function fuzzedCommands(seed: number, pace: Pace): readonly FuzzedCommand[] {
  const random = generator(seed);
  const places = DECK.map((command, index) => ({ command, index, place: random() })).sort((a, b) => a.place - b.place);
  return places.map(({ command, index }) => ({
    ...command,
    as: (index + seed) % 2 === 0 ? 'signal' : 'update',
    isFollowed: pace === 'paced' || random() < 0.5,
  }));
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32 by Tommy Ettinger, public domain. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
