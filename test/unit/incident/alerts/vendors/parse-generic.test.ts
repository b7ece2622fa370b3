import { parseGeneric } from '../../../../../src/incident/alerts/vendors/parse-generic';
import type { NormalizedEvent } from '../../../../../src/incident/model/incident';
import { InvalidInputError } from '../../../../../src/incident/text/errors';

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

  it('that are none are a problem where another field says what happened', () => {
    expect(read({ title: {}, message: 'Disk full' })).toMatchObject({
      title: 'Disk full',
      problems: [{ field: 'title', value: '{}', taken: 'Disk full' }],
    });
  });

  it('are found in the object that holds the alert', () => {
    const event = read({ team: 'db', alert: { title: 'Disk full', severity: 'high', host: 'db-1' } });
    expect(event).toMatchObject({ title: 'Disk full', severity: 'high', labels: { team: 'db', host: 'db-1' } });
  });

  it.each([
    [{ title: 5 }, 'title'],
    [{ title: {}, description: 'Disk full' }, 'title'],
    [{ alert_name: ['x'], description: 'd' }, 'title'],
    [{ summary: { text: 'x' } }, 'title'],
    [{ title: '\u0000\u200b' }, 'title'],
    [{ description: 'free space 1 %' }, 'title'],
  ])('are refused in %j', (event, field) => {
    expect(refusal(event).field).toBe(field);
  });

  it('name the synonym in which the mistake is, and what was found when there is none', () => {
    expect(refusal({ alert_name: ['x'] }).message).toContain('alert_name: ["x"] is not text');
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

  it.each([
    [1, '1', 'firing'],
    [0, '0', 'firing'],
    [true, 'true', 'firing'],
    [{}, '{}', 'firing'],
    [['resolved'], '["resolved"]', 'resolved'],
    [{ name: 'Closed' }, '{"name":"Closed"}', 'resolved'],
    ['quite odd', 'quite odd', 'firing'],
  ])('%j is a problem', (status, value, expected) => {
    for (const field of ['status', 'state']) {
      expect(read({ title: 't', [field]: status })).toMatchObject({
        status: expected,
        problems: [{ field, value, taken: expected }],
      });
    }
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

  it.each([
    [8, '8', 'medium'],
    [7.5, '7.5', 'medium'],
    [true, 'true', 'medium'],
    [{ id: 2 }, '{"id":2}', 'medium'],
    ['weird', 'weird', 'medium'],
    [['critical'], '["critical"]', 'critical'],
    [{ name: 'High' }, '{"name":"High"}', 'high'],
  ])('%j is a problem, and read where it can be', (severity, value, expected) => {
    const event = read({ title: 't', severity });
    expect(event.severity).toBe(expected);
    expect(event.severityDefaulted).toBe(expected === 'medium');
    expect(event.problems).toEqual([{ field: 'severity', value, taken: expected === 'medium' ? 'medium, the default' : expected }]);
  });

  it('names what could not be read before the one that could', () => {
    expect(read({ title: 't', severity: 'weird', priority: 'P1', urgency: 'odd' }).problems).toEqual([
      { field: 'severity', value: 'weird', taken: 'critical' },
    ]);
  });

  it('keeps the value that JSON cannot hold', () => {
    expect(read(JSON.parse('{"title": "t", "severity": 1e400}'))).toMatchObject({
      severity: 'medium',
      problems: [{ field: 'severity', value: 'Infinity' }],
    });
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

  it.each([{ text: 'x' }, [], true])('%j is a problem', (description) => {
    expect(read({ title: 't', description }).problems).toEqual([
      { field: 'description', value: JSON.stringify(description), taken: 'nothing' },
    ]);
    expect(read({ title: 't', description, details: 'free space 1 %' })).toMatchObject({
      description: 'free space 1 %',
      problems: [{ field: 'description', taken: 'free space 1 %' }],
    });
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
    [{ fingerprint: {} }, null, 'fingerprint'],
    [{ fingerprint: false, id: 'a' }, 'generic:a', 'fingerprint'],
    [{ dedup_key: [1] }, null, 'dedup_key'],
    [{ id: {} }, null, 'id'],
    [{ id: 2 ** 64 }, null, 'id'],
  ])('that cannot be kept (%#) is a problem', (fields, fingerprint, field) => {
    const event = read({ title: 't', ...fields });
    expect(event.fingerprint).toBe(fingerprint);
    expect(event.problems).toEqual([expect.objectContaining({ field })]);
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
    'that cannot be used, %j, becomes the receive time and is kept as a problem',
    (time) => {
      const event = read({ title: 't', timestamp: time });
      expect(event.startedAt).toBe(RECEIVED_AT);
      expect(event.problems).toEqual([{ field: 'timestamp', value: String(time), taken: `${RECEIVED_AT}, the time of receipt` }]);
    },
  );

  it.each([0, '0', '', null, '0001-01-01T00:00:00Z'])('%j says nothing', (time) => {
    expect(read({ title: 't', started_at: time })).toMatchObject({ startedAt: RECEIVED_AT, problems: [] });
  });

  it.each([{ $date: 1 }, [], true, '2026-11-26 06:40:00 IST'])('%j is a problem', (started_at) => {
    expect(read({ title: 't', started_at })).toMatchObject({
      startedAt: RECEIVED_AT,
      problems: [{ field: 'started_at', value: typeof started_at === 'string' ? started_at : JSON.stringify(started_at) }],
    });
  });

  it('counts as a start where it is more than the date of the message', () => {
    const time = '2026-11-23T10:00:00.000Z';
    expect(read({ title: 't', started_at: time }).firing?.newestStartedAt).toBe(time);
    expect(read({ title: 't', timestamp: time }).firing?.newestStartedAt).toBeNull();
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
    [{ labels: 'env=prod' }, 'labels', { env: 'prod' }],
    [{ labels: ['prod'] }, 'labels', { prod: 'true' }],
    [{ labels: 5 }, 'labels', {}],
    [{ tags: 5 }, 'tags', {}],
    [{ links: 5 }, 'links', {}],
    [{ links: true }, 'links', {}],
    [{ source: {} }, 'source', {}],
    [{ source: true }, 'source', {}],
  ])('%j is a problem', (fields, field, labels) => {
    const event = read({ title: 't', ...fields });
    expect(event.labels).toEqual(labels);
    expect(event.problems).toEqual([
      expect.objectContaining({ field, value: JSON.stringify(Object.values(fields)[0]).replace(/^"|"$/g, '') }),
    ]);
  });

  it('reads a source that is a number', () => {
    expect(read({ title: 't', source: 5 })).toMatchObject({ labels: { source: '5' }, problems: [] });
  });
});

describe('names of fields', () => {
  it.each([
    { Title: 'Disk full', Severity: 'P1', Status: 'Resolved', StartedAt: '2026-11-23T10:00:00Z' },
    { ALERT_NAME: 'Disk full', SEVERITY: 'critical', STATE: 'OK', 'started-at': '2026-11-23T10:00:00Z' },
    { 'Alert Name': 'Disk full', alertseverity: 'critical', 'Event-Type': 'alarm_ok', 'Started At': '2026-11-23T10:00:00Z' },
    { MONITORNAME: 'Disk full', Priority: 'P1', STATUS: 'UP', startTime: '2026-11-23T10:00:00Z' },
  ])('are known however they are spelled: %j', (body) => {
    expect(read(body)).toMatchObject({
      title: 'Disk full',
      severity: 'critical',
      status: 'resolved',
      startedAt: '2026-11-23T10:00:00.000Z',
    });
  });

  it('count first in their usual spelling', () => {
    expect(read({ Severity: 'critical', severity: 'low', TITLE: 'a', title: 'b' })).toMatchObject({ severity: 'low', title: 'b' });
  });

  it.each(['monitor_name', 'condition_name', 'ProblemTitle', 'entity_display_name', 'monitor'])('%s holds a title', (name) => {
    expect(read({ [name]: 'Disk full' }).title).toBe('Disk full');
  });
});

describe('an envelope', () => {
  it('is opened where nothing beside it has a title', () => {
    const body = { type: 'event', data: { attributes: { title: 'Disk full', severity: 'high', status: 'resolved' } } };
    expect(read(body)).toMatchObject({ title: 'Disk full', severity: 'high', status: 'resolved' });
    expect(read({ payload: { alert: { name: 'Disk full', state: 'open' } } })).toMatchObject({ title: 'Disk full', status: 'firing' });
    expect(read({ title: 'Disk full', data: { status: 'ok', title: 'x' } })).toMatchObject({ title: 'Disk full', status: 'firing' });
  });

  it('loses no severity that only what it wraps, or a label, has', () => {
    expect(read({ title: 't', alert: { severity: 'critical' } }).severity).toBe('critical');
    expect(read({ title: 't', incident: { priority: { name: 'P1' } } }).severity).toBe('critical');
    expect(read({ title: 't', labels: { priority: 'P1' } }).severity).toBe('critical');
  });
});

describe('a list', () => {
  it('is one event for each alert, the gravest first, and loses none for what stands beside it', () => {
    const events = parseGeneric([{ title: 'a', severity: 'low' }, null, {}, { title: 'b', severity: 'critical' }], RECEIVED_AT);
    expect(events.map(({ title }) => title)).toEqual(['b', 'a']);
    expect(events[0]?.problems).toEqual([
      { field: '[1]', value: 'null', taken: 'nothing' },
      { field: '[2]', value: '{}', taken: 'nothing' },
    ]);
  });

  it('in which nothing says what happened is refused', () => {
    expect(refusal([{}, { severity: 'high' }]).field).toBe('title');
    expect(refusal([5]).field).toBe('body');
  });
});

describe('a status that is a flag', () => {
  it.each([
    { resolved: 'true' },
    { is_up: true },
    { isOpen: false },
    { firing: false },
    { down: 'False' },
    { cleared_at: '2026-11-23T10:00:00Z' },
  ])('%j is the end', (fields) => {
    expect(read({ title: 't', ...fields }).status).toBe('resolved');
  });

  it.each([
    { resolved: 'false' },
    { up: 1, down: 2 },
    { down: 0 },
    { active: false },
    { healthy: false },
    { ended_at: '2026-12-24T10:00:00Z' },
    { closed_at: 300 },
    { state: 'open', is_up: true },
    { severity: 'normal' },
  ])('%j is not', (fields) => {
    expect(read({ title: 't', ...fields }).status).toBe('firing');
  });
});

describe('several times', () => {
  it('are read until one is a time', () => {
    expect(read({ title: 't', started_at: 'soon', timestamp: '2026-11-23T10:00:00Z' })).toMatchObject({
      startedAt: '2026-11-23T10:00:00.000Z',
      problems: [{ field: 'started_at', value: 'soon', taken: '2026-11-23T10:00:00.000Z' }],
    });
  });
});

describe('a time', () => {
  it.each([
    ['2026-11-23 10:00:00', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['Mon, 23 Nov 2026 10:00:00', '2026-11-23T10:00:00.000Z'],
  ])('that names no zone is read as UTC, and said to be: %s', (started_at, at) => {
    expect(read({ title: 't', started_at })).toMatchObject({
      startedAt: at,
      problems: [{ field: 'started_at', value: started_at, taken: `${at} (read as UTC, because no time zone was given)` }],
    });
  });

  it.each(['2026-11-23T10:00:00Z', '2026-11-23 10:00:00 +0100', '2026-11-23 10:00:00 CET', 1_795_000_000])(
    'that names one is no problem: %s',
    (started_at) => {
      expect(read({ title: 't', started_at })).toMatchObject({ problems: [] });
    },
  );
});

describe('a list of severities', () => {
  it.each([
    [['low', 'critical'], 'critical'],
    [[2], 'high'],
    [[{ name: 'P2' }, 'weird'], 'high'],
    ['ＣＲＩＴＩＣＡＬ', 'critical'],
  ])('%j is %s', (severity, expected) => {
    expect(read({ title: 't', severity })).toMatchObject({ severity: expected, severityDefaulted: false });
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
