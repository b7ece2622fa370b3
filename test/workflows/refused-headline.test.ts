import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { EditInput } from '../../src/activities/interface';
import { isComplete } from '../support/incident-handle';
import { withStartedIncident } from '../support/incident-stage';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

describe('a headline that somebody has deleted', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(() => workflowBundle(), 60_000);
  beforeEach(async () => {
    env = await timeSkippingEnvironment();
  });
  afterEach(() => env?.teardown());

  it('is edited again only when it would say something else, and not when the incident ends', async () => {
    let edits = 0;
    const editMessage = async ({ key }: EditInput): Promise<never> => {
      if (key.endsWith('/announceIncident')) edits += 1;
      throw ApplicationFailure.nonRetryable('Slack refuses chat.update: message_not_found', 'slack_message_not_found');
    };
    await withStartedIncident(
      env,
      async ({ handle, until, send }) => {
        await until(isComplete);
        const before = edits;
        expect(before).toBeGreaterThan(0);
        for (const text of ['one', 'two', 'three']) await send('addNote', { text });
        await until(({ timeline }) => timeline.filter(({ kind }) => kind === 'addNote').length === 3);
        expect(edits).toBe(before);
        await send('cancel', { reason: 'a test' });
        await handle.result();
        expect(edits).toBe(before + 1);
      },
      () => ({ editMessage }),
    );
  });
});
