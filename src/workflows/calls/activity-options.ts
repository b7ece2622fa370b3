import type { ActivityLimits } from '../../incident/model/plan';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE } from '../contract/messages';

const SECOND_MS = 1_000;

/**
 * Transient failures are retried while the incident is open. If Slack is down for an hour, the war room is an hour late and
 * nothing is lost, so there is no limit on time or attempts. The activities' error mapper gives up on unknown errors after
 * `UNKNOWN_ERROR_ATTEMPTS`.
 */
const WHILE_OPEN = { initialMs: 500, coefficient: 2, maximumMs: 30 * SECOND_MS, maximumAttempts: 0 };

/**
 * Running activities send heartbeats, so a worker that dies during an activity costs at most this much time. A busy worker
 * is not mistaken for a dead one in that time, and whatever a dead one has sent is committed before the next attempt looks
 * for it.
 */
const HEARTBEAT_MS = 5 * SECOND_MS;

/** For the critical path to the war room. One HTTP call is limited to 7 s. */
const FIRST_CALL: ActivityLimits = {
  taskQueue: RESPONSE_QUEUE,
  mayWait: false,
  startToCloseMs: 9 * SECOND_MS,
  heartbeatMs: HEARTBEAT_MS,
  retry: WHILE_OPEN,
};

/** For several Slack calls in one activity: pages of users, members of groups, one invitation after another. */
const FIRST_CALLS: ActivityLimits = { ...FIRST_CALL, startToCloseMs: 60 * SECOND_MS };

/** Off the critical path, but people are waiting for it: a page, for example. */
const SLACK_CALL: ActivityLimits = { ...FIRST_CALL, taskQueue: SLACK_QUEUE };
const SLACK_CALLS: ActivityLimits = { ...FIRST_CALLS, taskQueue: SLACK_QUEUE };

/** Less important work: topic, pin, bookmarks, edits, sweeps. */
const LESSER_CALL: ActivityLimits = { ...SLACK_CALL, mayWait: true };
const LESSER_CALLS: ActivityLimits = { ...SLACK_CALLS, mayWait: true };

const LOCAL_WORK: ActivityLimits = {
  taskQueue: RESPONSE_QUEUE,
  mayWait: false,
  startToCloseMs: 10 * SECOND_MS,
  heartbeatMs: HEARTBEAT_MS,
  retry: WHILE_OPEN,
};

/**
 * An event that takes too long or kills the worker would do so every time, so after this many attempts someone has to step
 * in.
 */
const PARSING: ActivityLimits = { ...LOCAL_WORK, retry: { ...WHILE_OPEN, maximumAttempts: 10 } };

/** Worth an hour of retries, but not worth delaying the end of an incident, or a resume, any longer. */
const CLOSING_CALL: ActivityLimits = { ...LESSER_CALL, scheduleToCloseMs: 3_600 * SECOND_MS };

/**
 * Not on the queue of Slack: pages matter most while Slack hangs. One call is limited to 7 s, asking who is on call to 5 s.
 * After about a minute of failures the outbox learns of it, says so, and tries again every minute: people rely on pages.
 */
const PAGE: ActivityLimits = { ...FIRST_CALL, startToCloseMs: 20 * SECOND_MS, retry: { ...WHILE_OPEN, maximumAttempts: 6 } };
/** There may be many pages to clear. It is not worth delaying the end of an incident for longer than an hour. */
const PAGE_ENDS: ActivityLimits = { ...FIRST_CALLS, scheduleToCloseMs: 3_600 * SECOND_MS };

/**
 * After this time the queue is checked: either there is no worker and the finding is "unknown", or others are ahead of the
 * probe.
 */
export const PROBE_SCHEDULE_TO_START_MS = 30 * SECOND_MS;
const PROBE: ActivityLimits = {
  taskQueue: CONTAINERS_QUEUE,
  mayWait: true,
  // A probe's longest limit is 45 s, and its worker holds at most one other probe ahead of it.
  startToCloseMs: 100 * SECOND_MS,
  scheduleToStartMs: PROBE_SCHEDULE_TO_START_MS,
  scheduleToCloseMs: 180 * SECOND_MS,
  heartbeatMs: 3 * SECOND_MS,
  retry: { initialMs: 500, coefficient: 2, maximumMs: 5 * SECOND_MS, maximumAttempts: 6 },
};

/** Someone waits for the answer; how long at most, the caller says, since a proposal expires. */
const VOUCHING: ActivityLimits = {
  taskQueue: CONTAINERS_QUEUE,
  mayWait: false,
  startToCloseMs: 30 * SECOND_MS,
  heartbeatMs: HEARTBEAT_MS,
  retry: { ...WHILE_OPEN, maximumMs: 5 * SECOND_MS },
};
/** A first use of an image may have to load it. */
const PREPARING: ActivityLimits = { ...VOUCHING, startToCloseMs: 120 * SECOND_MS };
/** How long all attempts may take together, the caller says: it knows the step's own limit. A retry attaches to what is running. */
const RUNNING: ActivityLimits = { ...VOUCHING, startToCloseMs: 3_600 * SECOND_MS, heartbeatMs: 3 * SECOND_MS };
const REMOVING: ActivityLimits = { ...VOUCHING, mayWait: true, scheduleToCloseMs: 3_600 * SECOND_MS };

/** Limits of every activity by name, as used by the workflow and shown by the plan. */
export const ACTIVITY_LIMITS = {
  parseIncidentEvent: PARSING,
  readAlertUpdate: PARSING,
  setUpSlack: FIRST_CALL,
  resolveSlackUsers: SLACK_CALLS,
  createChannel: FIRST_CALLS,
  announceIncident: FIRST_CALL,
  describeChannel: LESSER_CALLS,
  furnishRoom: LESSER_CALLS,
  addBookmark: LESSER_CALLS,
  inviteResponders: SLACK_CALLS,
  selectProbes: LOCAL_WORK,
  runProbe: PROBE,
  describeProbeQueue: LOCAL_WORK,
  resolveAction: VOUCHING,
  verifyApproval: VOUCHING,
  prepareAction: PREPARING,
  runAction: RUNNING,
  removeAction: REMOVING,
  postMessage: SLACK_CALL,
  postReply: SLACK_CALL,
  postElsewhere: SLACK_CALL,
  updateThread: SLACK_CALLS,
  editMessage: LESSER_CALL,
  removeCopies: LESSER_CALLS,
  sendPage: PAGE,
  endPages: PAGE_ENDS,
  archiveChannel: CLOSING_CALL,
  unarchiveChannel: CLOSING_CALL,
  summarizeIncident: SLACK_CALLS,
  writeReport: { ...LOCAL_WORK, taskQueue: SLACK_QUEUE, mayWait: true },
} as const satisfies Record<string, ActivityLimits>;

export type ActivityName = keyof typeof ACTIVITY_LIMITS;
