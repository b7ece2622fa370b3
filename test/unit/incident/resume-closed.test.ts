import { resumedState } from '../../../src/incident/resume-closed';
import { RESPONSE_PLAN } from '../../../src/workflows/plan';
import { after, completeState } from '../../support/sample-state';

it.each([
  [{ actor: 'ann' }, 'ann'],
  [{ actor: 'ann', via: 'root' }, 'ann (via root)'],
])('says who resumed a closed incident: %j', (by, actor) => {
  const closed = completeState({ status: 'resolved', closedAt: after(60) });
  const state = resumedState(closed, { plan: RESPONSE_PLAN, step: 'investigate', ...by, requestId: 'r', nowIso: after(90) });
  expect(state.timeline.at(-1)).toMatchObject({ kind: 'resumeFrom', actor });
});
