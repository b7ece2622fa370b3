import { firingAlerts, holdsNewAlert } from '../../../../src/incident/model/firing-alerts';

const START = '2026-11-26T10:40:00.000Z';
const LATER = '2026-11-26T11:40:00.000Z';
const of = (...fingerprints: string[]) => firingAlerts(fingerprints.map((fingerprint) => ({ fingerprint, startedAt: START })));
const many = (count: number) => of(...Array.from({ length: count }, (_, index) => `f${String(index).padStart(5, '0')}`));

describe('alerts that fire', () => {
  it('are counted exactly and kept within bounds', () => {
    const { count, fingerprints, newestStartedAt } = many(2_200);
    expect([count, fingerprints.length, newestStartedAt]).toEqual([2_200, 500, START]);
    expect(of('x'.repeat(10_000)).fingerprints[0]?.length).toBeLessThanOrEqual(32);
  });

  it('are the same in whatever order they come', () => {
    expect(of('b', 'a')).toEqual(of('a', 'b'));
  });
});

describe('something new', () => {
  it.each([
    ['the same', of('a', 'b'), of('b', 'a'), false],
    ['fewer', of('a', 'b'), of('b'), false],
    ['a further alert', of('a'), of('a', 'b'), true],
    ['a later start', of('a'), firingAlerts([{ fingerprint: 'a', startedAt: LATER }]), true],
    ['an earlier start', firingAlerts([{ fingerprint: 'a', startedAt: LATER }]), of('a'), false],
    ['a start where none was known', firingAlerts([{ fingerprint: 'a', startedAt: null }]), of('a'), true],
    ['no start any more', of('a'), firingAlerts([{ fingerprint: 'a', startedAt: null }]), false],
    ['nothing that tells alerts apart', of(), firingAlerts([{ fingerprint: null, startedAt: null }]), false],
    ['of many the same', many(2_200), many(2_200), false],
    ['of many one less, which lets another move up', many(600), firingAlerts(many(600).fingerprints.slice(1).map(at)), false],
  ])('%s: %#', (_, known, next, expected) => {
    expect(holdsNewAlert(known, next)).toBe(expected);
  });

  it('is seen among many where it would have been kept', () => {
    const known = many(600);
    expect(holdsNewAlert(known, firingAlerts([...known.fingerprints, 'a-new-one'].map(at)))).toBe(true);
    expect(holdsNewAlert(known, firingAlerts([...known.fingerprints, 'z-unknown'].map(at)))).toBe(false);
  });
});

function at(fingerprint: string) {
  return { fingerprint, startedAt: START };
}
