import { readableTitle } from '../../../../src/incident/alerts/readable-title';

it.each([
  ['database_connection_failure', 'Database connection failure'],
  ['disk-full', 'Disk full'],
  ['InstanceDown', 'InstanceDown'],
  ['Disk full on db-1', 'Disk full on db-1'],
  ['cpu', 'cpu'],
  ['2026-08-22', '2026-08-22'],
  ['', ''],
])('reads %j as the title %j', (raw, title) => {
  expect(readableTitle(raw)).toBe(title);
});
