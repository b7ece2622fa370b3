import { MockActivityEnvironment } from '@temporalio/testing';
import { parsingActivities } from '../../../src/activities/parse-incident-event';
import type { ReadAlert } from '../../../src/incident/model/commands';
import type { Incident } from '../../../src/incident/model/incident';
import { NO_SERVICES } from '../../support/sample-alert-rules';
import { sampleService } from '../../support/sample-service';

const SHOP = 'https://shop.example.com/health';
const SERVICES = [sampleService('shop', { targets: [SHOP] }), sampleService('db'), sampleService('many', { labels: { team: ['data'] } })];

async function servicesOf(request: object): Promise<Incident['services']> {
  const { parseIncidentEvent } = parsingActivities({
    rules: { ...NO_SERVICES.rules, defaultTargets: [SHOP] },
    services: async () => ({ services: SERVICES, problem: null }),
    temporalRunUrl: () => null,
  });
  const input = {
    request: { incidentId: 'TEST-1', actor: 'ana', title: 'Slow', ...request },
    receivedAt: '2026-01-01T10:00:00.000Z',
  };
  const { value } = (await new MockActivityEnvironment().run(parseIncidentEvent, input)) as { value: Incident };
  return value.services;
}

it('names the services that a further alert is about, by title', async () => {
  const { readAlertUpdate } = parsingActivities({
    rules: NO_SERVICES.rules,
    services: async () => ({ services: SERVICES, problem: null }),
    temporalRunUrl: () => null,
  });
  const read = async (labels: object): Promise<ReadAlert | undefined> => {
    const input = { event: { title: 'Slow', status: 'resolved', labels }, receivedAt: '2026-01-01T10:00:00.000Z' };
    return ((await new MockActivityEnvironment().run(readAlertUpdate, input)) as { value: readonly ReadAlert[] }).value[0];
  };
  expect((await read({ service: 'db' }))?.services).toEqual([{ name: 'db', title: 'db' }]);
  expect(await read({ service: 'x' })).not.toHaveProperty('services');
});

it('names the services that labels and targets name, and none for the configured targets', async () => {
  expect(await servicesOf({ labels: { service: 'db', team: 'data' } })).toEqual(['db', 'many']);
  expect(await servicesOf({ event: { title: 'Slow', labels: { service: 'db' } } })).toEqual(['db']);
  expect(await servicesOf({ targets: [SHOP] })).toEqual(['shop']);
  expect(await servicesOf({})).toBeUndefined();
});
