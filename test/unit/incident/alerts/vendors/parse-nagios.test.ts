import { looksLikeNagios } from '../../../../../src/incident/alerts/vendors/parse-nagios';
import { CHECKMK, ICINGA, NAGIOS } from './samples/nagios';
import { inShort, readAs } from './samples/read-as';

const HTTP = 'HTTP /checkout on web-3';

describe('Nagios', () => {
  const read = readAs('nagios');
  it.each<[keyof typeof NAGIOS, string]>([
    ['a service', `firing | critical | ${HTTP} is CRITICAL`],
    ['a service recovers', `resolved | medium* | ${HTTP}`],
    ['a service warns', `firing | medium | ${HTTP} is WARNING`],
    ['a service is acknowledged', `acknowledged | critical | ${HTTP}`],
    ['a service flaps', `firing | critical | ${HTTP} is CRITICAL`],
    ['a service stops to flap', `ignored | medium* | ${HTTP} | notAnAlert`],
    ['a downtime begins', `ignored | critical | ${HTTP} | silenced`],
    ['a downtime ends', `ignored | critical | ${HTTP} | notAnAlert`],
    ['by hand', `ignored | medium* | ${HTTP} | notAnAlert`],
    ['a host', 'firing | critical | web-3 is DOWN'],
    ['a host recovers', 'resolved | medium* | web-3'],
    ['a short script', `firing | medium | ${HTTP} is UNKNOWN`],
    ['the names of an environment', 'firing | high | web-3 is UNREACHABLE'],
    ['a number as the state', `firing | critical | ${HTTP} is CRITICAL`],
    ['a soft state', `ignored | critical | ${HTTP} | notAnAlert`],
  ])('reads %s', (name, expected) => {
    expect(inShort(read(NAGIOS[name]))).toBe(expected);
  });

  it('keys on host and service', () => {
    expect(read(NAGIOS['a service']).fingerprint).toBe('nagios:web-3!HTTP /checkout');
    expect(read(NAGIOS['a short script']).fingerprint).toBe('nagios:web-3!HTTP /checkout');
    expect(read(NAGIOS['a host']).fingerprint).toBe('nagios:web-3');
  });

  it('takes the start from the change of state, and the message’s time only if there is no other', () => {
    expect(read(NAGIOS['a service']).firing?.newestStartedAt).toBe('2026-11-23T23:00:00.000Z');
    const { LASTSERVICESTATECHANGE: _, ...undated } = NAGIOS['a service'];
    expect(read(undated)).toMatchObject({ startedAt: '2026-11-23T23:05:00.000Z', firing: { newestStartedAt: null } });
  });

  it('is not recognised by a type that others have, too', () => {
    expect(looksLikeNagios({ type: 'problem', host: 'web-3', status: 'resolved', title: 'x' })).toBe(false);
    expect(looksLikeNagios({ type: 'PROBLEM', host: 'web-3', state: 'DOWN' })).toBe(true);
  });

  it('reads a body without names by its text', () => {
    expect(read({ summary: 'Something failed', state: 'CRITICAL' })).toMatchObject({
      title: 'Something failed',
      fingerprint: null,
      severity: 'critical',
    });
    expect(() => read({ state: 'CRITICAL' })).toThrow(/host/);
  });
});

describe('Icinga', () => {
  const read = readAs('icinga');
  it.each<[keyof typeof ICINGA, string]>([
    ['the variables of its script', 'firing | critical | http on web-3 is CRITICAL'],
    ['nested', 'resolved | medium* | http on web-3'],
    ['a nested host', 'firing | critical | web-3 is DOWN'],
    ['a state change of its API', 'firing | critical | http on web-3 is CRITICAL'],
    ['a host of its API is well', 'resolved | medium* | web-3'],
    ['a soft state of its API', 'ignored | critical | http on web-3 | notAnAlert'],
    ['flapping of its API', 'ignored | medium* | http on web-3 | notAnAlert'],
    ['a comment of its API', 'ignored | medium* | web-3 | notAnAlert'],
    ['a notification of its API', 'ignored | critical | http on web-3 | notAnAlert'],
  ])('reads %s', (name, expected) => {
    expect(inShort(read(ICINGA[name]))).toBe(expected);
  });
});

describe('Checkmk', () => {
  const read = readAs('checkmk');
  it.each<[keyof typeof CHECKMK, string]>([
    ['a service', 'firing | medium | Filesystem /var on web-3 is WARNING'],
    ['a service recovers', 'resolved | medium* | Filesystem /var on web-3'],
    ['a host', 'firing | critical | web-3 is DOWN'],
    ['a script that calls the state a severity', 'firing | medium | Filesystem /var on web-3 is WARNING'],
    ['a script about a host', 'resolved | medium* | web-3'],
  ])('reads %s', (name, expected) => {
    expect(inShort(read(CHECKMK[name]))).toBe(expected);
  });

  it('does not take a relative address for a link', () => {
    expect(read(CHECKMK['a service']).links).toEqual([]);
  });
});
