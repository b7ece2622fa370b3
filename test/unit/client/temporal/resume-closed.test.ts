import { type Client, QueryNotRegisteredError, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { defaultDataConverter, TypedSearchAttributes } from '@temporalio/common';
import { IncidentClient } from '../../../../src/client/temporal/incident-client';
import { loadConfig } from '../../../../src/config';
import type { IncidentState } from '../../../../src/incident/model/state';
import { START_TOKEN_MEMO, WORKFLOW_TYPE } from '../../../../src/workflows/contract/messages';
import { after, completeState } from '../../../support/sample-state';

const ID = 'PROD-20260101-001';
const CLOSED = completeState({ status: 'resolved', resolvedAt: after(60), resolvedBy: 'ben', closedAt: after(120) });

interface Run {
  readonly runId: string;
  readonly isOpen: boolean;
  readonly token: string;
}

/** A server that holds one closed incident. `rival`: whose resume comes first, before the start or the second look. */
function closedIncident({ worker = true, rival, before = 'start' }: { worker?: boolean; rival?: string; before?: 'start' | 'look' } = {}) {
  let looks = 0;
  const runs: Run[] = [{ runId: 'run-1', isOpen: false, token: 'start' }];
  const updates: unknown[] = [];
  const begin = (token: string) => void runs.push({ runId: `run-${runs.length + 1}`, isOpen: true, token });
  const latest = () => runs.at(-1) as Run;
  const described = () => ({
    ...latest(),
    type: WORKFLOW_TYPE,
    status: { name: latest().isOpen ? 'RUNNING' : 'COMPLETED' },
    memo: { [START_TOKEN_MEMO]: latest().token },
    startTime: new Date(after(0)),
    typedSearchAttributes: new TypedSearchAttributes(),
    raw: {},
  });
  const workflow = {
    getHandle: (_id: string, runId?: string) => ({
      describe: async () => {
        looks += 1;
        if (before === 'look' && looks === 2) begin(rival ?? '');
        return described();
      },
      result: async (): Promise<IncidentState> => {
        if ((runs.find((run) => run.runId === runId) ?? latest()).isOpen) throw new Error('an open run has no result');
        return CLOSED;
      },
      query: async () => {
        if (!worker) throw new QueryNotRegisteredError('no worker', 0 as never);
        return { ...CLOSED, closedAt: null };
      },
      startUpdate: async (name: string, { args }: { args: unknown[] }) => {
        updates.push({ name, ...(args[0] as object) });
        return { result: async () => ({ applied: true, repeated: false, status: 'resolved' }) };
      },
    }),
    start: async (type: string, { memo }: { memo: Record<string, string> }) => {
      if (rival !== undefined && !latest().isOpen) begin(rival);
      if (latest().isOpen) throw new WorkflowExecutionAlreadyStartedError('already started', ID, type);
      begin(memo[START_TOKEN_MEMO] ?? '');
    },
  };
  const client = {
    workflow,
    workflowService: { getWorkflowExecutionHistory: async () => ({}) },
    options: { namespace: 'default', loadedDataConverter: defaultDataConverter },
    withDeadline: (_deadline: number, work: () => unknown) => work(),
  } as unknown as Client;
  const { rules } = loadConfig({ env: {}, cwd: '/', purpose: 'client' });
  const incidents = new IncidentClient({ client, address: 'x:1', rules, now: () => new Date(after(180)) });
  const resume = () => incidents.command('resumeFrom', ID, { actor: 'ann', step: 'investigate', requestId: 'r1' });
  return { incidents, resume, runs, updates };
}

describe('resuming a closed incident', () => {
  it('has acted once a worker answers for the new run', async () => {
    const { resume, runs } = closedIncident();
    expect(await resume()).toEqual({ applied: true, repeated: false, status: 'resolved', requestId: 'r1' });
    expect(runs.map(({ token }) => token)).toEqual(['start', 'r1']);
  });

  it('waits when none does', async () => {
    const { resume, runs } = closedIncident({ worker: false });
    expect(await resume()).toEqual({ applied: false, repeated: false, status: null, requestId: 'r1' });
    expect(runs.map(({ token }) => token)).toEqual(['start', 'r1']);
  });

  it('waits, too, when the server cannot be asked any more whether one does', async () => {
    const { incidents, resume } = closedIncident();
    jest.spyOn(incidents, 'read').mockRejectedValue(new Error('no answer'));
    expect(await resume()).toMatchObject({ applied: false, status: null });
  });

  it.each(['start', 'look'] as const)('joins the run that the same request has begun before the %s', async (before) => {
    const { resume, runs, updates } = closedIncident({ rival: 'r1', before });
    expect(await resume()).toEqual({ applied: true, repeated: true, status: 'resolved', requestId: 'r1' });
    expect([runs.length, updates]).toEqual([2, []]);
  });

  it.each(['start', 'look'] as const)('tells the run that somebody else has begun before the %s', async (before) => {
    const { resume, runs, updates } = closedIncident({ rival: 'r2', before });
    expect(await resume()).toEqual({ applied: true, repeated: false, status: 'resolved', requestId: 'r1' });
    expect(runs).toHaveLength(2);
    expect(updates).toEqual([expect.objectContaining({ name: 'resumeFrom', actor: 'ann', step: 'investigate', requestId: 'r1' })]);
  });
});
