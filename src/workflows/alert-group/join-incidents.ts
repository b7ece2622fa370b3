import {
  allHandlersFinished,
  condition,
  defineUpdate,
  makeContinueAsNewFunc,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AlertActivities, LocalAlertActivities } from '../../activities/alert-interface';
import { takesAlerts } from '../../incident/alert-groups/group-state';
import type { JoinIncident, OpenedIncident } from '../../incident/alert-groups/incident-door';
import { JOIN_UPDATE } from '../contract/alert-messages';
import { now } from '../state/now';
import { ACTIVITY_OPTIONS, LOCAL_OPTIONS } from './options';

const activities = proxyActivities<AlertActivities>(ACTIVITY_OPTIONS);
const local = proxyLocalActivities<LocalAlertActivities>(LOCAL_OPTIONS);

/** What a run hands to the next. */
export interface JoinState {
  /** The incident that alerts join; null if there is none yet. */
  readonly incidentId: string | null;
  /** Until when it takes in alerts (RFC 3339, UTC). */
  readonly until: string;
  /** The incident of each request, since a group may ask again. */
  readonly joined: Readonly<Record<string, OpenedIncident>>;
}

/** A group whose answer was lost asks again within this time, in milliseconds. */
const KEEP_MS = 3_600_000;
/** Enough for all groups that may ask again after their worker was lost. */
const MAX_JOINED = 1_000;

/**
 * The incident of one join key. Groups ask for it one after the other, so that two of them never open one each. It ends some
 * time after the incident takes in no more alerts.
 */
export async function joinIncidents(handover?: JoinState): Promise<void> {
  let state = handover ?? { incidentId: null, until: now(), joined: {} };
  let turn: Promise<unknown> = Promise.resolve();
  setHandler(
    defineUpdate<OpenedIncident, [JoinIncident]>(JOIN_UPDATE),
    (request) => {
      const answer = turn.then(() => join(request));
      turn = answer.catch(() => undefined);
      return answer;
    },
    { description: 'Asks for the incident of this join key; opens it if there is none' },
  );

  async function join({ open, withinMs }: JoinIncident): Promise<OpenedIncident> {
    const known = state.joined[open.token];
    if (known !== undefined) return known;
    const current = state.incidentId !== null && now() < state.until ? state.incidentId : null;
    const isOpen = current !== null && takesAlerts((await local.lookAtIncident({ incidentId: current })).value);
    const answer = isOpen && current !== null ? { incidentId: current, created: false } : (await activities.openIncident(open)).value;
    const joined = Object.fromEntries([...Object.entries(state.joined), [open.token, answer]].slice(-MAX_JOINED));
    state = { incidentId: answer.incidentId, until: new Date(Date.parse(now()) + withinMs).toISOString(), joined };
    return answer;
  }

  for (;;) {
    await condition(allHandlersFinished);
    if (workflowInfo().continueAsNewSuggested) return makeContinueAsNewFunc<typeof joinIncidents>({ workflowType: 'joinIncidents' })(state);
    const { until } = state;
    const leftMs = Date.parse(until) + KEEP_MS - Date.parse(now());
    if (leftMs <= 0) return;
    await condition(() => state.until !== until || !allHandlersFinished(), leftMs, { summary: 'no more alerts to join' });
  }
}
