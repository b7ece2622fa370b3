import type { IncidentState } from '../../../../src/incident/model/state';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderCurrentDetails } from '../../../../src/incident/report/current-details';
import { renderReportHtml } from '../../../../src/incident/report/report-html';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { summaryFacts } from '../../../../src/incident/response/summary-facts';
import { summaryLines } from '../../../../src/incident/response/summary-lines';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { completeState } from '../../../support/sample-state';

const unresolved = [
  { reference: 'eve', reason: 'no user has this name' },
  { reference: 'dana.k', reason: 'the list is still being read', isPending: true },
];
const state = completeState({ people: { resolved: [], unresolved, resolutionRate: 0 } });

it.each<[string, (state: IncidentState) => string, RegExp]>([
  ['the details in the Temporal UI', renderCurrentDetails, /not found: eve; still searching for: dana\.k/],
  ['the summary', (sought) => summaryLines(summaryFacts(sought)).join('\n'), /not found: eve\nstill searching for: dana\.k/],
  [
    'the page',
    (sought) => renderReportHtml(buildReport(sought, RESPONSE_PLAN), RESPONSE_PLAN).replace(/<[^>]*>/g, ' '),
    /eve\s+✗ not found[\s\S]+dana\.k\s+… still searching/,
  ],
  [
    'the report',
    (sought) => renderReportMarkdown(buildReport(sought, RESPONSE_PLAN), ''),
    /eve \| not found[\s\S]+dana\.k \| still searching/,
  ],
])('%s tells whom the search goes on for apart from those whom nobody found', (_, render, told) => {
  expect(render(state).replace(/\\/g, '')).toMatch(told);
});
