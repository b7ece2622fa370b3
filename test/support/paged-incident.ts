import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { PagerUse } from '../../src/incident/model/page';
import { type IncidentTest, withStartedIncident } from './incident-stage';
import { ownTestServer } from './own-test-server';
import { sampleIncident, samplePolicy } from './sample-incident';
import { workflowBundle } from './workflow-env';

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

export interface PagedTests {
  env(): TestWorkflowEnvironment;
  /** What the running test's services were asked. */
  asked(): Asked;
  /** How often they were asked this: `pager 0.started`. */
  count(wanted: string): number;
  paged(test: IncidentTest, options?: PagedOptions): Promise<void>;
  /**
   * Lets every running activity end, because time skips only then. If a command cancels one at the moment in which it ends, the
   * server may lose a workflow task, or skip no more time. What happens at such a moment, test/integration/life/pages.test.ts
   * shows on a real server.
   */
  calm(): Promise<void>;
}

/** The tests of a file about pages: each with services of its own, and with a server of its own that skips time. */
export function pagedTests(): PagedTests {
  const env = ownTestServer();
  let services: Asked;
  beforeAll(() => workflowBundle(), 60_000);
  beforeEach(() => {
    services = { all: [], pages: [], ends: [] };
  });
  return {
    env,
    asked: () => services,
    count: (wanted) => services.all.filter((one) => one === wanted).length,
    paged: (test, options) => withPagedIncident(env(), services, test, options),
    calm: () => env().sleep('1s'),
  };
}
