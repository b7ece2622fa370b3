import fc from 'fast-check';
import { closesAt } from '../../../../src/incident/alert-groups/deadlines';
import { type AlertGroupState, emptyGroup } from '../../../../src/incident/alert-groups/group-state';
import { readDelivery } from '../../../../src/incident/alert-groups/read-delivery';
import { takeDelivery } from '../../../../src/incident/alert-groups/take-delivery';
import { firingAlerts } from '../../../../src/incident/model/firing-alerts';
import { EVENT_STATUSES } from '../../../../src/incident/model/incident';
import { SEVERITIES } from '../../../../src/incident/model/severity';
import { jsonBytes } from '../../../../src/incident/text/json-bytes';
import { sampleDelivery } from '../../../support/sample-delivery';

const NOW = '2026-01-01T12:00:00.000Z';
const empty = (): AlertGroupState => emptyGroup({ key: 'alert-test-1', instance: 'test', fingerprint: 'generic:disk' });

describe('a delivery to a group of alerts', () => {
  const deliveries = fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: 30 }).map(String),
      isVendorId: fc.boolean(),
      status: fc.constantFrom(...EVENT_STATUSES),
      severity: fc.constantFrom(...SEVERITIES),
    }),
    { maxLength: 60 },
  );

  it('is counted exactly, whatever its order and however often it comes', () => {
    fc.assert(
      fc.property(deliveries, (all) => {
        let state = empty();
        for (const { id, isVendorId, ...event } of all) state = takeDelivery(state, sampleDelivery(event, { id, isVendorId }), NOW);
        expect(state.counts.deliveries + state.counts.duplicates).toBe(all.length);
        expect(state.deliveries).toHaveLength(state.counts.deliveries);
        expect(state.counts.deliveries).toBeGreaterThanOrEqual(new Set(all.map(({ id }) => id)).size);
      }),
    );
  });

  it('that comes again is counted at the record of its last handling alone', () => {
    let state = empty();
    const deliver = (id: string, status: 'firing' | 'resolved') => {
      state = takeDelivery(state, sampleDelivery({ status }, { id, isVendorId: false }), NOW);
    };
    deliver('fires', 'firing');
    deliver('recovers', 'resolved');
    deliver('fires', 'firing');
    deliver('fires', 'firing');
    expect(state.deliveries.map(({ id, again }) => [id, again])).toEqual([
      ['fires', 0],
      ['recovers', 0],
      ['fires', 1],
    ]);
    expect(state.counts).toMatchObject({ deliveries: 3, duplicates: 1 });
  });

  it('keeps the users that the last one named, for the incident', () => {
    let state = takeDelivery(empty(), sampleDelivery({}, { users: ['@dba'] }), NOW);
    state = takeDelivery(state, sampleDelivery(), NOW);
    expect(state.users).toEqual(['@dba']);
    expect(takeDelivery(state, sampleDelivery({}, { users: [] }), NOW).users).toEqual([]);
  });

  it('is none if its users are not a list of names', () => {
    expect(readDelivery(sampleDelivery({}, { users: ['@dba'] }))).not.toBeNull();
    for (const users of ['@dba', [1], {}]) expect(readDelivery({ ...sampleDelivery(), users })).toBeNull();
  });

  it('that was found about an earlier state changes nothing, so that an alert that has fired since is not resolved', () => {
    const found = sampleDelivery({ status: 'resolved' }, { id: 'reconciled-1', isVendorId: true, basedOn: 1 });
    const compared = takeDelivery(empty(), sampleDelivery(), NOW);
    expect(takeDelivery(compared, found, NOW).status).toBe('settling');
    const firedAgain = takeDelivery(compared, sampleDelivery(), NOW);
    expect(takeDelivery(firedAgain, found, NOW)).toEqual(firedAgain);
    // The group had ended, so this delivery started it anew; it ends in time, too.
    const begun = takeDelivery(empty(), found, NOW);
    expect(begun).toEqual({ ...empty(), lastAt: NOW });
    expect(closesAt(begun)).not.toBeNull();
    expect(readDelivery({ ...found, basedOn: '1' })).toBeNull();
  });

  it('never lowers the severity of what fires', () => {
    let state = empty();
    for (const severity of ['high', 'low', 'critical', 'medium'] as const) state = takeDelivery(state, sampleDelivery({ severity }), NOW);
    expect(state.event?.severity).toBe('critical');
    state = takeDelivery(state, sampleDelivery({ status: 'resolved', severity: 'low' }), NOW);
    expect(state.event?.severity).toBe('critical');
  });

  it('is kept among the last 200, which are small, while all are counted', () => {
    let state = empty();
    const labels = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`label-${index}`, '界'.repeat(400)]));
    for (let index = 0; index < 300; index += 1) {
      const firing = firingAlerts([{ fingerprint: `alert-${index}`, startedAt: null }]);
      const changed = { ...labels, number: String(index) };
      state = takeDelivery(state, sampleDelivery({ title: '界'.repeat(300), labels: changed, firing }), NOW);
    }
    expect(state.counts.deliveries).toBe(300);
    expect(state.deliveries).toHaveLength(200);
    expect(jsonBytes(state.deliveries)).toBeLessThan(500_000);
    expect(jsonBytes(state)).toBeLessThan(1_500_000);
  });

  it('has no news if only a measured value in its text changed', () => {
    let state = takeDelivery(empty(), sampleDelivery({ description: 'CPU at 93.2 %' }), NOW);
    state = takeDelivery(state, sampleDelivery({ description: 'CPU at 94.7 %' }), NOW);
    expect(state.deliveries.at(-1)?.news).toEqual({});
    state = takeDelivery(state, sampleDelivery({ description: 'CPU melted' }), NOW);
    expect(state.deliveries.at(-1)?.news).toEqual({ description: true });
  });
});
