import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { MaintenanceNotReadError } from '../../../../src/client/temporal/errors';
import { maintenanceToDecideOn, readMaintenance } from '../../../../src/client/temporal/kept-maintenance';

const WINDOW = { id: 'm-1' };
interface Looked {
  readonly status?: string;
  readonly memo?: object;
  /** How often its task has failed; undefined if none is pending. */
  readonly attempt?: number;
}

/** A server that answers each look in turn, and the last one for ever. */
function serverOf(...looks: readonly (Looked | null)[]) {
  let count = 0;
  const describe = async () => {
    const looked = looks[Math.min(count, looks.length - 1)] ?? null;
    count += 1;
    if (looked === null) throw new WorkflowNotFoundError('not found', 'maintenance', undefined);
    const { status = 'RUNNING', memo = { maintenance: [WINDOW] }, attempt } = looked;
    return { status: { name: status }, memo, raw: { pendingWorkflowTask: attempt === undefined ? null : { attempt } } };
  };
  return { client: { workflow: { getHandle: () => ({ describe }) } } as unknown as Client, looks: () => count };
}
const LIMIT_MS = 200;

it.each([
  ['the list that its workflow shows', {}, [WINDOW]],
  ['none before the first', { memo: {} }, []],
  ['none if there is no workflow', null, []],
  ['none if someone has terminated it', { status: 'TERMINATED', attempt: 1 }, []],
])('are read from the server itself: %s', async (_, looked, windows) => {
  expect(await maintenanceToDecideOn(serverOf(looked).client, 'there', LIMIT_MS)).toEqual(windows);
});

it('are not decided on before a change is applied', async () => {
  const server = serverOf({ attempt: 1, memo: {} }, { attempt: 2, memo: {} }, {});
  expect(await maintenanceToDecideOn(server.client, 'there')).toEqual([WINDOW]);
  expect(server.looks()).toBe(3);
});

it('are not decided on while a change is not applied: a retry decides', async () => {
  const { client } = serverOf({ attempt: 1 });
  await expect(maintenanceToDecideOn(client, 'there', LIMIT_MS)).rejects.toThrow(MaintenanceNotReadError);
  expect(new MaintenanceNotReadError().retryable).toBe(true);
  expect(await readMaintenance(client, 'there', LIMIT_MS)).toEqual({ windows: [WINDOW], state: 'pending' });
});

it('hold no alert back if their workflow fails again and again', async () => {
  const { client } = serverOf({ attempt: 5 });
  expect(await maintenanceToDecideOn(client, 'there', LIMIT_MS)).toEqual([WINDOW]);
  expect(await readMaintenance(client, 'there', LIMIT_MS)).toMatchObject({ state: 'stuck' });
});
