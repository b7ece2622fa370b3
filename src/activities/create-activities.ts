import type { WarRoomChat } from '../chat/port';
import type { Plan } from '../incident/model/plan';
import { actionActivities } from './actions/action-activities';
import type { ActionDependencies } from './actions/dependencies';
import type { AlertActivities, LocalAlertActivities } from './alert-interface';
import { type AlertDependencies, alertActivities } from './follow-alerts';
import type { HeartbeatActivities, LocalHeartbeatActivities } from './heartbeat-interface';
import type { ActionActivities, Activities } from './interface';
import { probeActivities, type SelectionDependencies, selectionActivities } from './investigate';
import { type PagingDependencies, pagingActivities } from './page-people';
import { type ParsingDependencies, parsingActivities } from './parse-incident-event';
import type { ReportStore } from './report-store';
import type { RunProbeDependencies } from './run-probe';
import { summaryActivities } from './summarize';
import { warRoomActivities } from './war-room';
import { type HeartbeatDependencies, heartbeatActivities } from './watch-heartbeats';

export interface ResponseDependencies
  extends ParsingDependencies,
    SelectionDependencies,
    AlertDependencies,
    HeartbeatDependencies,
    PagingDependencies {
  /** Null if Slack is switched off. */
  readonly chat: WarRoomChat | null;
  readonly reports: ReportStore;
  readonly plan: Plan;
}

/** Activities on the queue `incident-response`. */
export function createResponseActivities(
  dependencies: ResponseDependencies,
): Omit<Activities, 'runProbe' | keyof ActionActivities> &
  AlertActivities &
  LocalAlertActivities &
  HeartbeatActivities &
  LocalHeartbeatActivities {
  return {
    ...parsingActivities(dependencies),
    ...warRoomActivities(dependencies.chat, dependencies.onCall),
    ...pagingActivities(dependencies),
    ...selectionActivities(dependencies),
    ...alertActivities(dependencies),
    ...heartbeatActivities(dependencies),
    ...summaryActivities(dependencies.reports, dependencies.plan, dependencies.chat),
  };
}

/** Activities on the queue `incident-containers`. */
export function createContainerActivities(
  dependencies: RunProbeDependencies & ActionDependencies,
): Pick<Activities, 'runProbe'> & ActionActivities {
  return { ...probeActivities(dependencies), ...actionActivities(dependencies) };
}
