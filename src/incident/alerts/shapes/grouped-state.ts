import { type Fields, isFields, own, wordIn } from '../../text/read-fields';
import type { FieldProblems } from '../field-problems';
import { readStatusWord } from '../status-words';

/** The state of an alert in a group. `silenced` includes inhibited and muted. */
export type GroupedState = 'firing' | 'resolved' | 'silenced';

const SILENCERS = ['silencedBy', 'inhibitedBy', 'mutedBy'];

/**
 * Reads the state of a group or one of its alerts; undefined if none is given. `fallback` replaces an unknown word, which is
 * recorded as a problem and never loses an alert.
 */
export function readGroupedState(raw: unknown, field: string, problems: FieldProblems, fallback: string): GroupedState | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined;
  // Alertmanager's own API wraps the state: {"state": "active", "silencedBy": []}.
  const word = isFields(raw) ? own(raw, 'state') : raw;
  if (word === undefined && isFields(raw)) return isSilenced(raw) ? 'silenced' : undefined;
  const state = stateOf(wordIn(word));
  if (state === undefined || typeof word !== 'string') problems.note(field, raw, state ?? fallback);
  return state;
}

function stateOf(word: string | undefined): GroupedState | undefined {
  const status = word === undefined ? undefined : readStatusWord(word);
  if (status === undefined) return undefined;
  if (status === 'acknowledged') return 'firing';
  return status === 'ignored' ? 'silenced' : status;
}

function isSilenced(status: Fields): boolean {
  return SILENCERS.some((name) => {
    const by = own(status, name);
    return Array.isArray(by) && by.length > 0;
  });
}
