import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEventText } from '../../../src/incident/alerts/parse-events';
import type { NormalizedEvent } from '../../../src/incident/model/incident';

/*
 * Alerts of the kinds that were once misread: small, and each stands for many. The first table is the project's own, the
 * second reads the folder of INCIDENT_CASES_DIR.
 */
const RECEIVED_AT = '2026-11-26T12:00:00.000Z';
const folder = process.env.INCIDENT_CASES_DIR;

function read(text: string | Uint8Array): readonly NormalizedEvent[] {
  return parseEventText(text, { receivedAt: RECEIVED_AT });
}
const readOne = (body: object): NormalizedEvent => read(JSON.stringify(body))[0] as NormalizedEvent;

describe('a vendor that nobody has told us of', () => {
  it.each([
    { event: 'up', message: 'shop is back' },
    { title: 'Shop is down', event: 'monitor.up' },
    { title: 'Disk', type: 'PROBLEM_RECOVERY' },
    { title: 'Disk', event_type: 'outage_END' },
    { title: 'Disk', notification_type: 'RECOVERY', state: 'OK' },
    { title: 'Disk', event: 'incident_resolved' },
    { title: 'Disk', event: 'alertClosed' },
    { title: 'CPU', action: 'alarm_ok' },
    { title: 'CPU', alarm_state: 'AlarmOK' },
    { title: 'CPU', new_state: 'Normal' },
    { title: 'CPU', current_state: 'CRITICAL -> OK' },
    { title: 'CPU', type: 'alert', severity: 'clear' },
    { message: 'ram is available', severity: 'CLEARED' },
    { title: 'CPU', level: 'recovered' },
    { title: 'CPU', type: 'error', event: 'closed' },
    { title: 'Site', site: { state: 'up' } },
    { alert: { title: 'Queue', status: 'resolved' } },
    { action: 'closed', issue: { title: 'Queue' } },
    { title: 'Queue', resolved: true },
    { title: 'Queue', resolved_at: '2026-11-26T11:00:00Z' },
    { title: 'Queue', type: 'recovery' },
    { title: 'CPU', event_type: 'POLICY_CLOSE_CRITICAL' },
    { title: 'Error', action: 'resolved_item' },
    { title: 'Site', type: 'uptimeCheckRecoveredNotification' },
    { title: 'Site', status: 'resolved by dana' },
    { title: 'Site', event: 'downtime_end' },
    { title: 'Site', event: 'check.up' },
    { title: 'Site', state: 'oK' },
  ])('has recovered when its own fields say so: %j', (body) => {
    expect(readOne(body)).toMatchObject({ status: 'resolved', statusNote: null, problems: [] });
  });

  it.each([
    { title: 'RESOLVED: everything is OK again' },
    { message: 'the incident was closed, and opened again' },
    { title: 'Disk', event: 'follow_up' },
    { title: 'Disk', type: 'front_end' },
    { title: 'Disk', event: 'fail_over' },
    { title: 'Disk', event: 'not_resolved' },
    { title: 'Disk', event: 'unresolved' },
    { title: 'Disk', event: 'partially_recovered' },
    { title: 'Disk', event: 'recovery_failed' },
    { title: 'Disk', state: 'OK -> CRITICAL' },
    { title: 'Disk', event: 'the disk of db-1 is ok' },
    { title: 'Disk', priority: 'normal' },
    { title: 'Disk', type: 'database' },
    { title: 'Disk', resolved: false, resolved_at: null },
    { title: 'Disk', status: 'critical' },
    { title: 'Disk', event: 'constructor' },
    { alert: { title: 'Disk', status: 'open' } },
    { title: 'Queue', type: 'queue_backed_up' },
    { title: 'Errors', event: 'errors up' },
    { title: 'Site', type: 'up_time' },
    { title: 'Site', type: 'End-User Monitoring' },
    { title: 'Site', type: 'end_to_end' },
    { title: 'Site', type: 'Online Shop' },
    { title: 'Disk', type: 'recovery_point' },
    { title: 'Pool', action: 'close_connection_pool' },
    { title: 'Pool', event: 'connection_closed' },
    { title: 'Port', status: 'port closed' },
    { title: 'Budget', type: 'budget_over' },
    { title: 'Login', type: 'login_success' },
    { title: 'Site', status: 'healthy=false' },
    { title: 'Disk', notification_type: 'DOWNTIME_END', state: 'CRITICAL' },
    { title: 'Disk', event: 'maintenance_ended' },
    { title: 'Replica', state: 'in_recovery' },
    { title: 'Database', event: 'crash recovery' },
  ])('fires when they do not: %j', (body) => {
    expect(readOne(body).status).toBe('firing');
  });

  it.each([
    [{ title: 'CPU', state: 'no_data' }, 'firing'],
    [{ title: 'CPU', state: 'INSUFFICIENT_DATA' }, 'firing'],
    [{ title: 'CPU', event: 'resolved', state: 'NoData' }, 'firing'],
    [{ title: 'CPU', status: 'resolved', reason: 'MissingSeries' }, 'ignored'],
    [{ title: 'CPU', status: 'closed', close_reason: 'signal_lost' }, 'ignored'],
  ])('has not recovered when its data vanished: %j is %s', (body, status) => {
    expect(readOne(body)).toMatchObject({ status, statusNote: { kind: 'dataVanished' }, problems: [] });
  });

  it('has recovered for a reason that is prose', () => {
    expect(readOne({ title: 'CPU', status: 'resolved', reason: 'there was no data on the disk' }).status).toBe('resolved');
  });
});

/** The column "right" of the folder's README, by file. */
const RIGHT: Readonly<Record<string, (events: readonly NormalizedEvent[]) => void>> = {
  '01-empty-common.json': ([event]) => {
    expect(event).toMatchObject({ status: 'firing', severity: 'critical', firing: { count: 2 } });
    expect(event?.title).toContain('PayDown');
  },
  '02-v2-alerts-silenced.json': ([opens, ignored]) => {
    expect(opens).toMatchObject({ status: 'firing', severity: 'critical', title: 'Disk of db-1 is full' });
    expect(ignored).toMatchObject({ status: 'ignored', alertName: 'BackupLate', statusNote: { kind: 'silenced' } });
  },
  '03-v2-groups.json': ([event]) => {
    expect(event).toMatchObject({ source: 'alertmanager', status: 'firing', severity: 'critical', severityDefaulted: false });
    expect(event?.title).toBe('Disk of db-1 is full');
  },
  '06a-grafana-firing.json': ([event]) => expect(event).toMatchObject({ status: 'firing', severity: 'critical' }),
  '06b-grafana-missingseries.json': ([event]) => {
    expect(event).toMatchObject({ status: 'ignored', statusNote: { kind: 'dataVanished' } });
    expect(event?.statusNote?.text).toContain('MissingSeries');
  },
  '07b-grafana-dserror.json': ([event]) => {
    expect(event?.title).toContain('Checkout traffic');
    expect(event?.title).toContain('connection refused');
  },
  '15a-honeybadger-up.json': ([event]) => expect(event?.status).toBe('resolved'),
  '18-netdata-clear.json': ([event]) => expect(event?.status).toBe('resolved'),
  '20a-sev-8.json': ([event]) => {
    expect(event).toMatchObject({ status: 'firing', severity: 'medium', severityDefaulted: true, severityRaw: '8' });
    expect(event?.problems).toEqual([{ field: 'severity', value: '8', taken: 'medium, the default' }]);
  },
  '20d-sev-object.json': ([event]) => expect(event).toMatchObject({ status: 'firing', severity: 'high', severityDefaulted: false }),
  '22c-firing-crit.json': ([event]) => expect(event).toMatchObject({ status: 'firing', severity: 'critical' }),
  '22d-resolved-crit.json': ([event]) => expect(event).toMatchObject({ status: 'resolved', statusNote: null }),
  '24-time-zone-word.json': ([event]) => expect(event?.startedAt).toBe('2026-11-26T11:40:00.000Z'),
};

(folder === undefined ? describe.skip : describe)('the cases of INCIDENT_CASES_DIR', () => {
  it.each(Object.entries(RIGHT))('%s', (file, expectRight) => {
    expectRight(read(readFileSync(join(folder ?? '', file))));
  });

  it('know the same group again when it resolves and fires once more', () => {
    const fingerprint = (file: string) => read(readFileSync(join(folder ?? '', file)))[0]?.fingerprint;
    expect(fingerprint('22d-resolved-crit.json')).toBe(fingerprint('22c-firing-crit.json'));
    expect(fingerprint('06b-grafana-missingseries.json')).toBe(fingerprint('06a-grafana-firing.json'));
  });
});
