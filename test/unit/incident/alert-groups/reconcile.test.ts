import fc from 'fast-check';
import { type AlertGroupState, emptyGroup } from '../../../../src/incident/alert-groups/group-state';
import { type HeldAlerts, readHeldAlerts } from '../../../../src/incident/alert-groups/held-alerts';
import { isAbsence, reconcile } from '../../../../src/incident/alert-groups/reconcile';
import { afterFiring, afterRecovery } from '../../../../src/incident/alert-groups/record-effects';
import { takeDelivery } from '../../../../src/incident/alert-groups/take-delivery';
import { firingAlerts } from '../../../../src/incident/model/firing-alerts';
import { sampleDelivery } from '../../../support/sample-delivery';

const NOW = '2026-01-01T12:00:00.000Z';
const FINGERPRINT = 'alertmanager:incidents:{}:{alertname="Disk"}';
const print = (number: number): string => number.toString(16).padStart(16, '0');

/** A group that was told of these alerts, in so many notifications. */
function groupOf(...notifications: readonly (readonly string[])[]): AlertGroupState {
  let state = emptyGroup({ key: 'alert-am-1', instance: 'am', fingerprint: FINGERPRINT });
  for (const fingerprints of notifications) {
    const firing = firingAlerts(fingerprints.map((fingerprint) => ({ fingerprint, startedAt: null })));
    const event = { source: 'alertmanager', fingerprint: FINGERPRINT, firing, labels: { alerts: String(fingerprints.length) } };
    state = afterFiring(takeDelivery(state, sampleDelivery(event), NOW), 'recorded');
  }
  return state;
}

type Status = 'active' | 'suppressed';
function holding(alerts: Readonly<Record<string, Status>>, receiver = 'incidents'): HeldAlerts {
  const list = Object.entries(alerts).map(([fingerprint, state]) => ({
    fingerprint,
    status: { state },
    labels: { alertname: 'Disk' },
    receivers: [{ name: receiver }],
    startsAt: '2026-01-01T11:00:00Z',
  }));
  return readHeldAlerts(list, NOW);
}
/** The group after it was told what was found. */
function tell(state: AlertGroupState, held: HeldAlerts): AlertGroupState {
  return reconcile(state, held).reduce(
    (told, { id, event }) => takeDelivery(told, { id, isVendorId: true, receivedAt: NOW, event }, NOW),
    state,
  );
}
const [A, B, C] = [print(10), print(11), print(12)] as const;

describe('what an Alertmanager knows and a group does not', () => {
  it.each<[string, AlertGroupState, Readonly<Record<string, Status>>, readonly string[]]>([
    ['nothing, while it holds the same', groupOf([A, B]), { [A]: 'active', [B]: 'active' }, []],
    ['a recovery, if it holds none of them', groupOf([A, B]), {}, ['recovered']],
    ['a recovery, whatever other alerts it holds', groupOf([A, B]), { [C]: 'active' }, ['recovered']],
    ['a part of the recovery', groupOf([A, B]), { [A]: 'active' }, ['partlyRecovered']],
    ['nothing, if that part was told already', groupOf([A, B], [A]), { [A]: 'active' }, []],
    ['a recovery after a part was told', groupOf([A, B], [A]), {}, ['recovered']],
    ['that some are silenced', groupOf([A, B]), { [A]: 'active', [B]: 'suppressed' }, ['silenced']],
    ['that the last one is silenced', groupOf([A, B]), { [B]: 'suppressed' }, ['silenced']],
    ['both', groupOf([A, B, C]), { [A]: 'active', [B]: 'suppressed' }, ['partlyRecovered', 'silenced']],
    ['nothing about a group that has never fired', groupOf(), {}, []],
    ['nothing about fingerprints that are not its own', groupOf(['a', 'b']), {}, []],
    ['nothing about a list that was cut', groupOf(Array.from({ length: 600 }, (_, index) => print(index))), {}, []],
  ])('is %s', (_, state, held, kinds) => {
    expect(reconcile(state, holding(held)).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is no recovery, if the notification named more alerts than it contained', () => {
    const state = groupOf([A]);
    const truncated = { ...state, event: state.event && { ...state.event, labels: { alerts: '2' } } };
    expect(reconcile(truncated, holding({}))).toEqual([]);
  });

  it('is no recovery of a group that another kind of sender reports', () => {
    expect(reconcile({ ...groupOf([A]), fingerprint: 'grafana:x' }, holding({}))).toEqual([]);
  });

  it('is told as an ordinary recovery, which counts, and then nothing is left to tell', () => {
    const told = tell(groupOf([A, B]), holding({}));
    expect(told).toMatchObject({ status: 'settling', counts: { deliveries: 2 } });
    expect(reconcile(told, holding({}))).toEqual([]);
  });

  it('also applies to a group that fell quiet', () => {
    expect(tell({ ...groupOf([A]), status: 'quiet' }, holding({})).status).toBe('settling');
  });

  it('is told as a note of the kind that the parser makes, once', () => {
    const held = holding({ [A]: 'suppressed' });
    const [found] = reconcile(groupOf([A]), held);
    expect(found?.event).toMatchObject({
      status: 'ignored',
      statusNote: { kind: 'silenced', text: 'Disk is silenced, inhibited or muted at the source' },
    });
    const told = tell(groupOf([A]), held);
    expect(told.status).toBe('firing');
    expect(reconcile(told, held)).toEqual([]);
  });

  describe('after a recovery that was found by asking', () => {
    const recovered = afterRecovery(tell(groupOf([A, B]), holding({})), 'resolved', NOW);

    it('is that an alert fires again, which Alertmanager believes to have sent', () => {
      const [found, ...others] = reconcile(recovered, holding({ [A]: 'active' }));
      expect([found?.kind, others]).toEqual(['firesAgain', []]);
      expect(tell(recovered, holding({ [A]: 'active' }))).toMatchObject({
        status: 'firing',
        counts: { episodes: 2 },
        firing: { count: 1, fingerprints: [A] },
      });
    });

    it('is nothing about an alert that is silenced, or routed to others', () => {
      expect(reconcile(recovered, holding({ [A]: 'suppressed' }))).toEqual([]);
      expect(reconcile(recovered, holding({ [A]: 'active' }, 'others'))).toEqual([]);
    });

    it('is nothing about an alert that Alertmanager has told of since, because then it tells of the next one, too', () => {
      const fires = takeDelivery(recovered, sampleDelivery({ ...recovered.event, status: 'firing' }), NOW);
      const own = takeDelivery(fires, sampleDelivery({ ...recovered.event, status: 'resolved' }), NOW);
      expect(reconcile(afterRecovery(own, 'resolved', NOW), holding({ [A]: 'active' }))).toEqual([]);
    });
  });

  const prints = fc.uniqueArray(fc.integer({ min: 1, max: 12 }).map(print), { maxLength: 8 });
  const statuses = fc.dictionary(fc.integer({ min: 1, max: 12 }).map(print), fc.constantFrom<Status>('active', 'suppressed'));

  it('is never a recovery while one of its alerts is held, and has the same id from every gateway', () => {
    fc.assert(
      fc.property(fc.array(prints, { minLength: 1, maxLength: 4 }), statuses, (notifications, alerts) => {
        const state = groupOf(...notifications.filter((list) => list.length > 0));
        const held = holding(alerts);
        const found = reconcile(state, held);
        const isHeld = state.firing.fingerprints.some((fingerprint) => held.has(fingerprint));
        expect(found.some(({ kind }) => kind === 'recovered')).toBe(state.firing.fingerprints.length > 0 && !isHeld);
        expect(reconcile(structuredClone(state), holding(alerts)).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
      }),
    );
  });

  it('is told once: two gateways that find the same change the group once, and then find nothing', () => {
    fc.assert(
      fc.property(fc.array(prints, { minLength: 1, maxLength: 4 }), statuses, (notifications, alerts) => {
        const state = groupOf(...notifications.filter((list) => list.length > 0));
        const held = holding(alerts);
        const once = tell(state, held);
        const twice = reconcile(state, held).reduce(
          (told, { id, event }) => takeDelivery(told, { id, isVendorId: true, receivedAt: NOW, event }, NOW),
          once,
        );
        expect({ ...twice.counts, duplicates: 0 }).toEqual({ ...once.counts, duplicates: 0 });
        expect(twice.status).toBe(once.status);
        const left = reconcile(once, held).filter((found) => found.kind !== 'firesAgain');
        expect(left).toEqual([]);
        expect(reconcile(once, held).filter(isAbsence)).toEqual([]);
      }),
    );
  });
});

describe('the answer of an Alertmanager', () => {
  it.each([
    ['an object', {}],
    ['text', 'no'],
    ['an alert without a fingerprint', [{ labels: {} }]],
    ['something that is not an alert', [{ fingerprint: A }, 1]],
    ['too many', Array.from({ length: 10_001 }, (_, index) => ({ fingerprint: print(index) }))],
  ])('is refused as a whole if it is %s', (_, answer) => {
    expect(() => readHeldAlerts(answer, NOW)).toThrow(/allowed/);
  });

  it('holds an alert whose side fields cannot be read as active', () => {
    const [held] = readHeldAlerts([{ fingerprint: A, status: 7, labels: null, receivers: 'x', startsAt: 'soon' }], NOW).values();
    expect(held).toEqual({ fingerprint: A, isSuppressed: false, name: '', startedAt: null, receivers: [] });
  });
});
