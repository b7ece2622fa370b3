import { heartbeatReport } from '../../../../src/incident/heartbeats/heartbeat-report';
import { deadlineOf, isMissed, watchedFrom, withFeed, withReport } from '../../../../src/incident/heartbeats/heartbeat-state';
import { readFeed, readHeartbeatSettings } from '../../../../src/incident/heartbeats/read-heartbeat';

const SETTINGS = { everyMs: 3_600_000, graceMs: 60_000, severity: 'high', users: ['@dba'] } as const;
const SINCE = '2026-01-01T00:00:00.000Z';
const START = watchedFrom('nightly', SETTINGS, SINCE);

describe('the deadline of a heartbeat', () => {
  it('counts from when it was first watched, and then from its last feed', () => {
    expect(deadlineOf(START)).toBe('2026-01-01T01:01:00.000Z');
    expect(deadlineOf(withFeed(START, '2026-01-01T00:30:00.000Z'))).toBe('2026-01-01T01:31:00.000Z');
  });

  it('is missed once it is reached, not before', () => {
    expect(isMissed(START, '2026-01-01T01:00:59.999Z')).toBe(false);
    expect(isMissed(START, '2026-01-01T01:01:00.000Z')).toBe(true);
  });

  it('is not moved by a feed that is older than the last, which is only counted', () => {
    const fed = withFeed(withFeed(START, '2026-01-01T00:30:00.000Z'), '2026-01-01T00:20:00.000Z');
    expect(fed).toMatchObject({ feeds: 2, lastFedAt: '2026-01-01T00:30:00.000Z' });
  });
});

describe('the report of a heartbeat', () => {
  const late = withReport(START, true);
  const firing = heartbeatReport(late, '2026-01-01T01:05:00.000Z');

  it('is an alert with its severity and label, since the deadline that it missed', () => {
    expect(firing).toMatchObject({
      event: {
        status: 'firing',
        title: 'No heartbeat from nightly',
        severity: 'high',
        labels: { heartbeat: 'nightly' },
        startedAt: '2026-01-01T01:01:00.000Z',
        firing: { count: 1, newestStartedAt: '2026-01-01T01:01:00.000Z' },
      },
      users: ['@dba'],
    });
    expect(firing.event.description).toContain('nightly has never been fed. It has been watched since 2026-01-01T00:00:00.000Z.');
    expect(firing.event.description).toContain('It has to be fed every 1 h, and may be 1 min late.');
  });

  it('has the group of the one before, and a message id of its own', () => {
    const fed = withReport(withFeed(late, '2026-01-01T02:00:00.000Z'), false);
    const resolved = heartbeatReport(fed, '2026-01-01T02:00:01.000Z');
    expect(resolved.event).toMatchObject({ status: 'resolved', firing: { count: 0 }, fingerprint: firing.event.fingerprint });
    expect(resolved.event.description).toBe('nightly was last fed at 2026-01-01T02:00:00.000Z.');
    const again = heartbeatReport(withReport(fed, true), '2026-01-01T04:00:00.000Z');
    expect(new Set([firing, resolved, again].map(({ messageId }) => messageId)).size).toBe(3);
  });
});

describe('what signals say', () => {
  it.each([
    [{ at: '2026-01-01T01:00:00+01:00' }, '2026-01-01T00:00:00.000Z'],
    [{ at: '2027-01-01T00:00:00.000Z' }, '2026-06-01T00:00:00.000Z'],
    [{ at: 'soon' }, '2026-06-01T00:00:00.000Z'],
    [{}, '2026-06-01T00:00:00.000Z'],
    [undefined, '2026-06-01T00:00:00.000Z'],
  ])('%j is a feed at %s', (payload, at) => {
    expect(readFeed(payload, '2026-06-01T00:00:00.000Z')).toBe(at);
  });

  it('is no setting unless it is whole', () => {
    expect(readHeartbeatSettings({ settings: SETTINGS })).toEqual(SETTINGS);
    const wrong = [{ everyMs: 0 }, { everyMs: 1e20 }, { graceMs: '1' }, { severity: 'urgent' }, { users: 'a' }, { users: [1] }];
    for (const part of wrong) expect(readHeartbeatSettings({ settings: { ...SETTINGS, ...part } })).toBeNull();
    for (const payload of [null, {}, { settings: null }]) expect(readHeartbeatSettings(payload)).toBeNull();
  });
});
