import { type Client, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { AlertClient } from '../../../../src/client/temporal/alert-client';
import { PAGE_SOURCE, pageMarks } from '../../../../src/incident/alerts/own-page';
import { sampleEvent } from '../../../support/sample-incident';

const DELIVERY = { instance: 'pd', messageId: null, bodyDigest: 'a'.repeat(64), receivedAt: '2026-01-01T10:00:00.000Z' };

/** Alerts that reach a server with one incident, and one workflow of another application. */
function alertsWith(incident: string): { readonly alerts: AlertClient; readonly started: string[]; readonly asked: string[] } {
  const [started, asked]: [string[], string[]] = [[], []];
  const describe = async (id: string): Promise<{ type: string }> => {
    asked.push(id);
    if (id === incident) return { type: 'respondToIncident' };
    if (id === 'ORDER-20260101-001') return { type: 'shipOrder' };
    throw new WorkflowNotFoundError('no such workflow', id, undefined);
  };
  const workflow = {
    signalWithStart: async (_: unknown, { workflowId }: { workflowId: string }) => void started.push(workflowId),
    getHandle: (id: string) => ({ describe: () => describe(id) }),
  };
  const alerts = new AlertClient({ client: { workflow } as unknown as Client, address: 'localhost:7233', privateLabels: [] });
  return { alerts, started, asked };
}

const WHY = 'one of our own pages caused it, so it opens no incident';

it('ignores an alert that a page of ours caused, and takes the others of its delivery', async () => {
  const { alerts, started, asked } = alertsWith('PROD-20260101-001');
  const own = sampleEvent({ title: 'PROD-20260101-001: Checkout is down', labels: pageMarks('PROD-20260101-001') });
  expect(own.labels.source).toBe(PAGE_SOURCE);
  const events = [own, { ...own, status: 'resolved' as const }, sampleEvent({ title: 'Disk full', fingerprint: 'disk' })];
  const { accepted, ignored } = await alerts.deliver({ ...DELIVERY, events });
  expect(accepted.map(({ title }) => title)).toEqual(['Disk full']);
  expect(started).toHaveLength(1);
  expect(ignored).toEqual([
    { title: own.title, why: WHY },
    { title: own.title, why: WHY },
  ]);
  expect(asked).toEqual([]);
});

it('takes what only looks like our page, unless there is an incident of that id', async () => {
  const fromPagerDuty = (title: string, key?: string) =>
    sampleEvent({ source: 'pagerduty', title, fingerprint: `pagerduty:${title}`, labels: key === undefined ? {} : { incident_key: key } });
  const { alerts, started, asked } = alertsWith('PROD-20260101-001');
  const events = [
    fromPagerDuty('PROD-20260101-001: Checkout is down'),
    fromPagerDuty('Checkout, renamed', 'PROD-20260101-001'),
    fromPagerDuty('STAGE-20260101-007: PROD-20260101-001: Checkout is down'),
    fromPagerDuty('BACKUP-20260101-001: failed'),
    fromPagerDuty('The order is late', 'ORDER-20260101-001'),
    fromPagerDuty('OPS-123: Disk full', 'OPS-123'),
    fromPagerDuty('Certificate expired', 'd3640fbd41094207a1c11e58e46b1662'),
  ];
  const { accepted, ignored } = await alerts.deliver({ ...DELIVERY, events });
  expect(ignored).toEqual(events.slice(0, 3).map(({ title }) => ({ title, why: WHY })));
  expect(accepted.map(({ title }) => title)).toEqual(events.slice(3).map(({ title }) => title));
  expect(started).toHaveLength(4);
  expect(asked).toEqual(['PROD-20260101-001', 'STAGE-20260101-007', 'BACKUP-20260101-001', 'ORDER-20260101-001', 'OPS-123']);
});

it('accepts nothing while it cannot be found out whether an alert is our own page', async () => {
  const down = Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'connection refused', metadata: {} });
  const workflow = { getHandle: () => ({ describe: () => Promise.reject(new ServiceError('down', { cause: down })) }) };
  const alerts = new AlertClient({ client: { workflow } as unknown as Client, address: 'localhost:7233', privateLabels: [] });
  const events = [sampleEvent({ source: 'pagerduty', title: 'PROD-20260101-001: Checkout is down', labels: {} })];
  await expect(alerts.deliver({ ...DELIVERY, events })).rejects.toMatchObject({
    message: "couldn't reach Temporal at localhost:7233: connection refused",
  });
});
