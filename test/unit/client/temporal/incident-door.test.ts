import type { Client } from '@temporalio/client';
import { IncidentClient } from '../../../../src/client/temporal/incident-client';
import { createIncidentDoor } from '../../../../src/client/temporal/incident-door';
import { NO_SERVICES } from '../../../support/sample-alert-rules';

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
