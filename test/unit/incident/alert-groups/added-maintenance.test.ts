import {
  type AddMaintenance,
  activeAdded,
  addMaintenance,
  type Changed,
  endMaintenance,
  endOf,
  type KeptMaintenance,
  NONE_KEPT,
  stillListed,
} from '../../../../src/incident/alert-groups/added-maintenance';
import type { CommandBase } from '../../../../src/incident/model/commands';
import { jsonBytes } from '../../../../src/incident/text/json-bytes';
import { isRefusal, type Refusal } from '../../../../src/incident/text/refusal';

const NOW = '2026-01-04T10:00:00.000Z';
const at = (hours: number): string => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();
const request = (more: Partial<AddMaintenance & CommandBase> = {}) => ({ actor: 'ann', when: {}, to: at(2), reason: 'moving', ...more });

function done(outcome: Changed | Refusal): KeptMaintenance {
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.kept;
}
const add = (kept: KeptMaintenance, more: Partial<AddMaintenance & CommandBase> = {}, now = NOW) =>
  addMaintenance(kept, request(more), now);
const end = (kept: KeptMaintenance, id: string, now = NOW, requestId?: string) =>
  endMaintenance(kept, { actor: 'bob', id, ...(requestId === undefined ? {} : { requestId }) }, now);

describe('an added maintenance', () => {
  it('is going on from its beginning to its end', () => {
    const { windows } = done(add(NONE_KEPT, { from: at(1) }));
    const names = (hours: number) => activeAdded(windows, at(hours)).map(({ name }) => name);
    expect([names(0.9), names(1), names(1.9), names(2)]).toEqual([[], ['m-1'], ['m-1'], []]);
  });

  it('begins when it was asked for, even if it is applied later, but not later than it is applied', () => {
    expect(done(add(NONE_KEPT, { at: at(-1) })).windows[0]?.from).toBe(at(-1));
    expect(done(add(NONE_KEPT, { at: at(1) })).windows[0]?.from).toBe(NOW);
  });

  it.each([
    ['ends before it begins', { from: at(3) }, 'invalid'],
    ['ends when it begins', { from: at(2) }, 'invalid'],
    ['ends years ahead', { to: at(367 * 24) }, 'not_possible'],
  ])('is refused if it %s', (_, more, code) => {
    expect(add(NONE_KEPT, more)).toMatchObject({ code });
  });

  it('is added once for one request, and ended once', () => {
    const first = done(add(NONE_KEPT, { requestId: 'r-1' }));
    expect(add(first, { requestId: 'r-1' })).toEqual({ kept: first, id: 'm-1', repeated: true });
    const ended = done(end(first, 'm-1', at(1), 'r-2'));
    expect(end(ended, 'm-1', at(1), 'r-2')).toEqual({ kept: ended, id: 'm-1', repeated: true });
  });

  it('keeps its id when others are forgotten', () => {
    const first = done(add(NONE_KEPT));
    const later = done(add(first, { to: at(24 * 20) }, at(24 * 10)));
    const latest = done(add(later, { to: at(24 * 40) }, at(24 * 30)));
    expect([later, latest].map(({ windows }) => windows.map(({ id }) => id))).toEqual([['m-2'], ['m-3']]);
    expect(done(add(latest, { to: at(24 * 70) }, at(24 * 60))).windows.map(({ id }) => id)).toEqual(['m-4']);
  });
});

describe('ending a maintenance', () => {
  it('ends it at once, and says by whom', () => {
    const { windows } = done(end(done(add(NONE_KEPT)), 'm-1', at(1)));
    expect(windows).toMatchObject([{ ended: { by: 'bob', at: at(1) }, to: at(2) }]);
    expect(windows.map(endOf)).toEqual([at(1)]);
    expect(activeAdded(windows, at(1))).toEqual([]);
  });

  it('keeps one that has not begun from beginning', () => {
    const { windows } = done(end(done(add(NONE_KEPT, { from: at(1) })), 'm-1'));
    expect(activeAdded(windows, at(1.5))).toEqual([]);
  });

  it('is refused for an unknown one, and for one that has ended', () => {
    const kept = done(add(NONE_KEPT));
    expect(end(kept, 'm-2')).toMatchObject({ code: 'not_possible', message: 'there is no maintenance m-2' });
    expect(end(kept, 'm-1', at(2))).toMatchObject({ code: 'already_done', message: 'm-1 ended at 2026-01-04 12:00 UTC' });
    expect(end(done(end(kept, 'm-1')), 'm-1', at(1))).toMatchObject({ message: 'm-1 ended at 2026-01-04 10:00 UTC, by bob' });
  });
});

describe('the list of added maintenances', () => {
  it('names each for seven days after its end', () => {
    const { windows } = done(add(NONE_KEPT));
    expect(stillListed(windows, at(2 + 24 * 7 - 1))).toHaveLength(1);
    expect(stillListed(windows, at(2 + 24 * 7))).toHaveLength(0);
  });

  it('holds 200; the ones that ended first make room, and one too many is refused', () => {
    let kept = NONE_KEPT;
    for (let count = 0; count < 200; count += 1) kept = done(add(kept, { to: at(count < 2 ? 2 - count : 8) }));
    expect(add(kept)).toMatchObject({ code: 'not_possible', hint: expect.stringContaining('incident maintenance end') });
    kept = done(add(kept, { to: at(9) }, at(3)));
    expect(kept.windows).toHaveLength(200);
    expect(kept.windows.map(({ id }) => id)).not.toContain('m-2');
    expect(kept.windows.map(({ id }) => id)).toContain('m-1');
  });

  it('stays small enough for every database', () => {
    let kept = NONE_KEPT;
    let last: Changed | Refusal | undefined;
    for (let count = 0; count < 200; count += 1) {
      last = add(kept, { reason: '維'.repeat(300) });
      if (!isRefusal(last)) kept = last.kept;
    }
    expect(last).toMatchObject({ code: 'not_possible' });
    expect(jsonBytes(kept.windows)).toBeLessThanOrEqual(60_000);
  });
});
