import type { Report } from '../../../incident/model/report';
import type { IncidentState } from '../../../incident/model/state';
import { buildReport } from '../../../incident/report/build-report';
import { RESPONSE_PLAN } from '../../../workflows/response/plan';
import type { Waiting } from '../../temporal/read-state';
import { type StuckStep, stuckSteps } from './stuck-steps';

/**
 * An incident as commands print it with `--json`: the report, plus to whom it is assigned (without a role), and the steps
 * that are blocked or waiting.
 */
export function reportJson(
  state: IncidentState,
  waiting: readonly Waiting[],
): Report & { readonly assigned: readonly string[]; readonly blocked: readonly StuckStep[]; readonly waiting: readonly Waiting[] } {
  const report = buildReport(state, RESPONSE_PLAN);
  return { ...report, assigned: state.assigned.map(({ name }) => name), blocked: stuckSteps(report), waiting };
}
