import { MockActivityEnvironment } from '@temporalio/testing';
import { pagingActivities } from '../../../src/activities/page-people';
import type { PageEndRequest, PageRequest } from '../../../src/incident/model/page';
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
const run = <Input, Output>(activity: (input: Input) => Promise<Output>, input: Input): Promise<Output> =>
  new MockActivityEnvironment().run(activity, input);

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
