import type { Report } from '../../../incident/model/report';
import type { IncidentState } from '../../../incident/model/state';
import { buildReport } from '../../../incident/report/build-report';
import { RESPONSE_PLAN } from '../../../workflows/response/plan';
import type { Waiting } from '../../temporal/read-state';
import { type StuckStep, stuckSteps } from './stuck-steps';

/** An incident as commands print it with `--json`: the report, plus the steps that are blocked or waiting. */
export function reportJson(
  state: IncidentState,
  waiting: readonly Waiting[],
): Report & { readonly blocked: readonly StuckStep[]; readonly waiting: readonly Waiting[] } {
  const report = buildReport(state, RESPONSE_PLAN);
  return { ...report, blocked: stuckSteps(report), waiting };
}
