import { wireIncident } from '../../incident/build-report';
import type { IncidentRules } from '../../incident/config-types';
import { createIncident } from '../../incident/create-incident';
import { placeholderIncidentId } from '../../incident/incident-id';
import { initialState } from '../../incident/initial-state';
import { renderMermaid } from '../../incident/mermaid';
import { planRows } from '../../incident/plan-table';
import { RESPONSE_PLAN } from '../../workflows/plan';
import type { StartRequest } from '../incident-client';
import { print, printJson } from './output';
import { paintFor, paintSeverity } from './style';
import { table } from './table';

/** Checks everything that can be checked without a connection, and prints what would run. */
export function dryRun(request: StartRequest, rules: IncidentRules, json: boolean): void {
  const incidentId = request.incidentId ?? placeholderIncidentId(rules.idPrefix);
  const receivedAt = new Date().toISOString();
  const incident = createIncident({ request: { ...request, incidentId }, rules, receivedAt });
  const state = { ...initialState({ ...request, incidentId }, receivedAt, RESPONSE_PLAN.nodes), incident };
  const mermaid = renderMermaid(RESPONSE_PLAN);
  if (json) {
    const { users, targets, runbooks } = incident;
    const { steps: plan, nodes } = RESPONSE_PLAN;
    printJson({ test: true, incident: wireIncident(state), users, targets, runbooks, plan, nodes, mermaid });
    return;
  }
  const paint = paintFor(process.stdout);
  const room = `${incident.privacy} #${incident.channelName} (${incident.privacyReason})`;
  print(`would start ${paint('bold', incidentId)}: ${paintSeverity(paint, incident.severity)}, ${incident.title}`);
  print(`room      ${request.createChannel === false ? 'none' : room}`);
  print(`people    ${incident.users.join(', ') || 'nobody'}`);
  print(`targets   ${incident.targets.join(', ') || 'none'}`);
  print(`runbooks  ${incident.runbooks.join(', ') || 'those whose conditions match'}`);
  print('');
  const rows = planRows(RESPONSE_PLAN).map(({ step, node, needs, limits }) => [step, node, limits, needs]);
  for (const line of table(['step', 'node', 'limits and retries', 'needs'], rows, { paint })) print(line);
  print(`\n${mermaid.trimEnd()}`);
  print('\nNothing was started, nothing was contacted.');
}
