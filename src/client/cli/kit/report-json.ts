import type { IncidentState } from '../../../incident/model/state';
import { buildReport } from '../../../incident/report/build-report';
import { RESPONSE_PLAN } from '../../../workflows/response/plan';
import type { Waiting } from '../../temporal/read-state';
import type { IncidentReport } from '../outputs/incident-output';
import { stuckSteps } from './stuck-steps';

/** An incident as commands print it with `--json`. */
export function reportJson(state: IncidentState, waiting: readonly Waiting[]): IncidentReport {
  const proposals = (state.proposals ?? []).map(({ work: _, ...shown }) => shown);
  const report = buildReport(state, RESPONSE_PLAN);
  return { ...report, assigned: state.assigned.map(({ name }) => name), blocked: stuckSteps(report), waiting, proposals };
}
