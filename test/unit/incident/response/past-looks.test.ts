import { assessFindings } from '../../../../src/incident/investigation/assess-findings';
import type { Investigation } from '../../../../src/incident/model/finding';
import type { IncidentState } from '../../../../src/incident/model/state';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderReportHtml } from '../../../../src/incident/report/report-html';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { commitOutput } from '../../../../src/incident/response/commit-output';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';
import { after, newState } from '../../../support/sample-state';

const healthy = assessFindings([sampleFinding(sampleProbe())], []);
const named = assessFindings(
  [
    sampleFinding(sampleProbe(), {
      status: 'fail',
      facts: [{ kind: 'state', cause: 'disk_full', holds: true, service: null, text: 'seen' }],
    }),
  ],
  [],
);
const [cause] = named.hypotheses ?? [];
const looked = (state: IncidentState, investigation: Investigation, minute: number): IncidentState =>
  commitOutput(state, 'investigation', investigation, after(minute));

it('keeps what each investigation came to, for the report and on the timeline', () => {
  const state = looked(looked(newState(), named, 1), healthy, 2);
  const line = `most likely cause (confidence ${cause?.confidence}%): ${cause?.statement}`;
  const report = buildReport(state, RESPONSE_PLAN);
  expect(report.earlier_looks).toEqual([
    { at: after(1), conclusion: 'cause_named', cause: { statement: cause?.statement, confidence: cause?.confidence } },
  ]);
  expect(report.timeline.slice(-2).map(({ actor, text }) => [actor, text])).toEqual([
    ['worker', `investigated: ${line}`],
    ['worker', 'investigated: this looks healthy'],
  ]);
  expect(renderReportMarkdown(report, '')).toContain('## Earlier investigations\n\n- 2');
  expect(renderReportHtml(report, RESPONSE_PLAN)).toMatch(/<h2>Earlier investigations<\/h2>\n<ul><li>.* UTC: most likely cause/);
});

it('lists no earlier investigation after the first', () => {
  const report = buildReport(looked(newState(), named, 1), RESPONSE_PLAN);
  expect(report.earlier_looks).toEqual([]);
  expect(renderReportMarkdown(report, '')).not.toContain('Earlier investigations');
});

it('renders a report that older code handed over, which says nothing of all this', () => {
  const { earlier_looks: _looks, investigation, ...report } = buildReport(looked(newState(), named, 1), RESPONSE_PLAN);
  if (investigation === null) throw new Error('it was investigated');
  const { confidence_change: _confidence, not_looked_at_again: _standing, ...older } = investigation;
  expect(renderReportMarkdown({ ...report, investigation: older }, '')).toContain('## Possible causes');
});

it('keeps the last ten, and no more than the beginning of a long statement', () => {
  const long = { ...named, hypotheses: (named.hypotheses ?? []).map((one) => ({ ...one, statement: 'x'.repeat(5_000) })) };
  let state = newState();
  for (let minute = 1; minute <= 30; minute += 1) state = looked(state, long, minute);
  const { earlier_looks: earlier } = buildReport(state, RESPONSE_PLAN);
  expect(earlier?.map(({ at }) => at)).toEqual(Array.from({ length: 10 }, (_, index) => after(20 + index)));
  expect(earlier?.[0]?.cause?.statement.length).toBeLessThanOrEqual(300);
});
