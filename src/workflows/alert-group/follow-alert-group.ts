import { condition, defineQuery, defineSignal, makeContinueAsNewFunc, setHandler, workflowInfo } from '@temporalio/workflow';
import { isOver } from '../../incident/alert-groups/deadlines';
import { type AlertGroupState, emptyGroup } from '../../incident/alert-groups/group-state';
import { ALERT_DELIVERED, GROUP_QUERY, type GroupStart } from '../contract/alert-messages';
import { now } from '../state/now';
import { AlertGroup } from './alert-group';

/**
 * One group of alerts, as its source defines it. Deliveries arrive as signals; the group opens at most one incident at a
 * time, tells it what is new, and resolves it once a recovery has lasted. The result is its final state.
 *
 * `handover` is the state that an earlier run left; this run continues from there.
 */
export async function followAlertGroup(start: GroupStart, handover?: AlertGroupState): Promise<AlertGroupState> {
  const { workflowId: key } = workflowInfo();
  const group = new AlertGroup(handover ?? emptyGroup({ key, instance: start.instance, fingerprint: start.fingerprint }));
  setHandler(defineQuery(GROUP_QUERY), () => group.state, { description: 'The group of alerts: its status, incident and deliveries' });
  setHandler(defineSignal<[unknown]>(ALERT_DELIVERED), (delivery) => group.receive(delivery), {
    description: 'An alert of this group, as the gateway received it',
  });
  for (;;) {
    await group.doWhatIsDue();
    // All deliveries so far are in the state, so none is lost between two runs.
    if (isOver(group.state, now())) return group.state;
    if (workflowInfo().continueAsNewSuggested) return continueInNewRun(start, group.state);
    group.setAlarm();
    await condition(() => group.isWoken);
  }
}

async function continueInNewRun(start: GroupStart, state: AlertGroupState): Promise<never> {
  const again = makeContinueAsNewFunc<typeof followAlertGroup>({ workflowType: 'followAlertGroup' });
  return again(start, state);
}
