import { MockActivityEnvironment } from '@temporalio/testing';
import { pagingActivities } from '../../../src/activities/page-people';
import type { PageEndRequest, PageRequest } from '../../../src/incident/model/page';
import { NotifyError } from '../../../src/notify/notify-error';
import { createOnCall } from '../../../src/notify/on-call/known-on-call';
import type { Page, PageEnd, Pager } from '../../../src/notify/port';
import { samplePage } from '../../support/sample-page';

const { recipients: _, ...about } = samplePage();
const PAGE: PageRequest = { ...about, references: ['ann@example.com', '@leads', '@oncall:dba'] };
const END: PageEndRequest = { ...about, references: PAGE.references, pageKeys: [PAGE.key] };

let calls: [string, Page | PageEnd][];
let asked: number;
const onCall = createOnCall(
  new Map([
    [
      'dba',
      async () => {
        asked += 1;
        return ['ben@example.com', 'Zoe'];
      },
    ],
    [
      'away',
      async () => {
        throw new NotifyError({ code: 'notify_unreachable', message: 'The calendar: unreachable', retryable: true });
      },
    ],
  ]),
  '/nonexistent',
);
const pager: Pager = {
  page: async (page) => {
    calls.push(['page', page]);
    return { refused: ['ann@example.com'] };
  },
  acknowledge: async (end) => void calls.push(['acknowledge', end]),
  resolve: async (end) => void calls.push(['resolve', end]),
};
const mail: Pager = { ...pager, needsRecipients: true };
const { sendPage, endPages } = pagingActivities({
  pagers: new Map([
    ['pager', pager],
    ['mail', mail],
  ]),
  onCall,
});
const run = <Input, Output>(activity: (input: Input) => Promise<Output>, input: Input, attempt = 1): Promise<Output> =>
  new MockActivityEnvironment({ attempt }).run(activity, input);

beforeEach(() => {
  calls = [];
  asked = 0;
});

it('pages, and returns who was refused', async () => {
  expect(await run(sendPage, { pager: 'pager', page: PAGE })).toEqual({ value: { refused: ['ann@example.com'] }, attempt: 1 });
  expect(calls).toEqual([['page', { ...about, recipients: [] }]]);
});

it('asks who is on call only for a service that must be told, and gives it addresses only', async () => {
  await run(sendPage, { pager: 'pager', page: PAGE });
  expect(asked).toBe(0);
  await run(sendPage, { pager: 'mail', page: PAGE });
  expect(asked).toBe(1);
  expect(calls[1]?.[1].recipients).toEqual(['ann@example.com', 'ben@example.com']);
});

it('returns the addresses that were paged, and tells them of the end whoever is on call by then', async () => {
  const { value } = await run(sendPage, { pager: 'mail', page: PAGE });
  expect(value).toEqual({ refused: ['ann@example.com'], recipients: ['ben@example.com'] });
  asked = 0;
  const recipients = ['zoe@example.com'];
  await run(endPages, { pager: 'mail', ending: 'resolved', end: { ...END, recipients, references: [] } });
  await run(endPages, { pager: 'mail', ending: 'resolved', end: { ...END, recipients, references: ['ann@example.com'] } });
  expect(calls.slice(1).map(([, end]) => end.recipients)).toEqual([['zoe@example.com'], ['zoe@example.com', 'ann@example.com']]);
  expect(asked).toBe(0);
});

it('sends mail to nothing that only looks like an address', async () => {
  const hostile = [
    'ann@example.com\r\nBcc: eve@example.com',
    'everyone:eve@example.com;',
    'ann@example.com,eve@example.com',
    'Ann <eve@example.com>',
    '"eve@example.com"@example.com',
    'eve(comment)@example.com',
    'eve\u0000@example.com',
    'eve\u202e@example.com',
    `${'x'.repeat(65)}@example.com`,
    `eve@${'x'.repeat(256)}`,
    '@leads',
  ];
  await run(sendPage, { pager: 'mail', page: { ...PAGE, references: [...hostile, "o'hara+night@example.com", 'jürgen@bücher.example'] } });
  expect(calls[0]?.[1].recipients).toEqual(["o'hara+night@example.com", 'jürgen@bücher.example']);
});

it.each([
  ['acknowledged', 'acknowledge'],
  ['resolved', 'resolve'],
] as const)('tells that the incident was %s', async (ending, method) => {
  await run(endPages, { pager: 'pager', ending, end: END });
  expect(calls).toMatchObject([[method, { key: END.key, pageKeys: [PAGE.key] }]]);
});

it('names a service that this worker does not know, and is not retried', async () => {
  await expect(run(sendPage, { pager: 'phone', page: PAGE })).rejects.toMatchObject({
    message: 'notify: phone is not configured on this worker (allowed: pager, mail)',
    nonRetryable: true,
  });
});

describe('a schedule that cannot be asked', () => {
  const pageOf = (...references: readonly string[]): PageRequest => ({ ...PAGE, references });

  it('does not keep the others from being paged, and is named', async () => {
    const page = pageOf('ann@example.com', '@oncall:away');
    await expect(run(sendPage, { pager: 'mail', page }, 2)).rejects.toMatchObject({ type: 'notify_unreachable' });
    expect(calls).toEqual([]);
    const { value } = await run(sendPage, { pager: 'mail', page }, 3);
    expect(value.refused).toEqual(['ann@example.com', '@oncall:away']);
    expect(calls[0]?.[1].recipients).toEqual(['ann@example.com']);
  });

  it('is left out at once if it is not configured', async () => {
    await run(sendPage, { pager: 'mail', page: pageOf('@oncall:nowhere', 'ann@example.com') });
    expect(calls[0]?.[1].recipients).toEqual(['ann@example.com']);
  });

  it('is asked again and again if there is no one else to page', async () => {
    await expect(run(sendPage, { pager: 'mail', page: pageOf('@oncall:away') }, 9)).rejects.toMatchObject({ type: 'notify_unreachable' });
  });

  it('does not keep the others from hearing of the end', async () => {
    const end = { ...END, references: ['ann@example.com', '@oncall:away'] };
    await run(endPages, { pager: 'mail', ending: 'resolved', end }, 3);
    expect(calls).toMatchObject([['resolve', { recipients: ['ann@example.com'] }]]);
  });
});
