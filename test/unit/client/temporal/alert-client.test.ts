import type { Client } from '@temporalio/client';
import { AlertClient } from '../../../../src/client/temporal/alert-client';
import { readDelivery } from '../../../../src/incident/alert-groups/read-delivery';
import { sampleEvent } from '../../../support/sample-incident';

it('sends what was found by asking under its own id, with the state of the group that it was found of', async () => {
  const signals: unknown[] = [];
  const workflow = { signalWithStart: async (_: unknown, { signalArgs: [sent] }: { signalArgs: unknown[] }) => void signals.push(sent) };
  const alerts = new AlertClient({ client: { workflow } as unknown as Client, address: 'localhost:7233', privateLabels: [] });
  const found = {
    instance: 'am',
    messageId: null,
    ownId: 'reconciled-1',
    basedOn: 3,
    bodyDigest: '',
    receivedAt: '2026-01-01T10:00:00.000Z',
  };
  await alerts.deliver({ ...found, events: [sampleEvent()] });
  expect(readDelivery(signals[0])).toMatchObject({ id: 'reconciled-1', isVendorId: true, basedOn: 3 });
});
