import type { Activities } from '../../activities/interface';
import type { Problem } from '../../incident/model/state';
import type { ActivityName } from '../calls/activity-options';
import { problemOf, wasNotTaken } from '../calls/judge-failure';
import type { IncidentAccess } from '../incident-access';
import { tellTrouble } from '../outbox/page-trouble';
import { now } from '../state/now';

/** After this time without a worker, the room is told. */
const TAKEN_WITHIN_MS = 30_000;
/** What went wrong, in the list of troubles. */
const ASKING = 'askActionWorker';

export const NO_WORKER: Problem = {
  code: 'no_worker',
  message: 'no worker that may run actions answers',
  mend: 'Start one near the container engine: npm start -- --queues incident-containers',
};

/** Calls the worker that may run actions, and waits for one `until` a time (RFC 3339), so that nobody waits for ever. */
export async function callPatiently<Name extends ActivityName>(
  incident: IncidentAccess,
  name: Name,
  input: Parameters<Activities[Name]>[0],
  { until, ...about }: { readonly activityId: string; readonly summary: string; readonly until: string },
): Promise<Awaited<ReturnType<Activities[Name]>>['value']> {
  const { activities, record } = incident;
  const withinMs = () => Math.max(1, Date.parse(until) - Date.parse(now()));
  try {
    return (await activities.call(name, input, { ...about, withinMs: withinMs(), takenWithinMs: TAKEN_WITHIN_MS })).value;
  } catch (error) {
    if (!wasNotTaken(error)) throw error;
  }
  tellTrouble(incident, ASKING, NO_WORKER, true);
  try {
    return (await activities.call(name, input, { ...about, activityId: `${about.activityId}.again`, withinMs: withinMs() })).value;
  } finally {
    record.clearDegradation(ASKING);
  }
}

/** Why it did not answer; for one that was never asked, that there is none. */
export function whyNoAnswer(error: unknown): Problem {
  const problem = problemOf(error);
  return problem.code === 'timeout' || problem.code === 'no_worker' ? NO_WORKER : problem;
}
