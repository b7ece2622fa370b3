import { condition, defineQuery, defineSignal, makeContinueAsNewFunc, setHandler, workflowInfo } from '@temporalio/workflow';
import { type HeartbeatState, watchedFrom } from '../../incident/heartbeats/heartbeat-state';
import { HEARTBEAT_CONFIGURED, HEARTBEAT_FED, HEARTBEAT_QUERY, type HeartbeatStart } from '../contract/heartbeat-messages';
import { Heartbeat } from './heartbeat';

/**
 * A dead man's switch. If it is not fed in time, it hands a firing alert to a group of alerts; once it is fed again, a resolved
 * one. It ends once no worker has known it for an hour: workers are asked at its deadline, and every hour while it is late. The
 * result is its final state.
 *
 * `handover` is the state that an earlier run left; this run continues from there.
 */
export async function watchHeartbeat(start: HeartbeatStart, handover?: HeartbeatState): Promise<HeartbeatState> {
  const { startTime } = workflowInfo();
  const heartbeat = new Heartbeat(handover ?? watchedFrom(start.name, start.settings, startTime.toISOString()));
  setHandler(defineQuery(HEARTBEAT_QUERY), () => heartbeat.state, {
    description: 'The heartbeat: its settings, its last feed, since when it has been late',
  });
  setHandler(defineSignal<[unknown]>(HEARTBEAT_FED), (feed) => heartbeat.feed(feed), { description: 'The heartbeat was fed' });
  setHandler(defineSignal<[unknown]>(HEARTBEAT_CONFIGURED), (settings) => heartbeat.configure(settings), {
    description: 'Its settings, from the configuration of a worker that has just started',
  });
  for (;;) {
    await heartbeat.doWhatIsDue();
    // All feeds so far are in the state, so none is lost between two runs.
    if (!heartbeat.isConfigured) return heartbeat.state;
    if (workflowInfo().continueAsNewSuggested)
      return makeContinueAsNewFunc<typeof watchHeartbeat>({ workflowType: 'watchHeartbeat' })(start, heartbeat.state);
    heartbeat.setAlarm();
    await condition(() => heartbeat.isWoken);
  }
}
