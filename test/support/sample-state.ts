import { assessFindings } from '../../src/incident/investigation/assess-findings';
import type { Incident } from '../../src/incident/model/incident';
import type { IncidentState, NodeState, Problem } from '../../src/incident/model/state';
import { initialState } from '../../src/incident/response/initial-state';
import { rollUpSteps } from '../../src/incident/response/roll-up-steps';
import { RESPONSE_PLAN } from '../../src/workflows/response/plan';
import { sampleFinding, sampleIncident, sampleProbe } from './sample-incident';

export const CREATED_AT = '2026-01-01T10:00:00.000Z';
/** The time this many seconds after the sample incident was created. */
export const after = (seconds: number): string => new Date(Date.parse(CREATED_AT) + seconds * 1_000).toISOString();

export const MISSING_SCOPE: Problem = {
  code: 'slack_missing_scope',
  message: 'Slack refuses: scope groups:write is missing',
  mend: 'Add the scope groups:write and reinstall the app.',
};

/** An incident that has just been declared, with the nodes of the real response. */
export function newState(changes: Partial<IncidentState> = {}): IncidentState {
  const request = {
    incidentId: 'PROD-20260101-001',
    title: 'Database connection pool exhausted',
    actor: 'ann',
    users: ['dba@example.com'],
  };
  return { ...initialState(request, CREATED_AT, RESPONSE_PLAN.nodes), ...changes };
}

/** An incident whose response succeeded completely: two probes, one of which fails, and one person, who was found. */
export function completeState(changes: Partial<IncidentState> = {}, incident: Partial<Incident> = {}): IncidentState {
  const probes = [
    sampleProbe(),
    sampleProbe({ key: 'http-health:api', probe: 'http-health', title: 'HTTP health', component: 'api', aspect: 'availability' }),
  ];
  const [first, second] = probes as [(typeof probes)[0], (typeof probes)[0]];
  const findings = [
    sampleFinding(first, {
      status: 'fail',
      summary: 'connection refused',
      evidence: ['connect: refused'],
      recommendations: ['Is it running?'],
    }),
    sampleFinding(second),
  ];
  const state = newState({
    incident: sampleIncident(incident),
    slack: { workspace: 'Acme', workspaceUrl: 'https://acme.example.com/', teamId: 'T1', botUserId: 'UBOT', scopes: null },
    people: { resolved: [{ userId: 'U1', name: 'dba', reference: 'dba@example.com', method: 'email' }], unresolved: [], resolutionRate: 1 },
    warRoom: {
      channelId: 'C1',
      name: 'incident-prod-20260101-001',
      privacy: 'public',
      created: true,
      url: 'https://acme.example.com/archives/C1',
    },
    headlineTs: '1.1',
    probes,
    findings,
    investigation: assessFindings(findings, []),
  });
  const ran = state.nodes.map(
    (node, index): NodeState => ({ ...node, status: 'done', attempts: 1, startedAt: after(index / 10), endedAt: after(index / 10 + 0.1) }),
  );
  return { ...state, nodes: ran, steps: rollUpSteps(ran), ...changes };
}

/** The state with some of its nodes changed and its steps rolled up again. */
export function withNodes(state: IncidentState, changes: Readonly<Record<string, Partial<NodeState>>>): IncidentState {
  const unknown = Object.keys(changes).find((name) => !state.nodes.some((node) => node.name === name));
  if (unknown !== undefined) throw new Error(`no node ${unknown} in the response`);
  const nodes = state.nodes.map((node) => ({ ...node, ...changes[node.name] }));
  return { ...state, nodes, steps: rollUpSteps(nodes) };
}
