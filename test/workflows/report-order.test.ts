import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { ReportBody } from '../../src/incident/model/report';
import { withIncident } from '../support/incident-stage';
import { waitUntil } from '../support/wait-until';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
beforeAll(() => workflowBundle(), 60_000);
beforeEach(async () => {
  env = await timeSkippingEnvironment();
});
afterEach(() => env?.teardown());

/** A folder that is away for a while, and the titles of the reports that were written to it, in order. */
function folder() {
  const written: string[] = [];
  const here = { isAway: false, atWork: 0, atOnce: 0 };
  const write = async ({ incident }: ReportBody): Promise<void> => {
    here.atWork += 1;
    here.atOnce = Math.max(here.atOnce, here.atWork);
    await waitUntil(() => !here.isAway, { everyMs: 10 });
    here.atWork -= 1;
    written.push(incident.incident_title);
  };
  const activities = (usual: Activities): Partial<Activities> => ({
    summarizeIncident: async (input) => {
      await write(input.report);
      return usual.summarizeIncident(input);
    },
    writeReport: async (input) => {
      await write(input.report);
      return usual.writeReport(input);
    },
  });
  return { here, written, activities };
}

it('a report of a command waits for the one that the response is writing, so that the newer one stands', () => {
  const { here, written, activities } = folder();
  return withIncident(
    env,
    async ({ until, send }) => {
      here.isAway = true;
      await send('resumeFrom', { step: 'summarizeIncident' });
      await until(() => here.atWork === 1);
      await send('changeTitle', { title: 'Pool exhausted' });
      await send('addNote', { text: 'a moment' });
      here.isAway = false;
      await until(() => written.length === 3);
      expect(here.atOnce).toBe(1);
      expect(written).toEqual(['Database down', 'Database down', 'Pool exhausted']);
    },
    activities,
  );
});

it('the report of the response waits for the one that a command has asked for', () => {
  const { here, written, activities } = folder();
  return withIncident(
    env,
    async ({ until, send }) => {
      here.isAway = true;
      await send('changeTitle', { title: 'Pool exhausted' });
      await until(() => here.atWork === 1);
      await send('resumeFrom', { step: 'summarizeIncident' });
      await until(({ nodes }) => nodes.some(({ name, status }) => name === 'writeReport' && status === 'running'));
      await send('addNote', { text: 'a moment' });
      here.isAway = false;
      await until(({ nodes }) => written.length === 3 && nodes.every(({ status }) => status === 'done'));
      expect(here.atOnce).toBe(1);
    },
    activities,
  );
});
