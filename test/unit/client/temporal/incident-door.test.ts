import type { Client } from '@temporalio/client';
import { NoSuchIncidentError } from '../../../../src/client/temporal/errors';
import { IncidentClient } from '../../../../src/client/temporal/incident-client';
import { createIncidentDoor } from '../../../../src/client/temporal/incident-door';
import { NO_SERVICES } from '../../../support/sample-alert-rules';
import { sampleDelivery } from '../../../support/sample-delivery';

const memos: Record<string, unknown>[] = [{ services: ['db'], declaredAt: '2026-01-01T09:00:00.000Z' }, { services: [] }, {}];

function door(answers: readonly ('runs' | 'fails')[]) {
  const queries: string[] = [];
  async function* list({ query }: { query: string }) {
    if (answers[queries.push(query) - 1] === 'fails') throw new Error('the listing is away');
    yield* memos.map((memo, index) => ({ workflowId: `TEST-${index}`, startTime: new Date('2026-01-01T10:00:00.000Z'), memo }));
  }
  const client = { workflow: { list } } as unknown as Client;
  return { queries, ...createIncidentDoor(new IncidentClient({ client, address: 'x:1', rules: NO_SERVICES.rules })) };
}

it('lists the open incidents that are about a service once for all alerts of a storm', async () => {
  const { openIncidents, queries } = door(['runs']);
  const answers = await Promise.all(Array.from({ length: 150 }, () => openIncidents()));
  expect(answers[149]).toEqual([{ incidentId: 'TEST-0', services: ['db'], declaredAt: '2026-01-01T09:00:00.000Z' }]);
  expect(queries).toEqual([expect.stringMatching(/ExecutionStatus = 'Running'.*IncidentStatus != 'resolved'/)]);
});

it('asks again after a listing that failed', async () => {
  const { openIncidents, queries } = door(['fails', 'runs']);
  await expect(openIncidents()).rejects.toThrow();
  expect(await openIncidents()).toHaveLength(1);
  expect(queries).toHaveLength(2);
});

it.each([
  ['RUNNING', 'resolved', 'resolved'],
  ['COMPLETED', 'resolved', 'archived'],
  ['RUNNING', 'cancelled', 'cancelled'],
])('does not tell an incident that is no longer open, if it is told only while open: %s, %s', async (status, known, seen) => {
  const incidents = new IncidentClient({ client: {} as Client, address: 'x:1', rules: NO_SERVICES.rules });
  jest.spyOn(incidents, 'look').mockResolvedValue({ status, known: { status: known } } as Awaited<ReturnType<typeof incidents.look>>);
  const { event } = sampleDelivery();
  const message = { incidentId: 'TEST-1', event, actor: 'alert:am', at: '2026-01-01T10:00:00.000Z', requestId: 'r', group: 'g' } as const;
  const told = await createIncidentDoor(incidents).tell({ ...message, onRecovery: 'resolve', onlyIfOpen: true });
  expect(told).toEqual({ status: seen, outcome: null });
});

it.each([
  ['RUNNING', null, 'Checkout fails', true],
  ['RUNNING', null, '(private)', false],
  ['RUNNING', null, null, false],
  ['RUNNING', 'resolved', 'Checkout fails', false],
  ['TERMINATED', null, 'Checkout fails', false],
])('may name an incident that is open and public now: %s, %s, %s: %s', async (status, known, title, may) => {
  const incidents = new IncidentClient({ client: {} as Client, address: 'x:1', rules: NO_SERVICES.rules });
  const look = { status, known: { status: known, title } };
  jest.spyOn(incidents, 'look').mockResolvedValue(look as Awaited<ReturnType<typeof incidents.look>>);
  expect(await createIncidentDoor(incidents).mayBeNamed('TEST-1')).toBe(may);
});

it('names no incident that does not exist', async () => {
  const incidents = new IncidentClient({ client: {} as Client, address: 'x:1', rules: NO_SERVICES.rules });
  jest.spyOn(incidents, 'look').mockRejectedValue(new NoSuchIncidentError('TEST-1'));
  expect(await createIncidentDoor(incidents).mayBeNamed('TEST-1')).toBe(false);
});
