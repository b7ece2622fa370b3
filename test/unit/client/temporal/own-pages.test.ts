import type { Client } from '@temporalio/client';
import { AlertClient } from '../../../../src/client/temporal/alert-client';
import { PAGE_SOURCE, pageMarks } from '../../../../src/incident/alerts/own-page';
import { sampleEvent } from '../../../support/sample-incident';

const DELIVERY = { instance: 'pd', messageId: null, bodyDigest: 'a'.repeat(64), receivedAt: '2026-01-01T10:00:00.000Z' };

it('ignores an alert that a page of ours caused, and takes the others of its delivery', async () => {
  const started: string[] = [];
  const workflow = { signalWithStart: async (_: unknown, { workflowId }: { workflowId: string }) => void started.push(workflowId) };
  const alerts = new AlertClient({ client: { workflow } as unknown as Client, address: 'localhost:7233', privateLabels: [] });
  const own = sampleEvent({ title: 'PROD-20260101-001: Checkout is down', labels: pageMarks('PROD-20260101-001') });
  expect(own.labels.source).toBe(PAGE_SOURCE);
  const events = [own, { ...own, status: 'resolved' as const }, sampleEvent({ title: 'Disk full', fingerprint: 'disk' })];
  const { accepted, ignored } = await alerts.deliver({ ...DELIVERY, events });
  expect(accepted.map(({ title }) => title)).toEqual(['Disk full']);
  expect(started).toHaveLength(1);
  expect(ignored).toEqual([
    { title: own.title, why: 'one of our own pages caused it, so it opens no incident' },
    { title: own.title, why: 'one of our own pages caused it, so it opens no incident' },
  ]);
});
