import { MockActivityEnvironment } from '@temporalio/testing';
import { selectionActivities } from '../../../src/activities/investigate';
import { type ProbeQueue, UNSEEN_QUEUE } from '../../../src/incident/investigation/judge-waiting';
import { REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import { NO_SOURCES } from '../../../src/incident/investigation/select-probes';
import type { ProbeSelection } from '../../../src/incident/model/finding';
import { FakeIncidents } from '../../support/fake-incidents';
import { sampleIncident } from '../../support/sample-incident';
import { sampleService } from '../../support/sample-service';

const activitiesWith = (incidents: FakeIncidents, probeQueue: () => Promise<ProbeQueue> = async () => UNSEEN_QUEUE) =>
  selectionActivities({
    runbooks: async () => ({ runbooks: [], problem: null }),
    services: async () => ({ services: [sampleService('shop', { dependsOn: ['db'] }), sampleService('db')], problem: null }),
    configuredSources: NO_SOURCES,
    hasToolsImage: false,
    secretNames: [],
    reach: REACH_ALL,
    probeQueue,
    incidents,
  });

async function select(incidents: FakeIncidents, service = 'shop'): Promise<ProbeSelection> {
  const { selectProbes } = activitiesWith(incidents);
  const incident = sampleIncident({ id: 'OWN-1', labels: { service }, targets: [] });
  const run: Promise<{ value: ProbeSelection }> = new MockActivityEnvironment().run(selectProbes, { incident });
  return (await run).value;
}

it('names the other open incidents of what the services need', async () => {
  const incidents = new FakeIncidents();
  incidents.listed = ['OWN-1', 'DB-1'].map((incidentId) => ({ incidentId, services: ['db'], declaredAt: '2026-01-01T10:00:00.000Z' }));
  incidents.statuses.set('DB-1', 'open');
  const { scope = [], leftOut } = await select(incidents);
  expect(scope.map(({ name, openIncidents }) => [name, openIncidents])).toEqual([
    ['shop', undefined],
    ['db', ['DB-1']],
  ]);
  expect(leftOut.join()).not.toContain('other open');
});

it.each(['private', 'resolved'])('names none that is %s by now, although it is still listed', async (what) => {
  const incidents = new FakeIncidents();
  incidents.listed = ['DB-1', 'DB-2'].map((incidentId) => ({ incidentId, services: ['db'], declaredAt: '2026-01-01T10:00:00.000Z' }));
  incidents.statuses.set('DB-1', 'open').set('DB-2', what === 'resolved' ? 'resolved' : 'open');
  if (what === 'private') incidents.hidden.add('DB-2');
  const { scope = [] } = await select(incidents);
  expect(scope.flatMap(({ openIncidents }) => openIncidents ?? [])).toEqual(['DB-1']);
});

it('selects all the same if they cannot be listed, and says so', async () => {
  const incidents = new FakeIncidents();
  jest.spyOn(incidents, 'openIncidents').mockRejectedValue(new Error('Temporal is away'));
  const { scope, leftOut } = await select(incidents);
  expect(scope).toHaveLength(2);
  expect(leftOut).toContain('other open incidents of these services: Temporal did not list them');
});

it('lists none if no service is concerned', async () => {
  const incidents = new FakeIncidents();
  const listing = jest.spyOn(incidents, 'openIncidents');
  expect(await select(incidents, 'mail')).not.toHaveProperty('scope');
  expect(listing).not.toHaveBeenCalled();
});

it.each<[string, () => Promise<ProbeQueue>]>([
  ['refuses', () => Promise.reject(new Error('7 PERMISSION_DENIED: request unauthorized'))],
  ['does not answer', () => new Promise(() => undefined)],
])('does not fail if Temporal %s when asked about the queue of probes', async (_, probeQueue) => {
  jest.useFakeTimers();
  const { describeProbeQueue } = activitiesWith(new FakeIncidents(), probeQueue);
  const described = new MockActivityEnvironment().run(describeProbeQueue, {});
  await jest.runAllTimersAsync();
  expect(await described).toMatchObject({ value: UNSEEN_QUEUE });
  jest.useRealTimers();
});
