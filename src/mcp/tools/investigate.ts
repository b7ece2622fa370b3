import * as z from 'zod';
import { seenFromOutside } from '../../client/temporal/seen-from-outside';
import type { WordedState } from '../../incident/timeline-words/worded-state';
import { act } from '../act';
import { type Answer, said } from '../answer';
import type { Call } from '../call';
import { actedAs, type RequestIds, requestIdsOf } from '../request-id';
import { idWord } from '../text/own-words';
import { page, readCursor } from '../text/pages';
import { investigationLine, isInvestigating } from './incident-lines';
import { investigationValues } from './incident-values';
import {
  ADDS,
  badCursor,
  cursorField,
  dryRunField,
  idOf,
  incidentField,
  namesUnknown,
  noSuchIncident,
  requestIdField,
  tool,
  unknownRunbook,
} from './tool';

export const investigate = tool({
  name: 'investigate',
  description:
    'Runs the probes again (of runbooks, or of those that match), and answers "running". The same call again tells how far it is, and then what was found. Ten minutes later, or with another requestId, it looks again.',
  hints: ADDS,
  input: z.strictObject({
    incident: incidentField,
    runbooks: z.array(z.string().max(100)).max(20).optional(),
    cursor: cursorField,
    dryRun: dryRunField,
    requestId: requestIdField,
  }),
  async run(call, { incident, runbooks, cursor, dryRun = false, requestId }) {
    const id = idOf(incident);
    const reading = id === null ? null : await seenFromOutside(call.incidents, id);
    if (id === null || reading === null) return noSuchIncident();
    const repeatable = { tool: 'investigate', input: { id, runbooks }, requestId };
    const ids = requestIdsOf(call.principal, repeatable, call.desk.now());
    const { state } = reading;
    if (state !== null && !dryRun) {
      const standing = standingOf(call, state, ids);
      if (cursor !== undefined || standing !== null) return results(state, standing ?? 'Not running.', cursor);
      if (await namesUnknown(call, runbooks)) return unknownRunbook('started');
    }
    const command = { name: 'investigateAgain', payload: runbooks === undefined ? {} : { runbooks } } as const;
    const answer = await act(call, { ...repeatable, incidentId: id, command, done: 'is being investigated: running', isDryRun: dryRun });
    if (answer === null) return noSuchIncident();
    return answer.isError || dryRun
      ? answer
      : said(answer.text, 'Make the same call again to see how far it is, or wait with get_incident.');
  },
});

/** Null if it has yet to be started. */
function standingOf({ desk }: Call, state: WordedState, ids: RequestIds): string | null {
  if (isInvestigating(state)) return 'Running: nothing more was started. Make the same call again.';
  if (actedAs(ids, state, desk.now()) !== null) return 'Complete: this is what it came to.';
  return desk.sent.find(ids) === null ? null : 'Running: it begins once the response is complete. Make the same call again.';
}

function results(state: WordedState, standing: string, cursor: string | undefined): Answer {
  const place = cursor === undefined ? { revision: state.revision ?? 0, from: 0 } : readCursor(cursor);
  if (place === null) return badCursor();
  return said(page([`Incident ${idWord(state.incidentId)}. ${standing}`, investigationLine(state)], investigationValues(state), place));
}
