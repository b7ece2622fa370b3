import type { Investigation, Look } from '../model/finding';
import { CONCLUSION_WORDS, namedCause } from '../model/investigation/hypothesis';
import type { IncidentState } from '../model/state';
import { appendEntry, ownEntry } from '../model/timeline';
import { cleanLine } from '../text/clean-text';

/** The latest look and ten before it. The state travels in every query and from run to run. */
const MAX_LOOKS = 11;
const MAX_STATEMENT = 300;

/** The state with what its investigation has come to, which the next one will replace, kept in short and on the timeline. */
export function rememberLook(state: IncidentState, nowIso: string): IncidentState {
  const { investigation, looks = [], timeline } = state;
  if (investigation === null) return state;
  const outcome = outcomeOf(investigation);
  return {
    ...state,
    looks: [...looks, { at: nowIso, ...outcome }].slice(-MAX_LOOKS),
    timeline: appendEntry(timeline, ownEntry({ kind: 'investigated', ...outcome }, nowIso)),
  };
}

function outcomeOf({ conclusion = 'unknown', hypotheses }: Investigation): Omit<Look, 'at'> {
  const cause = namedCause(hypotheses);
  if (cause === undefined) return { conclusion, cause: null };
  return { conclusion, cause: { statement: cleanLine(cause.statement, MAX_STATEMENT), confidence: cause.confidence } };
}

/** What a look came to, in words without a capital. */
export function describeLook({ conclusion, cause }: Omit<Look, 'at'>): string {
  if (cause !== null) return `most likely cause (confidence ${cause.confidence}%): ${cause.statement}`;
  return conclusion === 'unknown' ? 'too little could be observed to tell' : CONCLUSION_WORDS[conclusion];
}
