import { MockActivityEnvironment } from '@temporalio/testing';
import type { ReportStore } from '../../../src/activities/report-store';
import { summaryActivities } from '../../../src/activities/summarize';
import type { IncidentState } from '../../../src/incident/model/state';
import { buildReport } from '../../../src/incident/report/build-report';
import { RESPONSE_PLAN } from '../../../src/workflows/response/plan';
import { completeState } from '../../support/sample-state';

/** Whether the report of this state is for the worker's own user alone. */
async function isPrivate(state: IncidentState): Promise<boolean | undefined> {
  const written: Parameters<ReportStore['write']>[0][] = [];
  const store: ReportStore = { write: async (report) => [String(written.push(report))] };
  const { writeReport } = summaryActivities(store, RESPONSE_PLAN, null);
  await new MockActivityEnvironment().run(writeReport, { report: buildReport(state, RESPONSE_PLAN) });
  return written[0]?.isPrivate;
}

it('lets everybody on the machine read the report of a public incident alone, not of one whose event was never read', async () => {
  const state = completeState();
  const { incident } = state;
  if (incident === null) throw new Error('the sample is parsed');
  expect(await isPrivate({ ...state, incident: { ...incident, privacy: 'public' } })).toBe(false);
  expect(await isPrivate({ ...state, incident: { ...incident, privacy: 'private' } })).toBe(true);
  expect(await isPrivate({ ...state, incident: null })).toBe(true);
});
