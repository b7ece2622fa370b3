import { hypothesisSentence } from '../../../../../src/incident/investigation/causes/hypothesis-sentence';
import { rankHypotheses } from '../../../../../src/incident/investigation/causes/rank-hypotheses';
import type { Finding } from '../../../../../src/incident/model/finding';
import type { CauseKind } from '../../../../../src/incident/model/investigation/cause-kind';
import type { Fact } from '../../../../../src/incident/model/investigation/fact';
import { sampleFinding, sampleProbe } from '../../../../support/sample-incident';

const finding = (title: string, changes: Partial<Finding>): Finding => ({
  ...sampleFinding(sampleProbe({ key: title, title })),
  kind: 'health',
  status: 'warn',
  target: null,
  ...changes,
});
const state = (cause: CauseKind): Fact => ({ kind: 'state', cause, holds: true, service: null, text: 'it is so' });
const told = (...findings: readonly Finding[]) =>
  hypothesisSentence(rankHypotheses(findings, { scope: [], startedAt: '2026-03-01T03:00:00.000Z', signal: null }), findings);

const full = finding('Disk', { status: 'fail', component: 'database', facts: [state('disk_full')] });

it('names what is odd, but not the cause', () => {
  const expiring = finding('TLS certificate', { component: 'tls', facts: [state('certificate_expiring')] });
  const change: Fact = { kind: 'change', service: 'search', at: '2026-03-01T02:50:00.000Z', by: null, link: null, text: 'v2' };
  const deployed = finding('Deployments', { kind: 'correlation', component: 'deployment', facts: [change] });
  expect(told(full, expiring, deployed)).toBe(
    'The database has a full disk: it is so. Also unusual, but not taken as the cause: TLS certificate, Deployments.',
  );
});

it('does not call odd what a hypothesis rests on, or what is as it should be', () => {
  const slow = finding('Queries', { component: 'database', facts: [state('slow_query')] });
  const fine = finding('HTTP health', { status: 'ok', component: 'api' });
  expect(told(full, slow, fine)).toBe('The database has a full disk: it is so.');
});
