import type { Finding } from '../../../../src/incident/model/finding';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderReportHtml } from '../../../../src/incident/report/report-html';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { RESPONSE_PLAN } from '../../../../src/workflows/response/plan';
import { completeState } from '../../../support/sample-state';

function rendered(changes: Pick<Finding, 'artifact' | 'artifactProblem'>): readonly string[] {
  const state = completeState();
  const [finding] = state.investigation?.findings ?? [];
  if (state.investigation === null || finding === undefined) throw new Error('the sample has no finding');
  const report = buildReport(
    { ...state, investigation: { ...state.investigation, findings: [{ ...finding, ...changes }] } },
    RESPONSE_PLAN,
  );
  return [
    renderReportMarkdown({ ...report, plan: RESPONSE_PLAN.steps }, ''),
    renderReportHtml({ ...report, plan: RESPONSE_PLAN.steps }, RESPONSE_PLAN),
  ];
}

it('says where the whole output of a probe is, or why it was not kept, or nothing if there is none', () => {
  for (const text of rendered({ artifact: { name: 'http-1.txt', sha256: '0', bytes: 1 } })) {
    expect(text).toMatch(/Whole output: \S+\.evidence\/http-1\.txt in the report folder of the worker that ran the probe/);
  }
  for (const text of rendered({ artifactProblem: 'no space is left on the disk' })) {
    expect(text).toContain('Whole output: not kept (no space is left on the disk)');
    expect(text).not.toContain('.evidence');
  }
  for (const text of rendered({})) expect(text).not.toContain('Whole output');
});
