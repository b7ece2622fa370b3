import { createHmac } from 'node:crypto';
import { isOwnPage } from '../../../src/incident/alerts/own-page';
import { parseEvents } from '../../../src/incident/alerts/parse-events';
import { PAGE_LIMIT_MS } from '../../../src/notify/call-service';
import { NotifyError } from '../../../src/notify/notify-error';
import { createNtfyPager } from '../../../src/notify/ntfy';
import { createOpsgeniePager } from '../../../src/notify/opsgenie';
import { createPagerDutyPager } from '../../../src/notify/pagerduty-events';
import type { Pager, Secret } from '../../../src/notify/port';
import { createWebhookPager } from '../../../src/notify/webhook';
import { PRIVATE_WORDS, sampleEnd, samplePage } from '../../support/sample-page';
import { type Behaviour, startScriptedService } from '../../support/scripted-service';

const SECRET = 'tell-tale-0123456789abcdef012345';
const secretOf = (...values: readonly string[]): Secret => {
  const [first = '', renewed = first] = values;
  return { value: () => first, refresh: () => renewed };
};

interface Case {
  readonly make: (url: string, secret: Secret) => Pager;
  /** How the service answers what it accepts, and a wrong secret, as it documents. */
  readonly accepted: { readonly status: number; readonly body: object };
  readonly denied: { readonly status: number; readonly body: object };
}

const CASES: readonly (readonly [string, Case])[] = [
  [
    'PagerDuty',
    {
      make: (url, secret) => createPagerDutyPager({ url: `${url}/v2/enqueue`, secret }),
      accepted: { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: 'PROD-20260101-001' } },
      denied: { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors: [`routing_key ${SECRET}`] } },
    },
  ],
  [
    'Opsgenie',
    {
      make: (url, secret) => createOpsgeniePager({ url, secret }),
      accepted: { status: 202, body: { result: 'Request will be processed', took: 0.1, requestId: '43a29c5c' } },
      denied: { status: 401, body: { message: `Could not authenticate ${SECRET}`, took: 0.1, requestId: '43a29c5c' } },
    },
  ],
  [
    'the webhook',
    {
      make: (url, secret) => createWebhookPager({ url: `${url}/page`, secret }),
      accepted: { status: 204, body: {} },
      denied: { status: 401, body: { error: `the signature is not that of ${SECRET}` } },
    },
  ],
  [
    'ntfy',
    {
      make: (url, secret) => createNtfyPager({ url, topic: 'incidents', secret }),
      accepted: { status: 200, body: { id: 'sPs71M8A2T', event: 'message', topic: 'incidents' } },
      denied: { status: 403, body: { code: 40301, http: 403, error: `forbidden ${SECRET}` } },
    },
  ],
];

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(1_795_000_000_000));
afterEach(() => jest.restoreAllMocks());

let service: Awaited<ReturnType<typeof startScriptedService>>;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const failure = async (work: Promise<unknown>): Promise<NotifyError> => {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof NotifyError)) throw error;
  expect(JSON.stringify([error, error.message, error.hint, error.stack, error.cause])).not.toContain(SECRET);
  return error;
};

describe.each(CASES)('%s', (_, { make, accepted, denied }) => {
  const pager = (...values: readonly string[]): Pager => make(service.url, secretOf(...(values.length === 0 ? [SECRET] : values)));

  it('takes a page, and its repetition is the same request', async () => {
    service.answers(accepted);
    await expect(pager().page(samplePage())).resolves.toEqual({ refused: [] });
    await pager().page(samplePage());
    const [first, second] = service.calls.map(({ method, path, body }) => ({ method, path, body }));
    expect(second).toEqual(first);
  });

  it('says nothing of a private incident but its id and severity', async () => {
    service.answers(accepted);
    await pager().page(samplePage({ isPrivate: true }));
    const [call] = service.calls;
    expect(JSON.stringify(call)).not.toMatch(PRIVATE_WORDS);
    expect(call?.body).toContain('PROD-20260101-001');
    expect(call?.body).toContain('critical');
  });

  it('is given the renewed secret at once if it refuses the old one', async () => {
    service.answers(denied, accepted);
    await pager('old', 'new').page(samplePage());
    await pager('new').page(samplePage());
    // What depends on the secret, without the connection and the time.
    const [refused, renewed, next] = service.calls.map(({ headers, body }) => [headers.authorization, headers['webhook-signature'], body]);
    expect(renewed).toEqual(next);
    expect(renewed).not.toEqual(refused);
  });

  it('that refuses the secret is asked once, and the secret is not told', async () => {
    service.answers(denied);
    expect(await failure(pager().page(samplePage()))).toMatchObject({ code: 'notify_credentials', retryable: false });
    expect(service.calls).toHaveLength(1);
  });

  it.each([
    [429, { 'retry-after': '12' }, { code: 'notify_rate_limited', retryable: true, ambiguous: false, retryAfterMs: 12_000 }],
    // A page is not put off for an hour because a service, or a proxy before it, asks for that.
    [503, { 'retry-after': '3600' }, { code: 'notify_service_failed', retryAfterMs: 60_000 }],
    [429, {}, { code: 'notify_rate_limited', retryable: true, retryAfterMs: undefined }],
    [503, {}, { code: 'notify_service_failed', retryable: true, ambiguous: true }],
    [302, { location: 'https://elsewhere.example.com/?key=abc' }, { code: 'notify_redirected', retryable: false }],
    [404, {}, { code: 'notify_refused', retryable: false }],
  ])('that answers %i fails as such', async (status, headers, expected) => {
    service.answers({ status, headers });
    expect(await failure(pager().page(samplePage()))).toMatchObject(expected);
    expect(service.calls).toHaveLength(1);
  });

  it('may have taken a page whose answer is lost', async () => {
    service.answers((_call, outgoing) => void outgoing.destroy());
    expect(await failure(pager().page(samplePage()))).toMatchObject({ code: 'notify_unreachable', retryable: true, ambiguous: true });
  });

  it('that never answers ends with the caller’s signal', async () => {
    const stop = new AbortController();
    service.answers(() => void stop.abort());
    expect(await failure(pager().page(samplePage(), stop.signal))).toMatchObject({ code: 'notify_unreachable', retryable: true });
  });

  it('that is not there was never asked', async () => {
    const gone = await startScriptedService();
    await gone.stop();
    const error = await failure(make(gone.url, secretOf(SECRET)).page(samplePage()));
    expect(error).toMatchObject({ code: 'notify_unreachable', retryable: true, ambiguous: false });
    expect(error.message).toContain('ECONNREFUSED');
  });
});

describe('a page after an acknowledgement', () => {
  it('begins another alert at PagerDuty, which resolves the one before, and all are resolved in the end', async () => {
    service.answers({ status: 202 });
    const pager = createPagerDutyPager({ url: service.url, secret: secretOf(SECRET) });
    await pager.page(samplePage({ alert: 3 }));
    await pager.acknowledge(sampleEnd({ alert: 3 }));
    await pager.resolve(sampleEnd({ alert: 3 }));
    const told = service.calls.map(({ body }) => JSON.parse(body)).map((event) => `${event.event_action} ${event.dedup_key}`);
    const id = 'PROD-20260101-001';
    expect(told.slice(0, 3)).toEqual([`trigger ${id}.3`, `resolve ${id}.2`, `acknowledge ${id}.3`]);
    expect(told.slice(3).sort()).toEqual([`resolve ${id}`, `resolve ${id}.2`, `resolve ${id}.3`]);
  });

  it('begins another alert at Opsgenie too', async () => {
    service.answers({ status: 202 });
    const pager = createOpsgeniePager({ url: service.url, secret: secretOf(SECRET) });
    await pager.page(samplePage({ alert: 2 }));
    await pager.acknowledge(sampleEnd({ alert: 2 }));
    await pager.resolve(sampleEnd({ alert: 2 }));
    const asked = service.calls.map(({ path }) => path.replace('/v2/alerts', '').replace('?identifierType=alias', ''));
    expect(JSON.parse(service.calls[0]?.body ?? '').alias).toBe('PROD-20260101-001.2');
    expect(asked.slice(1, 3)).toEqual(['/PROD-20260101-001/close', '/PROD-20260101-001.2/acknowledge']);
    expect(asked.slice(3).sort()).toEqual(['/PROD-20260101-001.2/close', '/PROD-20260101-001/close']);
  });

  it('has paged people even if the alert before cannot be resolved, which the end reports', async () => {
    const refusing: Behaviour = ({ body }) => ({ status: JSON.parse(body).event_action === 'resolve' ? 503 : 202 });
    service.answers(refusing);
    const pager = createPagerDutyPager({ url: service.url, secret: secretOf(SECRET) });
    await expect(pager.page(samplePage({ alert: 2 }))).resolves.toEqual({ refused: [] });
    expect(await failure(pager.resolve(sampleEnd({ alert: 2 })))).toMatchObject({ code: 'notify_service_failed', retryable: true });
  });
});

it('a page has seven seconds, whatever the service does', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  try {
    service.answers((_call, outgoing) => {
      outgoing.writeHead(202).flushHeaders();
      setImmediate(() => jest.advanceTimersByTime(PAGE_LIMIT_MS));
      return undefined;
    });
    const pager = createPagerDutyPager({ url: service.url, secret: secretOf(SECRET) });
    expect(await failure(pager.page(samplePage()))).toMatchObject({ code: 'notify_unreachable', ambiguous: true });
  } finally {
    jest.useRealTimers();
  }
});

describe('PagerDuty is told', () => {
  it('what the Events API documents', async () => {
    service.answers({ status: 202 });
    const pager = createPagerDutyPager({ url: `${service.url}/v2/enqueue`, secret: secretOf(SECRET) });
    await pager.page(samplePage({ severity: 'high', reason: { kind: 'escalated', level: 2 } }));
    await pager.acknowledge(sampleEnd());
    await pager.resolve(sampleEnd());
    const [page, ...ends] = service.calls.map(({ body }) => JSON.parse(body));
    expect(page).toEqual({
      routing_key: SECRET,
      event_action: 'trigger',
      dedup_key: 'PROD-20260101-001',
      payload: {
        summary: 'PROD-20260101-001: Checkout is down',
        source: 'temporal-incident-response',
        severity: 'error',
        custom_details: {
          source: 'temporal-incident-response',
          incident_id: 'PROD-20260101-001',
          severity: 'high',
          reason: 'Escalation level 2 was reached.',
          page: 'PROD-20260101-001/page/0',
        },
      },
      client: 'temporal-incident-response',
      client_url: 'https://slack.example.com/room',
      links: [
        { text: 'War room', href: 'https://slack.example.com/room' },
        { text: 'Incident', href: 'https://temporal.example.com/incident' },
      ],
    });
    const key = { routing_key: SECRET, dedup_key: 'PROD-20260101-001' };
    expect(ends).toEqual([
      { ...key, event_action: 'acknowledge' },
      { ...key, event_action: 'resolve' },
    ]);
  });
});

describe('Opsgenie is told', () => {
  it('what the Alert API documents', async () => {
    service.answers({ status: 202 });
    const pager = createOpsgeniePager({ url: `${service.url}/`, secret: secretOf(SECRET) });
    await pager.page(samplePage());
    await pager.acknowledge(sampleEnd());
    await pager.resolve(sampleEnd());
    expect(service.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v2/alerts',
      'POST /v2/alerts/PROD-20260101-001/acknowledge?identifierType=alias',
      'POST /v2/alerts/PROD-20260101-001/close?identifierType=alias',
    ]);
    expect(service.calls.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`GenieKey ${SECRET}`));
    expect(JSON.parse(service.calls[0]?.body ?? '')).toMatchObject({
      message: 'PROD-20260101-001: Checkout is down',
      alias: 'PROD-20260101-001',
      source: 'temporal-incident-response',
      priority: 'P1',
      details: { source: 'temporal-incident-response', incident_id: 'PROD-20260101-001' },
    });
  });

  it('a long title within its 130 characters', async () => {
    service.answers({ status: 202 });
    await createOpsgeniePager({ url: service.url, secret: secretOf(SECRET) }).page(samplePage({ title: 'x'.repeat(500) }));
    expect(JSON.parse(service.calls[0]?.body ?? '').message).toHaveLength(130);
  });
});

describe('the webhook', () => {
  it('is signed over its id, its time and its body, and its id is the key of the page', async () => {
    service.answers({ status: 200 });
    await createWebhookPager({ url: `${service.url}/page`, secret: secretOf('whsec_c2VjcmV0') }).page(samplePage());
    await createWebhookPager({ url: `${service.url}/page`, secret: secretOf('secret') }).page(samplePage());
    for (const { headers, body } of service.calls) {
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers;
      expect([id, at]).toEqual(['PROD-20260101-001/page/0', '1795000000']);
      expect(signature).toBe(`v1,${createHmac('sha256', 'secret').update(`${id}.${at}.${body}`).digest('base64')}`);
    }
    expect(service.calls).toHaveLength(2);
  });

  it('keeps the path of its address to itself, also if the receiver quotes it', async () => {
    service.answers({ status: 404, body: 'Cannot POST /hooks/T01/sEcReTtOkEn1234?key=abcdef' });
    const hook = createWebhookPager({ url: `${service.url}/hooks/T01/sEcReTtOkEn1234?key=abcdef`, secret: secretOf(SECRET) });
    const { message } = await failure(hook.page(samplePage()));
    expect(message).toMatch(/HTTP 404 \(.*Cannot POST \[secret removed\]/);
  });

  it('that ends at our own gateway is recognised there', async () => {
    service.answers({ status: 200 });
    const pager = createWebhookPager({ url: service.url, secret: secretOf(SECRET) });
    await pager.page(samplePage());
    await pager.acknowledge(sampleEnd());
    await pager.resolve(sampleEnd());
    const events = service.calls.flatMap(({ body }) =>
      parseEvents(JSON.parse(body), { source: 'generic', receivedAt: '2026-11-20T00:00:00Z' }),
    );
    expect(events.map((event) => [event.status, event.fingerprint, isOwnPage(event)])).toEqual(
      ['firing', 'acknowledged', 'resolved'].map((status) => [status, 'generic:PROD-20260101-001', true]),
    );
  });
});

it('a page to PagerDuty that ends at our own gateway is recognised there', async () => {
  service.answers({ status: 202 });
  await createPagerDutyPager({ url: service.url, secret: secretOf(SECRET) }).page(samplePage());
  const [event] = parseEvents(JSON.parse(service.calls[0]?.body ?? ''), { receivedAt: '2026-11-20T00:00:00Z' });
  expect(event && [event.source, isOwnPage(event)]).toEqual(['pagerduty-events', true]);
});

describe('ntfy', () => {
  it('clears many notifications side by side, each once, and all others if some cannot be cleared', async () => {
    const pageKeys = Array.from({ length: 25 }, (_, index) => `PROD-20260101-001/page/${index}`);
    const waiting: (() => void)[] = [];
    service.answers((call, outgoing) => {
      waiting.push(() => void outgoing.writeHead(service.calls.indexOf(call) === 3 ? 503 : 200).end('{}'));
      // Nothing is answered before another is asked, unless it is the last.
      if (waiting.length > 1 || service.calls.length === pageKeys.length) for (const answer of waiting.splice(0)) answer();
      return undefined;
    });
    const pager = createNtfyPager({ url: service.url, topic: 'incidents', secret: secretOf(SECRET) });
    expect(await failure(pager.resolve(sampleEnd({ pageKeys })))).toMatchObject({ code: 'notify_service_failed', retryable: true });
    expect(new Set(service.calls.map(({ path }) => path)).size).toBe(25);
    expect(service.calls).toHaveLength(25);
  });

  it('is told what its documentation says', async () => {
    service.answers({ status: 200 });
    await createNtfyPager({ url: service.url, topic: 'incidents', secret: secretOf('tk_1') }).page(samplePage());
    const [call] = service.calls;
    expect([call?.method, call?.path, call?.headers.authorization]).toEqual(['POST', '/', 'Bearer tk_1']);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      topic: 'incidents',
      title: 'PROD-20260101-001: Checkout is down',
      message: 'The incident started.',
      priority: 5,
      tags: ['rotating_light', 'temporal-incident-response'],
      sequence_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      click: 'https://slack.example.com/room',
      actions: [
        { action: 'view', label: 'War room', url: 'https://slack.example.com/room' },
        { action: 'view', label: 'Incident', url: 'https://temporal.example.com/incident' },
      ],
    });
  });

  it('clears every page of the incident, and an older server cannot', async () => {
    service.answers({ status: 200 }, { status: 404 });
    const pager = createNtfyPager({ url: service.url, topic: 'incidents', secret: secretOf('') });
    await pager.page(samplePage());
    const { sequence_id: sequence } = JSON.parse(service.calls[0]?.body ?? '');
    expect(service.calls[0]?.headers.authorization).toBeUndefined();
    await pager.acknowledge(sampleEnd());
    const cleared = service.calls.slice(1).map(({ method, path }) => `${method} ${path}`);
    expect(cleared).toHaveLength(2);
    expect(cleared[0]).toBe(`PUT /incidents/${sequence}/clear`);
    service.answers({ status: 403 });
    expect(await failure(pager.resolve(sampleEnd()))).toMatchObject({ code: 'notify_credentials' });
  });
});
