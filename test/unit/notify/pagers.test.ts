import { PAGE_LIMIT_MS } from '../../../src/notify/call-service';
import { NotifyError } from '../../../src/notify/notify-error';
import { createOpsgeniePager } from '../../../src/notify/opsgenie';
import { createPagerDutyPager } from '../../../src/notify/pagerduty-events';
import type { Pager, Secret } from '../../../src/notify/port';
import { PRIVATE_WORDS, sampleEnd, samplePage } from '../../support/sample-page';
import { startScriptedService } from '../../support/scripted-service';

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
];

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
    expect(service.calls.map((call) => JSON.stringify(call).includes('new'))).toEqual([false, true]);
  });

  it('that refuses the secret is asked once, and the secret is not told', async () => {
    service.answers(denied);
    expect(await failure(pager().page(samplePage()))).toMatchObject({ code: 'notify_credentials', retryable: false });
    expect(service.calls).toHaveLength(1);
  });

  it.each([
    [429, { 'retry-after': '12' }, { code: 'notify_rate_limited', retryable: true, ambiguous: false, retryAfterMs: 12_000 }],
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
          reason: 'The incident was escalated to level 2.',
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
