import { Worker } from '@temporalio/worker';
import { alertActivities } from '../../src/activities/follow-alerts';
import type { AlertDelivery } from '../../src/incident/alert-groups/delivery';
import type { AlertGroupState } from '../../src/incident/alert-groups/group-state';
import type { AlertRule, AlertRules } from '../../src/incident/alert-groups/rules';
import { firingAlerts } from '../../src/incident/model/firing-alerts';
import type { Service } from '../../src/incident/model/investigation/service';
import { InvalidInputError } from '../../src/incident/text/errors';
import { ALERT_DELIVERED, GROUP_QUERY } from '../../src/workflows/contract/alert-messages';
import { FakeIncidents } from '../support/fake-incidents';
import { describeWith } from '../support/needs';
import { ownTestServer } from '../support/own-test-server';
import { NO_SERVICES, SAMPLE_RULES } from '../support/sample-alert-rules';
import { sampleDelivery } from '../support/sample-delivery';
import { sampleService } from '../support/sample-service';
import { waitUntil } from '../support/wait-until';
import { ON_THIS_THREAD, workflowBundle } from '../support/workflow-env';

const HOUR_MS = 3_600_000;
const RESOLVED = { status: 'resolved', firing: firingAlerts([]) } as const;

describeWith(['testServer'], 'a group of alerts', () => {
  const env = ownTestServer();

  interface Group {
    readonly incidents: FakeIncidents;
    deliver(...deliveries: AlertDelivery[]): Promise<void>;
    /** Lets time pass. */
    pass(ms: number): Promise<void>;
    state(): Promise<AlertGroupState>;
    effects(): Promise<readonly string[]>;
    result(): Promise<AlertGroupState>;
  }

  async function withGroup(
    test: (group: Group) => Promise<void>,
    rules: Partial<AlertRules> = {},
    instance = 'test',
    services: readonly Service[] = [],
  ): Promise<void> {
    const workflowId = 'alert-test';
    const incidents = new FakeIncidents();
    const worker = await Worker.create({
      connection: env().nativeConnection,
      taskQueue: workflowId,
      workflowBundle: await workflowBundle(),
      ...ON_THIS_THREAD,
      activities: alertActivities({
        ...NO_SERVICES,
        incidents,
        alertRules: { ...SAMPLE_RULES, ...rules },
        maintenance: async () => incidents.maintenance,
        services: async () => ({ services, problem: null }),
      }),
    });
    const handle = env().client.workflow.getHandle(workflowId);
    const send = (delivery: AlertDelivery) =>
      env().client.workflow.signalWithStart('followAlertGroup', {
        workflowId,
        taskQueue: workflowId,
        args: [{ instance, fingerprint: 'generic:disk' }],
        signal: ALERT_DELIVERED,
        signalArgs: [delivery],
      });
    const state = () => handle.query<AlertGroupState>(GROUP_QUERY);
    const isDone = async (): Promise<boolean> => (await state()).deliveries.every(({ effect }) => effect !== 'pending');
    await worker.runUntil(async () => {
      await test({
        incidents,
        state,
        async deliver(...deliveries) {
          for (const delivery of deliveries) await send(delivery);
          await waitUntil(isDone);
        },
        pass: (ms) => env().sleep(ms),
        effects: async () => (await state()).deliveries.map(({ effect }) => effect),
        result: () => handle.result() as Promise<AlertGroupState>,
      });
    });
  }

  it('opens one incident, and only counts what repeats it', () =>
    withGroup(async ({ deliver, state, effects, incidents }) => {
      await deliver(sampleDelivery());
      await deliver(sampleDelivery(), sampleDelivery());
      expect(incidents.opened).toHaveLength(1);
      expect(incidents.told).toEqual([]);
      expect(await effects()).toEqual(['opened', 'repeated', 'repeated']);
      expect((await state()).counts).toEqual({ deliveries: 3, duplicates: 0, episodes: 1, incidents: 1 });
    }));

  it('tells the incident of a further alert and of a higher severity', () =>
    withGroup(async ({ deliver, effects, incidents }) => {
      await deliver(sampleDelivery());
      await deliver(sampleDelivery({ firing: firingAlerts(['a', 'b'].map((fingerprint) => ({ fingerprint, startedAt: null }))) }));
      await deliver(sampleDelivery({ severity: 'critical' }));
      expect(await effects()).toEqual(['opened', 'updated', 'updated']);
      expect(incidents.told.map(({ event }) => event.severity)).toEqual(['high', 'critical']);
    }));

  it('resolves only once the recovery has lasted', () =>
    withGroup(async ({ deliver, state, effects, incidents, pass }) => {
      await deliver(sampleDelivery());
      await deliver(sampleDelivery(RESOLVED));
      await pass(60_000);
      expect((await state()).status).toBe('settling');
      await deliver(sampleDelivery());
      await pass(120_000);
      expect(incidents.told).toEqual([]);
      expect(await effects()).toEqual(['opened', 'settling', 'firedAgain']);
      await deliver(sampleDelivery(RESOLVED));
      await pass(121_000);
      expect((await state()).status).toBe('recovered');
      expect(incidents.told.map(({ event }) => event.status)).toEqual(['resolved']);
    }));

  it('reopens its incident when it fires again in time, and opens a new one later', () =>
    withGroup(async ({ deliver, effects, incidents, pass }) => {
      await deliver(sampleDelivery());
      await deliver(sampleDelivery(RESOLVED));
      await pass(121_000);
      await deliver(sampleDelivery());
      expect((await effects()).at(-1)).toBe('reopened');
      await deliver(sampleDelivery(RESOLVED));
      await pass(25 * HOUR_MS);
      await deliver(sampleDelivery());
      expect((await effects()).at(-1)).toBe('opened');
      expect(incidents.opened.map(({ previous }) => previous)).toEqual([null, 'TEST-1']);
    }));

  it('opens a new incident if the old one is closed', () =>
    withGroup(async ({ deliver, effects, incidents }) => {
      await deliver(sampleDelivery());
      incidents.statuses.set('TEST-1', 'closed');
      await deliver(sampleDelivery({ severity: 'critical' }));
      expect(await effects()).toEqual(['opened', 'opened']);
      expect(incidents.opened).toHaveLength(2);
    }));

  it.each(['cancelled', 'archived'] as const)(
    'opens nothing for repeats once its incident is %s, until something is new or it recovers',
    (ended) =>
      withGroup(async ({ deliver, effects, incidents, pass }) => {
        await deliver(sampleDelivery());
        incidents.statuses.set('TEST-1', ended);
        await pass(HOUR_MS);
        await deliver(sampleDelivery());
        await pass(HOUR_MS);
        await deliver(sampleDelivery());
        expect(await effects()).toEqual(['opened', 'recorded', 'repeated']);
        await deliver(sampleDelivery({ severity: 'critical' }));
        expect((await effects()).at(-1)).toBe('opened');
        incidents.statuses.set('TEST-2', ended);
        await deliver(sampleDelivery(RESOLVED));
        await pass(121_000);
        await deliver(sampleDelivery());
        expect((await effects()).at(-1)).toBe('opened');
        expect(incidents.opened.map(({ previous }) => previous)).toEqual([null, 'TEST-1', 'TEST-2']);
      }),
  );

  it('opens a new incident for a repeat if the old one ended without anyone having said that it was a false alarm', () =>
    withGroup(async ({ deliver, effects, incidents, pass }) => {
      await deliver(sampleDelivery());
      incidents.statuses.set('TEST-1', 'closed');
      await pass(HOUR_MS);
      await deliver(sampleDelivery());
      await pass(HOUR_MS);
      await deliver(sampleDelivery());
      expect(await effects()).toEqual(['opened', 'recorded', 'opened']);
    }));

  it('applies a delivery once, but believes an equal body that says it fires again', () =>
    withGroup(async ({ deliver, state }) => {
      const [firing, vendor] = [sampleDelivery(), sampleDelivery({}, { isVendorId: true })];
      await deliver(firing, firing, vendor, vendor);
      expect((await state()).counts).toMatchObject({ deliveries: 2, duplicates: 2 });
      await deliver(sampleDelivery(RESOLVED));
      await deliver(vendor);
      expect((await state()).status).toBe('settling');
      await deliver(firing);
      expect((await state()).status).toBe('firing');
      expect((await state()).counts).toMatchObject({ deliveries: 4, duplicates: 3 });
    }));

  it('says that its source went quiet, and resolves nothing for it', () =>
    withGroup(async ({ deliver, state, incidents, pass }) => {
      await deliver(sampleDelivery());
      await pass(13 * HOUR_MS);
      expect((await state()).status).toBe('quiet');
      expect(incidents.notes).toEqual([expect.stringContaining('went quiet')]);
      expect(incidents.told).toEqual([]);
      await deliver(sampleDelivery());
      expect((await state()).status).toBe('firing');
      expect((await state()).counts.episodes).toBe(1);
    }));

  it('pages the users of a heartbeat, and does not call it quiet while it is late', () =>
    withGroup(
      async ({ deliver, state, incidents, pass }) => {
        await deliver(sampleDelivery({}, { users: ['@dba'] }));
        await pass(13 * HOUR_MS);
        expect((await state()).status).toBe('firing');
        expect(incidents.notes).toEqual([]);
        expect(incidents.opened).toEqual([expect.objectContaining({ users: ['@dba'] })]);
      },
      {},
      'heartbeat',
    ));

  it('only records what a rule says, until it becomes worse', () =>
    withGroup(async ({ deliver, effects, state, incidents }) => {
      await deliver(sampleDelivery({ severity: 'low' }), sampleDelivery({ severity: 'low' }));
      expect(await effects()).toEqual(['recorded', 'recorded']);
      await deliver(sampleDelivery({ severity: 'high' }));
      expect((await effects()).at(-1)).toBe('opened');
      expect((await state()).decision).toMatchObject({ rule: 'default-open', digest: 'test' });
      expect(incidents.opened).toHaveLength(1);
    }));

  it('records an incident that cannot be opened, and tries again with the next news', () =>
    withGroup(async ({ deliver, effects, state, incidents }) => {
      incidents.failures = [new InvalidInputError('title', 'is empty', 'text')];
      await deliver(sampleDelivery());
      expect(await effects()).toEqual(['failed']);
      expect((await state()).trouble).toContain('title');
      await deliver(sampleDelivery({ severity: 'critical' }));
      expect((await effects()).at(-1)).toBe('opened');
      expect((await state()).trouble).toBeNull();
    }));

  it('only records what fires during a maintenance, and judges what still fires at its end as new', () =>
    withGroup(async ({ deliver, effects, incidents, pass }) => {
      const to = new Date((await env().currentTimeMs()) + HOUR_MS).toISOString();
      incidents.maintenance = [{ name: 'patching', when: {}, from: '2020-01-01T00:00:00.000Z', to }];
      await deliver(sampleDelivery(), sampleDelivery());
      expect(await effects()).toEqual(['muted', 'muted']);
      expect(incidents.opened).toEqual([]);
      incidents.maintenance = [];
      await pass(HOUR_MS + 1_000);
      expect(await effects()).toEqual(['muted', 'opened']);
    }));

  it('opens an incident at the end of a maintenance for an alert last reported longer ago than staleAfter, then reports it as quiet', () =>
    withGroup(async ({ deliver, effects, incidents, pass, state }) => {
      const to = new Date((await env().currentTimeMs()) + 24 * HOUR_MS).toISOString();
      incidents.maintenance = [{ name: 'patching', when: {}, from: '2020-01-01T00:00:00.000Z', to }];
      await deliver(sampleDelivery());
      await pass(24 * HOUR_MS - 60_000);
      incidents.maintenance = [];
      await pass(120_000);
      expect(await effects()).toEqual(['opened']);
      expect(incidents.notes).toEqual([expect.stringContaining('went quiet')]);
      expect((await state()).status).toBe('quiet');
    }));

  it('does not open what has recovered before the maintenance ends', () =>
    withGroup(async ({ deliver, effects, incidents, pass }) => {
      const to = new Date((await env().currentTimeMs()) + HOUR_MS).toISOString();
      incidents.maintenance = [{ name: 'patching', when: {}, from: '2020-01-01T00:00:00.000Z', to }];
      await deliver(sampleDelivery(), sampleDelivery(RESOLVED));
      incidents.maintenance = [];
      await pass(2 * HOUR_MS);
      expect(await effects()).toEqual(['muted', 'recorded']);
      expect(incidents.opened).toEqual([]);
    }));

  describe('of a service that needs another one', () => {
    const SERVICES = [sampleService('shop', { dependsOn: ['db'] }), sampleService('db', { title: 'Orders database' })];
    const SHOP = { labels: { service: 'shop' } };
    const NEAR: AlertRule = { name: 'near', when: {}, do: 'joinDependency' };
    const listed = (incidentId: string, minute = 0) => ({
      incidentId,
      services: ['db'],
      declaredAt: `2026-01-01T10:0${minute}:00.000Z`,
    });
    const withShop = (test: (group: Group) => Promise<void>): Promise<void> => withGroup(test, { rules: [NEAR] }, 'test', SERVICES);
    const putOpen = ({ incidents }: Group, ...ids: readonly string[]): void => {
      for (const id of ids) incidents.statuses.set(id, 'open');
      incidents.listed = ids.map(listed);
    };

    it('joins the open incident of that one, and tells it everything further', () =>
      withShop(async (group) => {
        const { deliver, effects, state, incidents, pass } = group;
        putOpen(group, 'DB-1');
        await deliver(sampleDelivery(SHOP));
        await deliver(sampleDelivery({ ...SHOP, severity: 'critical' }));
        await deliver(sampleDelivery({ ...SHOP, ...RESOLVED }));
        await pass(121_000);
        expect(await effects()).toEqual(['joined', 'updated', 'resolved']);
        expect(incidents.opened).toEqual([]);
        expect(incidents.told.map(({ incidentId, event }) => [incidentId, event.status])).toEqual([
          ['DB-1', 'firing'],
          ['DB-1', 'firing'],
          ['DB-1', 'resolved'],
        ]);
        expect(await state()).toMatchObject({
          counts: { incidents: 1 },
          incident: { id: 'DB-1', isOfDependency: true },
          decision: { do: 'joinDependency', rule: 'near', dependency: { incidentId: 'DB-1', service: 'Orders database' } },
        });
      }));

    it('leaves it to the next rule if none is open, and says why', () =>
      withShop(async (group) => {
        const { deliver, effects, state, incidents } = group;
        putOpen(group, 'DB-1');
        incidents.statuses.set('DB-1', 'resolved');
        await deliver(sampleDelivery(SHOP));
        expect(await effects()).toEqual(['opened']);
        expect((await state()).decision).toMatchObject({
          rule: 'default-open',
          passedOver: 'near: none of these has an open incident: Orders database',
        });
        expect((await state()).incident).not.toHaveProperty('isOfDependency');
      }));

    it('passes over an incident that has been closed since it was listed', () =>
      withShop(async (group) => {
        const { deliver, state, incidents } = group;
        putOpen(group, 'DB-1', 'DB-2');
        incidents.statuses.set('DB-1', 'closed');
        await deliver(sampleDelivery(SHOP));
        expect((await state()).incident?.id).toBe('DB-2');
        incidents.statuses.set('DB-2', 'closed');
        await deliver(sampleDelivery({ ...SHOP, severity: 'critical' }));
        expect(incidents.opened).toEqual([expect.objectContaining({ previous: 'DB-2' })]);
      }));

    it('is judged again if the incident closes before it is told', () =>
      withShop(async (group) => {
        const { deliver, effects, incidents } = group;
        putOpen(group, 'DB-1');
        incidents.closeBeforeTold = 'DB-1';
        await deliver(sampleDelivery(SHOP));
        expect(await effects()).toEqual(['opened']);
        expect(incidents.told).toEqual([]);
      }));

    it('does not reopen it if it is resolved before it is told, and opens its own', () =>
      withShop(async (group) => {
        const { deliver, effects, state, incidents } = group;
        putOpen(group, 'DB-1');
        incidents.resolveBeforeTold = 'DB-1';
        await deliver(sampleDelivery(SHOP));
        expect(await effects()).toEqual(['opened']);
        expect(incidents.told).toEqual([]);
        expect(incidents.statuses.get('DB-1')).toBe('resolved');
        expect((await state()).incident?.id).toBe('TEST-1');
        expect(incidents.opened).toEqual([expect.objectContaining({ previous: null })]);
      }));

    it('reopens its own if the one to join is resolved before it is told', () =>
      withShop(async (group) => {
        const { deliver, effects, state, incidents, pass } = group;
        await deliver(sampleDelivery(SHOP));
        await deliver(sampleDelivery({ ...SHOP, ...RESOLVED }));
        await pass(121_000);
        putOpen(group, 'DB-1');
        incidents.resolveBeforeTold = 'DB-1';
        await deliver(sampleDelivery(SHOP));
        expect((await effects()).at(-1)).toBe('reopened');
        expect((await state()).incident?.id).toBe('TEST-1');
        expect(incidents.opened).toHaveLength(1);
      }));

    it('does not reopen it for a later failure of its own', () =>
      withShop(async (group) => {
        const { deliver, effects, incidents, pass } = group;
        putOpen(group, 'DB-1');
        await deliver(sampleDelivery(SHOP));
        await deliver(sampleDelivery({ ...SHOP, ...RESOLVED }));
        await pass(121_000);
        await deliver(sampleDelivery(SHOP));
        expect((await effects()).at(-1)).toBe('opened');
        expect(incidents.statuses.get('DB-1')).toBe('resolved');
        expect(incidents.opened).toEqual([expect.objectContaining({ previous: 'DB-1' })]);
      }));

    it('joins it instead of reopening its own', () =>
      withShop(async (group) => {
        const { deliver, effects, state, incidents, pass } = group;
        await deliver(sampleDelivery(SHOP));
        await deliver(sampleDelivery({ ...SHOP, ...RESOLVED }));
        await pass(121_000);
        putOpen(group, 'DB-1');
        await deliver(sampleDelivery(SHOP));
        expect((await effects()).at(-1)).toBe('joined');
        expect(incidents.statuses.get('TEST-1')).toBe('resolved');
        expect((await state()).incident?.id).toBe('DB-1');
      }));

    it('opens its own if it asks for privacy', () =>
      withShop(async (group) => {
        const { deliver, state, incidents } = group;
        putOpen(group, 'DB-1');
        await deliver(sampleDelivery({ labels: { ...SHOP.labels, security: 'true' } }));
        expect(incidents.told).toEqual([]);
        expect((await state()).decision?.passedOver).toBe('near: an alert that asks for privacy joins no incident of another service');
        expect(incidents.opened).toHaveLength(1);
      }));

    it('opens its own if the people whom it pages make it private', () =>
      withShop(async (group) => {
        putOpen(group, 'DB-1');
        await group.deliver(sampleDelivery(SHOP, { users: ['ciso'] }));
        expect(group.incidents.told).toEqual([]);
        expect(group.incidents.opened).toHaveLength(1);
      }));
  });

  it('ends when there is nothing more to wait for', () =>
    withGroup(async ({ deliver, pass, result }) => {
      await deliver(sampleDelivery(RESOLVED));
      await pass(25 * HOUR_MS);
      expect(await result()).toMatchObject({ status: 'idle', counts: { deliveries: 1 } });
    }));

  it('ignores a signal that is not an alert', () =>
    withGroup(async ({ deliver, state }) => {
      await deliver(sampleDelivery({ severity: 'low' }));
      await deliver({ id: 'x' } as unknown as AlertDelivery);
      await deliver(sampleDelivery({ severity: 'low' }));
      expect((await state()).counts.deliveries).toBe(2);
    }));
});
