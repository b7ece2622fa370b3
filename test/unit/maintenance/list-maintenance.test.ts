import type { AddedMaintenance } from '../../../src/incident/alert-groups/added-maintenance';
import type { MaintenanceWindow } from '../../../src/incident/alert-groups/maintenance';
import { listMaintenance } from '../../../src/maintenance/list-maintenance';

const NOW = new Date('2026-01-04T10:00:00Z');
const added = (id: string, from: string, to: string, more: Partial<AddedMaintenance> = {}): AddedMaintenance => ({
  id,
  when: { severity: ['low'] },
  from: `2026-01-${from}:00:00.000Z`,
  to: `2026-01-${to}:00:00.000Z`,
  reason: 'moving',
  actor: 'ann',
  addedAt: '2026-01-01T00:00:00.000Z',
  ended: null,
  ...more,
});

it('lists what is going on, then what comes, then what has ended', () => {
  const sundays = { rrule: 'FREQ=WEEKLY;BYDAY=SU;BYHOUR=2', forMs: 10_800_000, timezone: 'Europe/Berlin', since: '2024-01-01' };
  const configured: readonly MaintenanceWindow[] = [
    { name: 'sundays', when: { labels: { env: ['staging'] } }, times: sundays },
    { name: 'once', when: {}, times: { from: '2026-01-03T00:00:00.000Z', to: '2026-01-03T01:00:00.000Z' } },
    { name: 'counted', when: {}, times: { ...sundays, rrule: 'FREQ=DAILY;COUNT=1' } },
  ];
  const windows = [
    added('m-1', '04T12', '04T13'),
    added('m-2', '04T09', '04T11'),
    added('m-3', '04T08', '04T11', { ended: { by: 'bob', at: '2026-01-04T09:00:00.000Z' } }),
    added('m-4', '04T12', '04T13', { ended: { by: 'bob', at: '2026-01-04T09:00:00.000Z' } }),
  ];
  const rows = listMaintenance(configured, windows, NOW);
  expect(rows.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'm-2 active',
    'm-1 upcoming',
    'sundays upcoming',
    'counted ended',
    'once ended',
    'm-3 ended',
    'm-4 ended',
  ]);
  expect(rows.find(({ name }) => name === 'm-3')).toMatchObject({ to: '2026-01-04T09:00:00.000Z', by: 'ann', ended_by: 'bob' });
  expect(rows.find(({ name }) => name === 'sundays')).toMatchObject({
    origin: 'configured',
    from: '2026-01-11T01:00:00.000Z',
    to: '2026-01-11T04:00:00.000Z',
    recurs: 'FREQ=WEEKLY;BYDAY=SU;BYHOUR=2 (Europe/Berlin)',
    by: null,
  });
  expect(rows.find(({ name }) => name === 'counted')).toMatchObject({ from: null, to: null });
});

it('does not list what ended long ago', () => {
  expect(listMaintenance([], [added('m-1', '01T00', '01T01')], new Date('2026-01-08T02:00:00Z'))).toEqual([]);
});
