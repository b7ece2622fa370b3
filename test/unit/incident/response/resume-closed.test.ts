import { hasActed } from '../../../../src/incident/commands/apply-command';
import { readCommand } from '../../../../src/incident/commands/read-command';
import { resumedState } from '../../../../src/incident/response/resume-closed';
import { isRefusal } from '../../../../src/incident/text/refusal';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { after, completeState } from '../../../support/sample-state';

it.each([
  [{ actor: 'ann' }, 'ann'],
  [{ actor: 'ann', via: 'root' }, 'ann (via root)'],
])('says who resumed a closed incident: %j', (by, actor) => {
  const closed = completeState({ status: 'resolved', closedAt: after(60) });
  const state = resumedState(closed, { plan: RESPONSE_PLAN, step: 'investigate', ...by, requestId: 'r', nowIso: after(90) });
  expect(wordedState(state).timeline.at(-1)).toMatchObject({
    kind: 'resumeFrom',
    actor,
    text: 'resumed the closed incident from investigate',
  });
});

it.each(['r1', 'größe "7"'])('knows its own request when it comes again as a command: %s', (requestId) => {
  const closed = completeState({ status: 'resolved', closedAt: after(60) });
  const state = resumedState(closed, { plan: RESPONSE_PLAN, step: 'investigate', actor: 'ann', requestId, nowIso: after(120) });
  const again = readCommand('resumeFrom', { actor: 'ann', step: 'investigate', requestId });
  if (isRefusal(again)) throw new Error(again.message);
  expect(hasActed(state, again.requestId ?? '')).toBe(true);
});
