import { RetryState, TimeoutType } from '@temporalio/common';
import { ActivityFailure, TimeoutFailure } from '@temporalio/workflow';
import { problemOf } from '../../../../src/workflows/calls/judge-failure';

function timedOut(activity: string, type: TimeoutType): ActivityFailure {
  return new ActivityFailure('', activity, `${activity}.1`, RetryState.TIMEOUT, 'worker-1', new TimeoutFailure('', undefined, type));
}

it('names the queue for which no worker is running', () => {
  const { message, mend } = problemOf(timedOut('runProbe', TimeoutType.SCHEDULE_TO_START));
  expect(message).toBe('no worker took this activity in time');
  expect(mend).toBe('Start a worker: npm start -- --queues incident-containers');
  expect(problemOf(timedOut('ofLater', TimeoutType.SCHEDULE_TO_START)).mend).toBe('Start a worker: npm start');
});

it('says of other time limits that the activity timed out', () => {
  expect(problemOf(timedOut('postReply', TimeoutType.START_TO_CLOSE)).message).toBe('timed out (START_TO_CLOSE)');
});
