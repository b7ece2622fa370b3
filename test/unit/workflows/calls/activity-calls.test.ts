import type { Priority } from '@temporalio/common';
import { warRoomActivities } from '../../../../src/activities/war-room';
import type { Severity } from '../../../../src/incident/model/severity';
import { ActivityCaller } from '../../../../src/workflows/calls/activity-calls';
import { ACTIVITY_LIMITS, type ActivityName } from '../../../../src/workflows/calls/activity-options';
import { NO_ON_CALL } from '../../../support/no-on-call';

interface Scheduled {
  readonly activityId: string;
  readonly priority: Priority;
  readonly summary?: string;
}
const scheduled: Scheduled[] = [];
jest.mock('@temporalio/workflow', () => ({
  ActivityCancellationType: {},
  proxyActivities: () => new Proxy({}, { get: () => ({ executeWithOptions: async (options: Scheduled) => void scheduled.push(options) }) }),
}));
beforeEach(() => {
  scheduled.length = 0;
});

async function priorityOf(name: ActivityName, severity: Severity, incidentId = 'PROD-1'): Promise<Priority | undefined> {
  await new ActivityCaller(incidentId, () => severity).call(name, {} as never, { activityId: name });
  return scheduled.at(-1)?.priority;
}

it('what people wait for goes before the rest of the same incident', async () => {
  for (const name of ['createChannel', 'announceIncident', 'inviteResponders', 'postMessage'] as const) {
    expect([name, await priorityOf(name, 'high')]).toEqual([name, { priorityKey: 2 }]);
  }
  for (const name of ['describeChannel', 'addBookmark', 'editMessage', 'removeCopies', 'writeReport'] as const) {
    expect([name, await priorityOf(name, 'high')]).toEqual([name, { priorityKey: 3 }]);
  }
});

it('a raised severity counts from the next call on', async () => {
  let severity: Severity = 'low';
  const caller = new ActivityCaller('PROD-1', () => severity);
  await caller.call('postMessage', {} as never, { activityId: '1' });
  severity = 'critical';
  await caller.call('postMessage', {} as never, { activityId: '2' });
  expect(scheduled.map(({ priority }) => priority.priorityKey)).toEqual([4, 1]);
});

it('probes of one incident do not crowd out those of another: the server takes turns among incidents', async () => {
  expect(await priorityOf('runProbe', 'critical', 'PROD-1')).toEqual({ priorityKey: 2, fairnessKey: 'PROD-1' });
  expect(await priorityOf('runProbe', 'critical', 'PROD-2')).toEqual({ priorityKey: 2, fairnessKey: 'PROD-2' });
});

it('ids and summaries of any length are cut to what the server takes', async () => {
  const long = 'x'.repeat(10_000);
  await new ActivityCaller('PROD-1', () => 'low').call('postMessage', {} as never, { activityId: long, summary: long });
  expect(scheduled[0]?.activityId.length).toBeLessThanOrEqual(240);
  expect(scheduled[0]?.summary?.length).toBeLessThanOrEqual(200);
});

it('the way to the war room shares its queue with no other call to Slack', () => {
  const inSlack = Object.keys(warRoomActivities(null, NO_ON_CALL)) as ActivityName[];
  const onTheShortWay = inSlack.filter((name) => ACTIVITY_LIMITS[name].taskQueue === 'incident-response');
  expect(inSlack.length).toBeGreaterThan(10);
  expect(onTheShortWay.sort()).toEqual(['announceIncident', 'createChannel', 'setUpSlack']);
});

it('an event that ends every worker which reads it is not read for ever', () => {
  expect(ACTIVITY_LIMITS.parseIncidentEvent.retry.maximumAttempts).toBeGreaterThan(0);
  expect(ACTIVITY_LIMITS.readAlertUpdate.retry.maximumAttempts).toBeGreaterThan(0);
});
