import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { IncidentClosedError } from '../../../../src/client/temporal/errors';
import { IncidentClient } from '../../../../src/client/temporal/incident-client';
import { loadConfig } from '../../../../src/config';
import { WORKFLOW_TYPE } from '../../../../src/workflows/contract/messages';
import type { RunHandover } from '../../../../src/workflows/contract/run-handover';
import { after, completeState } from '../../../support/sample-state';

describe('IncidentClient.command', () => {
  it('says who resumes a closed incident, and by which user', async () => {
    const closed = completeState({ status: 'resolved', closedAt: after(60) });
    const started: { args: readonly [unknown, RunHandover] }[] = [];
    const workflow = {
      start: async (_type: string, options: (typeof started)[number]) => void started.push(options),
      getHandle: () => ({ describe: async () => ({ type: WORKFLOW_TYPE, status: { name: 'COMPLETED' } }), result: async () => closed }),
    };
    const loadedDataConverter = { payloadConverter: defaultPayloadConverter, payloadCodecs: [] };
    const client = {
      workflow,
      workflowService: { getWorkflowExecutionHistory: async () => ({}) },
      options: { loadedDataConverter },
    } as unknown as Client;
    const { rules } = loadConfig({ env: {}, cwd: '/', purpose: 'client' });
    const incidents = new IncidentClient({ client, address: 'x:1', rules });
    await incidents.command('resumeFrom', closed.incidentId, { actor: 'ben', via: 'root', step: 'investigate' });
    expect(started[0]?.args[1].state.timeline.at(-1)).toMatchObject({ kind: 'resumeFrom', actor: 'ben', via: 'root' });
  });

  it('says of an incident that closes before the command arrives that it is closed, not that there is none', async () => {
    const closed = completeState({ status: 'cancelled', closedAt: after(60) });
    let isOver = false;
    const workflow = {
      getHandle: (workflowId: string) => ({
        describe: async () => ({
          type: WORKFLOW_TYPE,
          status: { name: isOver ? 'COMPLETED' : 'RUNNING' },
          startTime: new Date(after(0)),
          typedSearchAttributes: new Map(),
          raw: {},
        }),
        startUpdate: async () => {
          isOver = true;
          throw new WorkflowNotFoundError('workflow execution already completed', workflowId, undefined);
        },
        result: async () => closed,
      }),
    };
    const withDeadline = (_deadline: number, work: () => unknown) => work();
    const { rules } = loadConfig({ env: {}, cwd: '/', purpose: 'client' });
    const incidents = new IncidentClient({ client: { workflow, withDeadline } as unknown as Client, address: 'x:1', rules });
    const sent = incidents.command('cancel', closed.incidentId, { actor: 'ben', reason: 'a drill' });
    await expect(sent).rejects.toThrow(IncidentClosedError);
  });
});
