import type { Proposal } from '../../../../src/incident/model/actions/proposal';
import type { Plan } from '../../../../src/incident/model/plan';
import { buildReport } from '../../../../src/incident/report/build-report';
import { renderCurrentDetails } from '../../../../src/incident/report/current-details';
import { renderReportHtml } from '../../../../src/incident/report/report-html';
import { renderReportMarkdown } from '../../../../src/incident/report/report-markdown';
import { sampleAction } from '../../../support/action-world';
import { sampleFinding, sampleProbe } from '../../../support/sample-incident';
import { after, completeState } from '../../../support/sample-state';

const PLAN: Plan = { nodes: [], steps: [] };
const by = { actor: 'alice@example.com', via: 'claude-code', person: 'alice@example.com', identities: ['alice@example.com'] };
const common = { digest: 'd', by, reason: 'it <b>leaks</b>', proposedAt: after(1), expiresAt: after(900) };
const RAN = { kind: 'succeeded', problem: null, output: '', startedAt: after(2), endedAt: after(3) } as const;
const PROPOSALS: readonly Proposal[] = [
  {
    ...common,
    id: 'P-0000000001',
    what: { kind: 'action', action: sampleAction({ target: 'shop/web' }) },
    status: 'rolledBack',
    decidedBy: { actor: 'slack:UBEN', actorName: 'Ben' },
    decidedAt: after(2),
    run: RAN,
    checks: [sampleFinding(sampleProbe(), { status: 'fail', summary: 'connection refused' })],
    rollback: RAN,
    endedAt: after(4),
    work: { proposed: { claim: {} as never, signature: 'secret-signature' } },
  },
  { ...common, id: 'P-0000000002', what: { kind: 'command', command: { name: 'escalate', payload: {} } }, status: 'proposed' },
];

it('tells in every form what was proposed, who decided, and what came of it', () => {
  const state = completeState({ proposals: PROPOSALS });
  const report = buildReport(state, PLAN);
  expect(report.actions).toMatchObject([
    { id: 'P-0000000001', kind: 'action', title: 'Restart the shop: shop/web', status: 'rolledBack', decided_by: 'Ben' },
    { id: 'P-0000000002', kind: 'command', title: 'escalate', decided_by: null, run: null },
  ]);
  const markdown = renderReportMarkdown(report, '');
  expect(markdown).toContain('## Actions');
  expect(markdown).toMatch(/Restart the shop: shop\/web \(P-0000000001\).*rolled back.*alice@example.com` \(via claude-code\).*Ben/);
  expect(markdown).toContain('fail, connection refused');
  expect(markdown).not.toContain('<b>');
  const page = renderReportHtml(report, PLAN);
  expect(page).toContain('<h2>Actions</h2>');
  expect(page).toContain('it &lt;b&gt;leaks&lt;/b&gt;');
  const details = renderCurrentDetails(state);
  expect(details).toContain('escalate (P-0000000002): waits for an answer');
  expect(details).not.toContain('P-0000000001');
  for (const shown of [JSON.stringify(report), markdown, page, details]) expect(shown).not.toContain('secret-signature');
});

it('says nothing of actions if there were none', () => {
  const report = buildReport(completeState(), PLAN);
  expect(report).not.toHaveProperty('actions');
  expect(renderReportMarkdown(report, '')).not.toContain('## Actions');
  expect(renderReportHtml(report, PLAN)).not.toContain('<h2>Actions</h2>');
});
