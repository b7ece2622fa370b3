import { type Client, ServiceError } from '@temporalio/client';
import { AlertClient } from '../../../../src/client/temporal/alert-client';
import { ServiceUnreachableError } from '../../../../src/client/temporal/errors';
import { HeartbeatClient } from '../../../../src/client/temporal/heartbeat-client';
import { readDelivery } from '../../../../src/incident/alert-groups/read-delivery';
import { sampleEvent } from '../../../support/sample-incident';

it('sends a finding of the comparison under its own id, with the number of deliveries that it is based on', async () => {
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

it('says that Temporal did not accept it, whatever the reason that the server gives', async () => {
  const details = 'exceeded workflow execution limit for signal events';
  const cause = Object.assign(new Error(details), { code: 3, details, metadata: {} });
  const signalWithStart = async (): Promise<never> => {
    throw new ServiceError('Failed to signalWithStart Workflow', { cause });
  };
  const client = { workflow: { signalWithStart } } as unknown as Client;
  const alerts = new AlertClient({ client, address: 'localhost:7233', privateLabels: [] });
  const receivedAt = '2026-01-01T10:00:00.000Z';
  const delivered = alerts.deliver({ instance: 'am', messageId: null, bodyDigest: '', receivedAt, events: [sampleEvent()] });
  const refused = await delivered.catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ServiceUnreachableError);
  expect(refused).toMatchObject({ message: expect.stringContaining(details), hint: expect.stringContaining('start one') });
  const heartbeats = new HeartbeatClient(client, 'localhost:7233');
  const settings = { everyMs: 60_000, graceMs: 0, severity: 'high', users: [] } as never;
  await expect(heartbeats.feed({ name: 'backup', settings }, receivedAt)).rejects.toBeInstanceOf(ServiceUnreachableError);
});
