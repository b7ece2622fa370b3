import { InvalidInputError } from '../../../src/incident/errors';
import type { NormalizedEvent } from '../../../src/incident/incident';
import { parseGeneric } from '../../../src/incident/parse-generic';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';

function read(event: unknown): NormalizedEvent {
  const [first] = parseGeneric(event, RECEIVED_AT);
  if (first === undefined) throw new Error('no event');
  return first;
}

function refusal(event: unknown): InvalidInputError {
  try {
    parseGeneric(event, RECEIVED_AT);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('titles', () => {
  it.each(['title', 'summary', 'alert_name', 'alertname', 'alertName', 'name', 'subject', 'headline', 'rule_name', 'message', 'msg'])(
    'are found in %s',
    (field) => {
      expect(read({ [field]: 'Disk full on db-1' }).title).toBe('Disk full on db-1');
    },
  );

  it('pass over names that show nothing', () => {
    expect(read({ title: ' \u200b ', name: '', message: 'Disk full' }).title).toBe('Disk full');
  });

  it('pass over a synonym that holds an object of its own', () => {
    expect(read({ name: { first: 'a' }, message: 'Disk full' }).title).toBe('Disk full');
  });

  it.each([
    [{ title: 5, message: 'Disk full' }, 'title'],
    [{ title: {}, message: 'Disk full' }, 'title'],
    [{ alert_name: ['x'], description: 'd' }, 'title'],
    [{ summary: { text: 'x' } }, 'title'],
    [{ title: '\u0000\u200b' }, 'title'],
    [{ description: 'free space 1 %' }, 'title'],
  ])('are refused in %j', (event, field) => {
    expect(refusal(event).field).toBe(field);
  });

  it('name the synonym in which the mistake is, and what was found when there is none', () => {
    expect(refusal({ alert_name: ['x'] }).message).toContain('alert_name: ["x"] is no text');
    expect(refusal({ descr: 'x', sev: 1 }).message).toContain('among descr, sev');
  });

  it('put the subject in front of what Kapacitor says', () => {
    expect(read({ id: 'cpu_high', message: 'over 90 %', level: 'CRITICAL' })).toMatchObject({
      title: 'Cpu high: over 90 %',
      severity: 'critical',
      fingerprint: 'generic:cpu_high',
    });
  });
});

describe('status', () => {
  it.each([
    ['Firing', 'firing'],
    ['TRIGGERED', 'firing'],
    [' ok ', 'resolved'],
    ['Recovered', 'resolved'],
    ['closed', 'resolved'],
    ['ACK', 'acknowledged'],
    ['silenced', 'ignored'],
    ['constructor', 'firing'],
    ['quite odd', 'firing'],
  ])('%s is %s', (status, expected) => {
    expect(read({ title: 't', status }).status).toBe(expected);
  });

  it('comes from no word of a title', () => {
    expect(read({ title: 'RESOLVED: db-1 is OK again' }).status).toBe('firing');
    expect(read({ title: 'DOWN -> UP', status: 'firing' }).status).toBe('firing');
  });

  it('is read from the first word that is known', () => {
    expect(read({ title: 't', status: 'SEV?', state: 'closed' }).status).toBe('resolved');
    expect(read({ title: 't', event_action: 'resolve' }).status).toBe('resolved');
    expect(read({ title: 't', level: 'OK' }).status).toBe('resolved');
  });

  it.each([1, 0, true, {}, ['firing']])('%j is refused', (status) => {
    expect(refusal({ title: 't', status }).field).toBe('status');
    expect(refusal({ title: 't', state: status }).field).toBe('state');
  });
});

describe('severity', () => {
  it.each(['severity', 'level', 'priority', 'urgency', 'incident_severity'])('is found in %s', (field) => {
    expect(read({ title: 't', [field]: 'P2' })).toMatchObject({ severity: 'high', severityDefaulted: false, severityRaw: 'P2' });
  });

  it('is the first that is known, and 0 is a value', () => {
    expect(read({ title: 't', severity: 'weird', priority: 'P1' })).toMatchObject({ severity: 'critical', severityRaw: 'P1' });
    expect(read({ title: 't', severity: 0 }).severity).toBe('critical');
  });

  it('is the label’s when the alert itself has none', () => {
    expect(read({ title: 't', labels: { severity: 'page' } })).toMatchObject({ severity: 'critical', severityDefaulted: false });
    expect(read({ title: 't', severity: 'low', labels: { severity: 'page' } }).severity).toBe('low');
  });

  it('is medium and marked when nothing known is given, as it was spelled', () => {
    expect(read({ title: 't', severity: 'weird\u001b[31m' })).toMatchObject({
      severity: 'medium',
      severityDefaulted: true,
      severityRaw: 'weird',
    });
    expect(read({ title: 't' })).toMatchObject({ severity: 'medium', severityDefaulted: true, severityRaw: null });
  });

  it.each([-1, 6, 2.5, Number.POSITIVE_INFINITY, true, {}, ['critical']])('%j is refused', (severity) => {
    expect(refusal({ title: 't', severity })).toMatchObject({ field: 'severity' });
  });

  it('tells the value that JSON cannot hold', () => {
    expect(refusal(JSON.parse('{"title": "t", "severity": 1e400}')).message).toContain('Infinity is no severity');
  });
});

describe('description', () => {
  it('is what the title was not taken from', () => {
    expect(read({ title: 't', message: 'what happened' }).description).toBe('what happened');
    expect(read({ message: 'what happened' }).description).toBe('');
    expect(read({ title: 't', summary: 'short', description: 'long' }).description).toBe('long');
  });

  it('passes over what a synonym holds that is no text', () => {
    expect(read({ title: 't', details: { cpu: 99 }, text: 'what happened' }).description).toBe('what happened');
  });

  it.each([{}, [], true])('%j is refused', (description) => {
    expect(refusal({ title: 't', description }).field).toBe('description');
  });
});

describe('identity', () => {
  it.each(['fingerprint', 'dedup_key', 'dedupKey', 'alias', 'incident_key', 'id'])('is found in %s', (field) => {
    expect(read({ title: 't', [field]: 'a-1' }).fingerprint).toBe('generic:a-1');
    expect(read({ title: 't', [field]: 17 }).fingerprint).toBe('generic:17');
  });

  it('prefers the fingerprint, and passes over one that shows nothing', () => {
    expect(read({ title: 't', id: 'event-9', fingerprint: 'group-1' }).fingerprint).toBe('generic:group-1');
    expect(read({ title: 't', id: 'event-9', fingerprint: ' ' }).fingerprint).toBe('generic:event-9');
    expect(read({ title: 't', id: '', fingerprint: null }).fingerprint).toBeNull();
  });

  it('tells long ones apart that begin alike', () => {
    const long = 'x'.repeat(2_000);
    const [one, other] = [`${long}1`, `${long}2`].map((fingerprint) => read({ title: 't', fingerprint }).fingerprint);
    expect(one).not.toBe(other);
    expect(one?.length).toBeLessThan(520);
    expect(read({ title: 't', fingerprint: `${long}1` }).fingerprint).toBe(one);
  });

  it.each([
    [{ fingerprint: {} }, 'fingerprint'],
    [{ fingerprint: false }, 'fingerprint'],
    [{ dedup_key: [1] }, 'dedup_key'],
    [{ id: {} }, 'id'],
    [{ id: {}, fingerprint: 'known' }, 'id'],
    [{ id: 2 ** 64 }, 'id'],
  ])('%j is refused', (fields, field) => {
    expect(refusal({ title: 't', ...fields }).field).toBe(field);
  });

  it('does not need an id that cannot be kept when there is a fingerprint', () => {
    expect(read({ title: 't', id: 2 ** 64, fingerprint: 'a' }).fingerprint).toBe('generic:a');
  });
});

describe('time', () => {
  it.each(['started_at', 'startsAt', 'timestamp', 'time', 'created_at', '@timestamp', 'date'])('is found in %s', (field) => {
    expect(read({ title: 't', [field]: '2026-08-22T14:30:00+02:00' }).startedAt).toBe('2026-08-22T12:30:00.000Z');
  });

  it.each(['2026-02-30T10:00:00Z', 'yesterday-ish', '9999-12-31T23:59:59Z', '+275760-09-13T00:00:00.001Z', Number.POSITIVE_INFINITY, -5])(
    'that cannot be used, %j, becomes the receive time and stays to be seen',
    (time) => {
      const event = read({ title: 't', timestamp: time });
      expect(event.startedAt).toBe(RECEIVED_AT);
      expect(event.labels.unread_timestamp).toContain(String(time));
    },
  );

  it.each([0, '0', '', null, '0001-01-01T00:00:00Z'])('%j says nothing', (time) => {
    expect(read({ title: 't', started_at: time })).toMatchObject({ startedAt: RECEIVED_AT, labels: {} });
  });

  it.each([{ $date: 1 }, [], true])('%j is refused', (started_at) => {
    expect(refusal({ title: 't', started_at }).field).toBe('started_at');
  });
});

describe('labels and links', () => {
  it('gathers labels, tags, the source and well-known fields', () => {
    const event = read({
      title: 't',
      source: 'db-1.example.com',
      host: 'db-1',
      port: 5432,
      tags: ['env:prod', 'security', 7],
      labels: { service: 'db', n: 1, b: true, z: null },
    });
    expect(event.labels).toEqual({
      source: 'db-1.example.com',
      host: 'db-1',
      port: '5432',
      env: 'prod',
      security: 'true',
      service: 'db',
      n: '1',
      b: 'true',
    });
  });

  it('reads tags in one text, and keeps a nested label as JSON', () => {
    expect(read({ title: 't', tags: 'env:prod,team:db' }).labels).toEqual({ env: 'prod', team: 'db' });
    expect(read({ title: 't', labels: { security: { level: 'high' } } }).labels).toEqual({ security: '{"level":"high"}' });
  });

  it('takes links from lists, objects, single texts and well-known fields, each once', () => {
    const links = ['https://a.example.com/', { href: 'https://b.example.com/', text: 'b' }, { url: 'https://c.example.com/' }, 5, null];
    expect(read({ title: 't', links, runbook_url: 'https://d.example.com/', url: 'https://a.example.com/' }).links).toEqual([
      'https://a.example.com/',
      'https://b.example.com/',
      'https://c.example.com/',
      'https://d.example.com/',
    ]);
    expect(read({ title: 't', links: { runbook: 'https://a.example.com/' } }).links).toEqual(['https://a.example.com/']);
    expect(read({ title: 't', links: 'https://a.example.com/' }).links).toEqual(['https://a.example.com/']);
  });

  it.each([
    [{ labels: 'env=prod' }, 'labels'],
    [{ labels: ['prod'] }, 'labels'],
    [{ labels: 5 }, 'labels'],
    [{ tags: 5 }, 'tags'],
    [{ links: 5 }, 'links'],
    [{ links: true }, 'links'],
    [{ source: 5 }, 'source'],
    [{ source: {} }, 'source'],
    [{ labels: Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`k${index}`, 'v'])) }, 'labels'],
  ])('%j is refused', (fields, field) => {
    expect(refusal({ title: 't', ...fields }).field).toBe(field);
  });
});

describe('a prototype', () => {
  it('is nobody’s field, and stays as it was', () => {
    expect(refusal(JSON.parse('{"__proto__": {"title": "t"}, "status": "firing"}')).field).toBe('title');
    const event = read(JSON.parse('{"title": "t", "labels": {"__proto__": {"polluted": 1}, "constructor": "x"}}'));
    expect(event.labels).toEqual({ constructor: 'x' });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
