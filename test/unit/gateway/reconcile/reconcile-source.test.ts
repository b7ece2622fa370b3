import { pino } from 'pino';
import type { IncomingAlerts } from '../../../../src/client/temporal/alert-client';
import type { AlertIntake } from '../../../../src/gateway/alert-intake';
import type { Holdings } from '../../../../src/gateway/reconcile/ask-alertmanager';
import { SourceReconciliation, USUAL_TIMES } from '../../../../src/gateway/reconcile/reconcile-source';
import type { AlertDelivery } from '../../../../src/incident/alert-groups/delivery';
import { type AlertGroupState, emptyGroup, type GroupStatus } from '../../../../src/incident/alert-groups/group-state';
import { readHeldAlerts } from '../../../../src/incident/alert-groups/held-alerts';
import { takeDelivery } from '../../../../src/incident/alert-groups/take-delivery';
import { firingAlerts } from '../../../../src/incident/model/firing-alerts';
import { sampleDelivery } from '../../../support/sample-delivery';

const START = Date.parse('2026-01-01T12:00:00Z');
const MINUTE = 60_000;
const FINGERPRINT = '00000000000000aa';
const KEY = 'alertmanager:incidents:{}:{alertname="Disk"}';

/** A group, an Alertmanager and two gateways that compare them; the test moves the clock. */
class Scene {
  now = START;
  group: AlertGroupState;
  readonly others: AlertGroupState[] = [];
  readonly held = new Map<string, string>();
  startedAt = START - 60 * MINUTE;
  problem: Error | null = null;
  intakeProblem: Error | null = null;
  readonly delivered: IncomingAlerts[] = [];
  /** Groups whose states cannot be read. */
  readonly unread = new Set<string>();
  /** Done once the Alertmanager has answered. */
  meanwhile = (): void => {};
  readonly reads: (readonly GroupStatus[])[] = [];
  readonly lines: { level: number; msg: string; problem?: string }[] = [];

  constructor() {
    const event = { source: 'alertmanager', fingerprint: KEY, firing: firingAlerts([{ fingerprint: FINGERPRINT, startedAt: null }]) };
    const group = emptyGroup({ key: 'alert-am-1', instance: 'am', fingerprint: KEY });
    this.group = takeDelivery(group, sampleDelivery(event), this.iso());
  }

  gateway(): SourceReconciliation {
    const intake: AlertIntake = {
      deliver: async (alerts) => {
        if (this.intakeProblem !== null) throw this.intakeProblem;
        this.delivered.push(alerts);
        const [event] = alerts.events;
        if (event !== undefined) this.hears({ id: alerts.ownId ?? '', isVendorId: true, event, basedOn: alerts.basedOn });
        return { accepted: [{ group: this.group.key, status: 'resolved', title: '' }], ignored: [] };
      },
    };
    const ask = async (): Promise<Holdings> => {
      if (this.problem !== null) throw this.problem;
      const list = [...this.held].map(([fingerprint, state]) => ({ fingerprint, status: { state }, receivers: [{ name: 'incidents' }] }));
      this.meanwhile();
      return { alerts: readHeldAlerts(list, this.iso()), ageMs: this.now - this.startedAt };
    };
    return new SourceReconciliation({
      source: 'am',
      ask,
      intake,
      followed: async ({ statuses }) => {
        this.reads.push(statuses);
        const meant = [this.group, ...this.others].filter(({ status }) => statuses.includes(status));
        const states = meant.filter(({ key }) => !this.unread.has(key));
        return { states, unread: meant.length - states.length };
      },
      log: pino({}, { write: (line: string) => void this.lines.push(JSON.parse(line)) }),
      now: () => this.now,
      times: USUAL_TIMES,
    });
  }

  hears(delivery: Partial<AlertDelivery>): void {
    this.group = takeDelivery(this.group, sampleDelivery({}, { receivedAt: this.iso(), ...delivery }), this.iso());
  }

  iso = (): string => new Date(this.now).toISOString();
  passes(minutes: number): void {
    this.now += minutes * MINUTE;
  }
}

describe('the comparison with an Alertmanager', () => {
  it('believes that an alert is missing when it was missing twice, five minutes apart', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    expect(await gateway.compare()).toBe(USUAL_TIMES.everyMs);
    scene.passes(1);
    await gateway.compare();
    expect(scene.group.status).toBe('firing');
    scene.passes(4);
    await gateway.compare();
    expect(scene.group.status).toBe('settling');
    expect(scene.delivered).toHaveLength(1);
  });

  it('does not, if the alert was there in between, or something was heard of the group', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    await gateway.compare();
    scene.held.set(FINGERPRINT, 'active');
    scene.passes(5);
    await gateway.compare();
    scene.held.clear();
    scene.passes(5);
    await gateway.compare();
    scene.group = takeDelivery(scene.group, sampleDelivery({ ...scene.group.event }), scene.iso());
    scene.passes(5);
    await gateway.compare();
    expect(scene.delivered).toEqual([]);
  });

  it('does not, while the Alertmanager has just started, and comes back when it is old enough', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    await gateway.compare();
    scene.passes(5);
    scene.startedAt = scene.now - 2 * MINUTE;
    expect(await gateway.compare()).toBe(3 * MINUTE);
    scene.passes(3);
    await gateway.compare();
    expect(scene.delivered).toEqual([]);
    scene.passes(5);
    await gateway.compare();
    expect(scene.group.status).toBe('settling');
  });

  it('gives two gateways the same id, so that the group changes once', async () => {
    const scene = new Scene();
    const gateways = [scene.gateway(), scene.gateway()];
    await Promise.all(gateways.map((gateway) => gateway.compare()));
    scene.passes(5);
    await Promise.all(gateways.map((gateway) => gateway.compare()));
    expect(scene.delivered).toHaveLength(2);
    expect(scene.group.counts).toMatchObject({ deliveries: 2, duplicates: 1 });
  });

  it('tells at once that an alert is silenced, and that one fires again which was found to have recovered', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    scene.held.set(FINGERPRINT, 'suppressed');
    await gateway.compare();
    await gateway.compare();
    expect(scene.delivered.map(({ events }) => events[0]?.status)).toEqual(['ignored']);
    scene.held.clear();
    await gateway.compare();
    scene.passes(5);
    await gateway.compare();
    expect(scene.group.status).toBe('settling');
    scene.held.set(FINGERPRINT, 'active');
    scene.intakeProblem = new Error('Temporal is away');
    await gateway.compare();
    scene.intakeProblem = null;
    await gateway.compare();
    expect(scene.group.status).toBe('firing');
  });

  it('leaves an alert to the group that it belongs to since the grouping changed', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    await gateway.compare();
    scene.passes(5);
    await gateway.compare();
    expect(scene.group.status).toBe('settling');
    const key = 'alertmanager:incidents:{}:{cluster="x"}';
    const event = { source: 'alertmanager', fingerprint: key, firing: firingAlerts([{ fingerprint: FINGERPRINT, startedAt: null }]) };
    const empty = emptyGroup({ key: 'alert-am-2', instance: 'am', fingerprint: key });
    scene.others.push(takeDelivery(empty, sampleDelivery(event), scene.iso()));
    scene.held.set(FINGERPRINT, 'active').set('00000000000000bb', 'active');
    await gateway.compare();
    expect(scene.reads.at(-1)).toContain('recovered');
    expect(scene.group.status).toBe('settling');
  });

  it('does not resolve a group that has fired again since it was read', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    await gateway.compare();
    scene.passes(5);
    const { event } = scene.group;
    scene.meanwhile = () => scene.hears({ event: { ...sampleDelivery().event, ...event } });
    await gateway.compare();
    expect(scene.delivered).toHaveLength(1);
    expect(scene.group).toMatchObject({ status: 'firing', counts: { deliveries: 2, duplicates: 0 } });
  });

  it('searches again for an alert while some of the groups cannot be read, and says so once', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    await gateway.compare();
    scene.passes(5);
    await gateway.compare();
    expect(scene.group.status).toBe('settling');
    scene.held.set(FINGERPRINT, 'active');
    scene.unread.add(scene.group.key);
    expect([await gateway.compare(), await gateway.compare()]).toEqual([USUAL_TIMES.retryMs, USUAL_TIMES.retryMs]);
    expect(scene.group.status).toBe('settling');
    scene.unread.clear();
    expect(await gateway.compare()).toBe(USUAL_TIMES.everyMs);
    expect(scene.group.status).toBe('firing');
    expect(scene.lines.filter(({ level }) => level === 40)).toEqual([
      expect.objectContaining({ problem: expect.stringContaining("couldn't read") }),
    ]);
  });

  it('compares the groups that can be read beside one that cannot', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    scene.others.push({ ...scene.group, key: 'alert-am-2' });
    scene.unread.add('alert-am-2');
    await gateway.compare();
    scene.passes(5);
    expect(await gateway.compare()).toBe(USUAL_TIMES.retryMs);
    expect(scene.group.status).toBe('settling');
  });

  it('asks recovered groups only about an alert that is new', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    scene.held.set(FINGERPRINT, 'active').set('00000000000000bb', 'active');
    await gateway.compare();
    await gateway.compare();
    expect(scene.reads.filter((statuses) => statuses.includes('recovered'))).toHaveLength(1);
    scene.held.set('00000000000000cc', 'active');
    await gateway.compare();
    expect(scene.reads.filter((statuses) => statuses.includes('recovered'))).toHaveLength(2);
    expect(scene.delivered).toEqual([]);
  });

  it('logs a failure once, tries again sooner, and logs its end', async () => {
    const scene = new Scene();
    const gateway = scene.gateway();
    scene.problem = new Error('no answer: ECONNREFUSED');
    expect([await gateway.compare(), await gateway.compare()]).toEqual([USUAL_TIMES.retryMs, USUAL_TIMES.retryMs]);
    scene.problem = null;
    await gateway.compare();
    expect(scene.lines.map(({ level, msg, problem }) => [level, problem ?? msg])).toEqual([
      [40, 'no answer: ECONNREFUSED'],
      [30, 'the comparison with the Alertmanager works again'],
    ]);
  });
});
