import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { PagerUse } from '../../src/incident/model/page';
import { type IncidentTest, withStartedIncident } from './incident-stage';
import { sampleIncident, samplePolicy } from './sample-incident';

/** Used for incidents of every severity. */
export const PAGER: PagerUse = { name: 'pager', severities: ['critical', 'high', 'medium', 'low'] };

/** What the services were asked. */
export interface Asked {
  /** In order: `pager 0.started`, `pager resolved`. */
  readonly all: string[];
  readonly pages: Parameters<Activities['sendPage']>[0][];
  readonly ends: Parameters<Activities['endPages']>[0][];
}

export interface PagedOptions {
  readonly pagers?: readonly PagerUse[];
  readonly severity?: 'critical' | 'low';
  readonly privacy?: 'private';
  /** They see the usual activities, which remember every request. */
  readonly overrides?: (usual: Activities) => Partial<Activities>;
}

/** Runs a test with an incident that has just started, whose policy names services. */
export function withPagedIncident(
  env: TestWorkflowEnvironment,
  asked: Asked,
  test: IncidentTest,
  { pagers = [PAGER], overrides = () => ({}), severity = 'critical', ...more }: PagedOptions = {},
): Promise<void> {
  return withStartedIncident(
    env,
    test,
    (usual) => {
      const remembering: Activities = {
        ...usual,
        parseIncidentEvent: async ({ request, receivedAt }) => {
          const policy = { ...samplePolicy(), pagers };
          const incident = sampleIncident({ id: request.incidentId, createdAt: receivedAt, severity, policy, ...more });
          return { value: incident, attempt: 1 };
        },
        sendPage: async (input) => {
          asked.all.push(`${input.pager} ${input.page.key.split('/page/')[1]}`);
          asked.pages.push(input);
          return { value: { refused: [] }, attempt: 1 };
        },
        endPages: async (input) => {
          asked.all.push(`${input.pager} ${input.ending}`);
          asked.ends.push(input);
          return { value: null, attempt: 1 };
        },
      };
      return { ...remembering, ...overrides(remembering) };
    },
    { severity },
  );
}
