import type { ProbeSelection } from '../../../incident/model/finding';
import type { Incident } from '../../../incident/model/incident';
import { wireIncident } from '../../../incident/report/build-report';
import { renderMermaid } from '../../../incident/report/mermaid';
import { initialState } from '../../../incident/response/initial-state';
import { planRows } from '../../../incident/response/plan-table';
import { RESPONSE_PLAN } from '../../../workflows/response/plan';
import type { StartRequest } from '../../temporal/incident-start';
import { print, printJson } from '../terminal/output';
import { paintFor } from '../terminal/style';
import { table } from '../terminal/table';
import { previewLines } from './preview';

/** Prints what would start, and the plan that would run. */
export function dryRun(
  request: StartRequest,
  incident: Incident,
  selection: ProbeSelection,
  { json, diagram }: { readonly json: boolean; readonly diagram: boolean },
): void {
  const incidentId = incident.id;
  const mermaid = renderMermaid(RESPONSE_PLAN);
  if (json) {
    const state = { ...initialState({ ...request, incidentId }, incident.createdAt, RESPONSE_PLAN.nodes), incident };
    const { users, targets } = incident;
    const { runbooks, leftOut: left_out } = selection;
    const probes = selection.probes.map(({ key, runbook, title, target }) => ({ key, runbook, title, target }));
    const { steps: plan, nodes } = RESPONSE_PLAN;
    printJson('start-incident-test', {
      test: true,
      incident: wireIncident(state),
      users,
      targets,
      runbooks,
      probes,
      left_out,
      plan,
      nodes,
      mermaid,
    });
    return;
  }
  const paint = paintFor(process.stdout);
  for (const line of previewLines(incident, { id: incidentId, request, selection }, paint)) print(line);
  print('');
  const rows = planRows(RESPONSE_PLAN).map(({ step, node, needs, limits }) => [step, node, limits, needs]);
  for (const line of table(['step', 'node', 'limits and retries', 'needs'], rows, { paint })) print(line);
  if (diagram) print(`\n${mermaid.trimEnd()}`);
  print('\nNothing was started or contacted.');
}
