import * as z from 'zod';
import { STEPS } from '../../incident/model/plan';
import { act, type Deed } from '../act';
import { refused } from '../answer';
import { ADDS, dryRunField, idOf, incidentField, noSuchIncident, requestIdField, tool } from './tool';

export const recoverStep = tool({
  name: 'recover_step',
  description:
    'Goes on after a step that is stuck. retry: runs it again once its cause is mended. skip (with text): goes on without it. resume: runs any step again, and what depends on it, also of a closed incident.',
  hints: ADDS,
  input: z.strictObject({
    incident: incidentField,
    step: z.enum(STEPS),
    how: z.enum(['retry', 'skip', 'resume']),
    text: z.string().max(1_000).optional().describe('Why skip'),
    dryRun: dryRunField,
    requestId: requestIdField,
  }),
  async run(call, { incident, step, how, text, dryRun = false, requestId }) {
    const id = idOf(incident);
    if (id === null) return noSuchIncident();
    if (how === 'skip' && !text?.trim()) return refused('Refused: to skip a step needs text, which says why. Nothing was changed.');
    const meant: Pick<Deed, 'command' | 'done'> =
      how === 'retry'
        ? { command: { name: 'retryStep', payload: { step } }, done: `runs ${step} again` }
        : how === 'skip'
          ? { command: { name: 'skipStep', payload: { step, reason: text ?? '' } }, done: `goes on without ${step}` }
          : { command: { name: 'resumeFrom', payload: { step } }, done: `runs its response again from ${step}` };
    const deed = { tool: 'recover_step', input: { id, step, how, text }, requestId, incidentId: id, isDryRun: dryRun, ...meant };
    return (await act(call, deed)) ?? noSuchIncident();
  },
});
