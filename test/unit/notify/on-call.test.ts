import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAsk, type OnCallSettings } from '../../../src/notify/on-call/create-ask';
import { peopleOnCall } from '../../../src/notify/on-call/ical';
import { createOnCall } from '../../../src/notify/on-call/known-on-call';
import type { AskOnCall } from '../../../src/notify/on-call/port';
import { startScriptedService } from '../../support/scripted-service';

const SECRET = 'tell-tale-token';
const secret = { value: () => SECRET, refresh: () => SECRET };

let service: Awaited<ReturnType<typeof startScriptedService>>;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const ask = (settings: object): AskOnCall => createAsk({ url: service.url, secret, ...settings } as OnCallSettings);

describe('PagerDuty', () => {
  const oncalls = [
    { escalation_level: 1, user: { type: 'user', email: 'ana@example.com', summary: 'Ana' } },
    { escalation_level: 1, user: { type: 'user_reference', summary: 'Ben Ode' } },
    { escalation_level: 2, user: { type: 'user', email: 'cto@example.com' } },
  ];

  it('is asked for a schedule with the token', async () => {
    service.answers({ status: 200, body: { oncalls: oncalls.slice(0, 2), limit: 100, more: false } });
    await expect(ask({ type: 'pagerduty', schedule: 'PI7DH85' })()).resolves.toEqual(['ana@example.com', 'Ben Ode']);
    expect(service.calls[0]?.path).toBe('/oncalls?include%5B%5D=users&limit=100&schedule_ids%5B%5D=PI7DH85');
    expect(service.calls[0]?.headers.authorization).toBe(`Token token=${SECRET}`);
  });

  it('is asked for the first level of an escalation policy', async () => {
    service.answers({ status: 200, body: { oncalls } });
    await expect(ask({ type: 'pagerduty', escalationPolicy: 'P1' })()).resolves.toEqual(['ana@example.com', 'Ben Ode']);
  });

  it.each([
    [{ status: 200, body: 'sign in' }, 'notify_unreadable'],
    [{ status: 200, body: {} }, 'notify_unreadable'],
    [{ status: 401, body: { error: SECRET } }, 'notify_credentials'],
    [{ status: 302, headers: { location: '/login' } }, 'notify_redirected'],
  ])('that answers %j fails, without the token', async (answer, code) => {
    service.answers(answer);
    const error = await ask({ type: 'pagerduty', schedule: 'P1' })().catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify([error, (error as Error).message])).not.toContain(SECRET);
  });
});

it('Opsgenie is asked for a schedule by its name', async () => {
  service.answers({
    status: 200,
    body: { data: { _parent: { name: 'Web Team' }, onCallRecipients: ['ana@example.com', 'ana@example.com'] } },
  });
  await expect(ask({ type: 'opsgenie', region: 'us', schedule: 'Web Team/1' })()).resolves.toEqual(['ana@example.com']);
  expect(service.calls[0]?.path).toBe('/v2/schedules/Web%20Team%2F1/on-calls?scheduleIdentifierType=name&flat=true');
  expect(service.calls[0]?.headers.authorization).toBe(`GenieKey ${SECRET}`);
});

/** Other work may keep a test waiting. */
const PATIENT_MS = 60_000;

const calendar = (...events: readonly (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    ...events.flatMap((lines, index) => [
      'BEGIN:VEVENT',
      ...(lines.some((line) => line.startsWith('UID')) ? [] : [`UID:${index}`]),
      ...lines,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const at = (text: string, when: string): readonly string[] => peopleOnCall(text, new Date(when));

describe('a calendar', () => {
  it('is read from its address', async () => {
    const text = calendar([
      'DTSTART:20200101T000000Z',
      'DTEND:29991231T000000Z',
      'SUMMARY:Ana Sol',
      'ATTENDEE;CN=Ana:mailto:ana@example.com',
    ]);
    service.answers({ status: 200, body: text });
    const address = `${service.url}/private.ics`;
    await expect(createAsk({ type: 'ical', secret: { value: () => address, refresh: () => address } })()).resolves.toEqual([
      'ana@example.com',
    ]);
  });

  it('keeps its address to itself, also if the server quotes it', async () => {
    const key = 'private-0123456789abcdef';
    const address = `${service.url}/calendar/${key}/basic.ics`;
    service.answers({ status: 404, body: `Cannot GET /calendar/${key}/basic.ics` }, { status: 404, body: `no calendar ${key}` });
    const asked = createAsk({ type: 'ical', secret: { value: () => address, refresh: () => address } });
    for (const _ of [1, 2]) await expect(asked()).rejects.toThrow(/^The calendar at http:\/\/127\.0\.0\.1:\d+: HTTP 404 (?!.*private-)/);
  });

  it('gives attendees who have not declined, else the organizer, else the title', () => {
    const times = ['DTSTART:20261101T000000Z', 'DTEND:20261201T000000Z'];
    const text = calendar(
      [
        ...times,
        'ATTENDEE;PARTSTAT=DECLINED:mailto:no@example.com',
        'ATTENDEE:mailto:ana@example.com',
        'ORGANIZER:mailto:boss@example.com',
      ],
      [...times, 'ORGANIZER:MAILTO:ben@example.com', 'SUMMARY:On call'],
      [...times, 'SUMMARY:Cleo Ray'],
      [...times, 'SUMMARY:Gone', 'STATUS:CANCELLED'],
      ['DTSTART:20261001T000000Z', 'DURATION:P1D', 'SUMMARY:Over'],
    );
    expect(at(text, '2026-11-20T00:00:00Z')).toEqual(['ana@example.com', 'ben@example.com', 'Cleo Ray']);
  });

  it('ends an event at its end, and begins it at its start', () => {
    const text = calendar(['DTSTART:20261120T080000Z', 'DTEND:20261120T200000Z', 'SUMMARY:Ana']);
    const when = ['07:59:59', '08:00:00', '19:59:59', '20:00:00'].map((time) => at(text, `2026-11-20T${time}Z`).length);
    expect(when).toEqual([0, 1, 1, 0]);
  });

  it('reads times in a zone that it only names, on both sides of a change of the clocks', () => {
    const text = calendar([
      'DTSTART;TZID=Europe/Berlin:20261001T090000',
      'DTEND;TZID=Europe/Berlin:20261001T100000',
      'RRULE:FREQ=DAILY',
      'SUMMARY:Ana',
    ]);
    // Clocks went back on 25 October 2026.
    const when = ['10-24T06:59', '10-24T07:00', '10-26T07:59', '10-26T08:00', '10-26T08:59'];
    expect(when.map((time) => at(text, `2026-${time}:30Z`).length)).toEqual([0, 1, 0, 1, 1]);
  });

  it('reads whole days in the zone of the calendar', () => {
    const text = calendar(['DTSTART;VALUE=DATE:20261120', 'DTEND;VALUE=DATE:20261121', 'SUMMARY:Ana']).replace(
      'VERSION:2.0',
      'VERSION:2.0\r\nX-WR-TIMEZONE:America/New_York',
    );
    expect(['2026-11-20T04:59:00Z', '2026-11-20T05:00:00Z', '2026-11-21T04:59:00Z'].map((when) => at(text, when).length)).toEqual([
      0, 1, 1,
    ]);
  });

  it('knows exceptions: a shift that was given away, and one that was left out', () => {
    const text = calendar(
      [
        'UID:shift',
        'DTSTART:20261101T000000Z',
        'DTEND:20261102T000000Z',
        'RRULE:FREQ=DAILY',
        'EXDATE:20261121T000000Z',
        'ATTENDEE:mailto:ana@example.com',
      ],
      [
        'UID:shift',
        'RECURRENCE-ID:20261120T000000Z',
        'DTSTART:20261120T000000Z',
        'DTEND:20261121T000000Z',
        'ATTENDEE:mailto:ben@example.com',
      ],
    );
    expect(['19', '20', '21', '22'].map((day) => at(text, `2026-11-${day}T12:00:00Z`))).toEqual([
      ['ana@example.com'],
      ['ben@example.com'],
      [],
      ['ana@example.com'],
    ]);
  });

  it('is refused if it is none, or repeats without end', () => {
    expect(() => at('<html>sign in</html>', '2026-11-20T00:00:00Z')).toThrow('not an iCalendar file');
    expect(() => at(calendar(['DTSTART:tell-tale', 'DURATION:x', 'SUMMARY:x']), '2026-11-20T00:00:00Z')).toThrow(
      /^The calendar: (?!.*tell-tale)/,
    );
    const text = calendar(['DTSTART:20200101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY', 'SUMMARY:x']);
    expect(() => peopleOnCall(text, new Date('2026-11-20T00:00:00Z'), PATIENT_MS)).toThrow('repeat more than');
  });
});

describe('the last known answer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'on-call-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const asks = new Map([['dba', ask0]]);
  function ask0(signal?: AbortSignal): Promise<readonly string[]> {
    return ask({ type: 'pagerduty', schedule: 'P1' })(signal);
  }

  it('is given with its age if the service cannot be asked, and survives a restart', async () => {
    let now = new Date('2026-11-20T00:00:00Z');
    const fresh = () => createOnCall(asks, folder, () => now);
    service.answers({ status: 503 });
    await expect(fresh().onCall('dba')).rejects.toMatchObject({ code: 'notify_service_failed' });
    service.answers({ status: 200, body: { oncalls: [{ user: { email: 'ana@example.com' } }] } });
    const first = fresh();
    await expect(first.onCall('dba')).resolves.toEqual({ users: ['ana@example.com'], asOf: '2026-11-20T00:00:00.000Z', ageMs: 0 });
    service.answers({ status: 503 });
    now = new Date('2026-11-20T02:00:00Z');
    const old = { users: ['ana@example.com'], asOf: '2026-11-20T00:00:00.000Z', ageMs: 7_200_000 };
    await expect(first.onCall('dba')).resolves.toEqual(old);
    await expect(fresh().onCall('dba')).resolves.toEqual(old);
    expect(readdirSync(folder)).toEqual(['on-call-dba.json']);
    expect(statSync(join(folder, 'on-call-dba.json')).mode & 0o777).toBe(0o600);
  });

  it('is not needed to refuse a name that is not configured', async () => {
    await expect(createOnCall(asks, folder).onCall('web')).rejects.toThrow('oncall: "web" is not configured (allowed: dba)');
  });
});
