import { type Client, ServiceError } from '@temporalio/client';
import { followedGroups } from '../../../../src/client/temporal/read-groups';
import { emptyGroup } from '../../../../src/incident/alert-groups/group-state';

const firing = { ...emptyGroup({ key: 'alert-am-1', instance: 'am', fingerprint: 'x' }), status: 'firing' } as const;
const FILTER = { source: 'am', statuses: ['firing', 'quiet'], limit: 10 } as const;

/** A server that lists a run for each state, and the answers of workers; null: none. */
function serverWith(states: readonly (object | null)[]): Client {
  const runs = states.map((_, index) => ({ workflowId: `alert-am-${index}`, runId: `${index}`, startTime: new Date(index) }));
  async function* list() {
    yield* runs;
  }
  const getHandle = (_: string, runId: string) => ({
    async query() {
      const state = states[Number(runId)];
      if (state == null) throw new ServiceError('no worker');
      return state;
    },
  });
  const withDeadline = (_: number, ask: () => Promise<unknown>) => ask();
  return { workflow: { list, getHandle }, withDeadline } as unknown as Client;
}

describe('the groups that are followed', () => {
  it('are those in one of the statuses by now, and how many could not be read', async () => {
    const client = serverWith([firing, null, { ...firing, status: 'recovered' }]);
    expect(await followedGroups(client, 'x:1', FILTER)).toEqual({ states: [firing], unread: 1 });
  });

  it('cannot be read if no worker answers', async () => {
    await expect(followedGroups(serverWith([null, null]), 'x:1', FILTER)).rejects.toThrow('no worker answers for the groups of am');
  });
});
