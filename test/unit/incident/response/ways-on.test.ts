import type { IncidentState } from '../../../../src/incident/model/state';
import { renderCurrentDetails } from '../../../../src/incident/report/current-details';
import { summaryFacts } from '../../../../src/incident/response/summary-facts';
import { summaryLines } from '../../../../src/incident/response/summary-lines';
import { renderChecked } from '../../../support/render-checked';
import { after, completeState, MISSING_SCOPE, withNodes } from '../../../support/sample-state';

const ID = 'PROD-20260101-001';
const state = withNodes(completeState(), { createChannel: { status: 'blocked', problem: MISSING_SCOPE, endedAt: after(3) } });

const RENDERERS: readonly [string, (state: IncidentState) => string][] = [
  ['the details in the Temporal UI', renderCurrentDetails],
  ['the summary', (blocked) => summaryLines(summaryFacts(blocked)).join('\n')],
];

it.each<[string, (state: IncidentState) => string]>([
  ...RENDERERS,
  [
    'the message in the room',
    () =>
      JSON.stringify(renderChecked({ kind: 'blocked', incidentId: ID, step: 'createWarRoom', problem: MISSING_SCOPE })).replace(
        /\\"/g,
        '"',
      ),
  ],
])('%s tell of a blocked step what to do, and how to go on with it or without', (_, render) => {
  const text = render(state);
  expect(text).toContain(MISSING_SCOPE.mend.slice(0, 20));
  expect(text).toContain(`incident retry-step ${ID} createWarRoom`);
  expect(text).toContain(`incident skip-step ${ID} createWarRoom --reason "…"`);
});

it.each(RENDERERS)('%s says how to retry a step without a remedy', (_, render) => {
  const problem = { code: 'x', message: 'HTTP 503', mend: '' };
  const text = render(withNodes(completeState(), { createChannel: { status: 'blocked', problem, endedAt: after(3) } }));
  expect(text).toMatch(/HTTP 503\. To retry: `?incident retry-step/);
});
