import { DEPLOYMENT_FIELDS } from '../../../src/incident/investigation/queries/source-fields';
import { readDeployments } from '../../../src/incident/investigation/sources/read-deployments';
import { createDeployments, type DeploymentsSettings } from '../../../src/investigation-sources/deployments/deployments';
import { millisecondsOf } from '../../../src/investigation-sources/deployments/fields';
import { minutes, TROUBLE } from '../../support/kubernetes-objects';
import { sampleService } from '../../support/sample-service';
import { type Answer, startScriptedService } from '../../support/scripted-service';

const { signal } = new AbortController();
const shop = sampleService('shop', { deployments: { source: null, project: 'acme/shop' } });
const WITHIN_MS = 2 * 3_600_000;
const secret = { value: () => 'token', refresh: () => 'token' };
const SHA = '0123456789abcdef0123456789abcdef01234567';

let service: Awaited<ReturnType<typeof startScriptedService>>;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

type Given = Pick<DeploymentsSettings, 'type'> & { readonly [key: string]: unknown };
const read = (given: Given, project: string | null = null, of: typeof shop | null = shop) =>
  createDeployments({ name: 'main', url: service.url, secret, ...given } as DeploymentsSettings)(
    { from: 'deployments', source: null, project, withinMs: WITHIN_MS },
    { ...TROUBLE, services: of === null ? [] : [of], service: of },
    signal,
  );
/** Answers by the beginning of the path. */
const routes = (given: Readonly<Record<string, Answer>>): void =>
  service.answers(
    ({ path }) => Object.entries(given).find(([start]) => path.startsWith(start))?.[1] ?? { status: 404, body: { message: 'Not Found' } },
  );

describe('what was deployed', () => {
  const at = (count: number, succeeded = true) => ({
    atMs: Date.parse(minutes(count)),
    text: `v${count}`,
    by: 'ann',
    link: 'https://x.test/1',
    succeeded,
  });
  it('is told newest first, and what came after the start is kept apart', () => {
    const reading = readDeployments([at(-90), at(-5), at(3), at(-500), at(60)], 'shop', TROUBLE, WITHIN_MS);
    expect(reading.fields).toEqual({
      changes: 2,
      minutesBefore: 5,
      changesAfter: 1,
      failed: 0,
      last: 'v-5 by ann, 5 min before the trouble',
      lastBy: 'ann',
    });
    expect([...Object.keys(reading.fields), 'unread']).toEqual(DEPLOYMENT_FIELDS);
    expect(reading.evidence).toEqual([
      'v-5 by ann, 5 min before the trouble',
      'v-90 by ann, 1 h 30 min before the trouble',
      'after the trouble began: v3 by ann, 3 min after it began',
    ]);
    expect(reading.facts).toMatchObject([
      { kind: 'change', service: 'shop', at: minutes(-5), by: 'ann', link: 'https://x.test/1', text: 'v-5' },
      { kind: 'change', at: minutes(-90) },
    ]);
  });

  it('rules a bad deployment out only where there was none, and names one that failed', () => {
    expect(readDeployments([at(-500)], 'shop', TROUBLE, WITHIN_MS).facts).toEqual([
      { kind: 'state', cause: 'bad_deploy', holds: false, service: 'shop', text: 'nothing was deployed in the 2 h before the trouble' },
    ]);
    expect(readDeployments([at(2)], 'shop', TROUBLE, WITHIN_MS).facts).toEqual([]);
    expect(readDeployments([at(-2, false)], null, TROUBLE, WITHIN_MS)).toMatchObject({
      fields: { failed: 1 },
      facts: [
        { kind: 'change', text: 'v-2 (failed)' },
        { kind: 'state', holds: true },
      ],
    });
  });

  it('shows neither secrets nor links of another kind', () => {
    const one = { ...at(-2), text: 'use xoxb-1234567890-abcdef', link: 'javascript:alert(1)' };
    expect(readDeployments([one], null, TROUBLE, WITHIN_MS).facts[0]).toMatchObject({ text: 'use [secret removed]', link: null });
  });
});

it('reads deployments of GitHub with their states', async () => {
  const deployment = (id: number, created: string) => ({
    id,
    sha: SHA,
    ref: SHA,
    environment: 'production',
    created_at: created,
    creator: { login: 'ann' },
    description: 'Fix\nmore',
  });
  routes({
    '/repos/acme/shop/deployments/7/statuses': { status: 200, body: [{ state: 'failure', log_url: 'https://ci.test/7' }] },
    '/repos/acme/shop/deployments/6/statuses': { status: 200, body: [] },
    '/repos/acme/shop/deployments?': {
      status: 200,
      body: [deployment(7, minutes(-6)), deployment(6, minutes(-60)), deployment(5, minutes(-900)), null],
    },
  });
  const reading = await read({ type: 'github' });
  expect(reading.fields).toMatchObject({ changes: 2, failed: 1, minutesBefore: 6, lastBy: 'ann' });
  expect(reading.facts[0]).toMatchObject({ text: 'deployed acme/shop 01234567 to production: Fix (failed)', link: 'https://ci.test/7' });
  expect(service.calls[0]?.headers).toMatchObject({ authorization: 'Bearer token', accept: 'application/vnd.github+json' });
  expect(service.calls).toHaveLength(3);
});

it('reads what was merged where GitHub knows no deployments', async () => {
  const commit = {
    sha: SHA,
    html_url: 'https://github.test/c',
    author: { login: 'bob' },
    commit: { message: 'Pool of 5\n\nwhy', committer: { date: minutes(-9) } },
  };
  routes({ '/repos/acme/shop/deployments?': { status: 200, body: [] }, '/repos/acme/shop/commits?': { status: 200, body: [commit, {}] } });
  const reading = await read({ type: 'github' });
  expect(reading.evidence).toEqual(['merged 01234567: Pool of 5 by bob, 9 min before the trouble']);
  expect(new URL(service.calls[1]?.path ?? '', service.url).searchParams.get('since')).toBe(minutes(-120));
});

it('reads deployments of GitLab, but not those that did nothing', async () => {
  const one = (status: string, finished: string) => ({
    status,
    ref: 'main',
    sha: SHA,
    updated_at: finished,
    user: { username: 'ann' },
    environment: { name: 'production' },
    deployable: { finished_at: finished, commit: { title: 'Pool of 5' }, pipeline: { web_url: 'https://gitlab.test/p/1' } },
  });
  routes({
    '/api/v4/projects/acme%2Fshop/deployments?': {
      status: 200,
      body: [one('success', minutes(-4)), one('canceled', minutes(-5)), one('failed', minutes(-8))],
    },
  });
  const reading = await read({ type: 'gitlab' });
  expect(reading.fields).toMatchObject({
    changes: 2,
    failed: 1,
    last: 'deployed acme/shop main to production: Pool of 5 by ann, 4 min before the trouble',
  });
  expect(reading.facts[0]).toMatchObject({ link: 'https://gitlab.test/p/1' });
  expect(service.calls[0]?.headers['private-token']).toBe('token');
});

it('reads the history of Argo CD, and a synchronisation that failed', async () => {
  const history = [
    { revision: SHA, deployedAt: minutes(-700), initiatedBy: { username: 'ann' } },
    { revision: SHA, deployedAt: minutes(-20), initiatedBy: { automated: true } },
    { deployedAt: 'never' },
  ];
  const operationState = { phase: 'Failed', finishedAt: minutes(-3), message: 'one or more objects failed to apply\nx' };
  routes({ '/api/v1/applications/shop': { status: 200, body: { status: { history, operationState } } } });
  const reading = await read({ type: 'argocd' }, 'shop');
  expect(reading.fields).toMatchObject({ changes: 2, failed: 1, minutesBefore: 3 });
  expect(reading.evidence[1]).toBe('synchronised shop to 01234567 by automated sync, 20 min before the trouble');
  expect(reading.facts[1]).toMatchObject({ link: `${service.url}/applications/shop` });
  routes({ '/api/v1/applications/shop': { status: 200, body: { status: {} } } });
  expect((await read({ type: 'argocd' }, 'shop')).fields).toMatchObject({ changes: 0 });
  routes({ '/api/v1/applications/shop': { status: 200, body: { ok: true } } });
  await expect(read({ type: 'argocd' }, 'shop')).rejects.toMatchObject({ code: 'source_answer_unreadable' });
});

it('reads any JSON by paths, and of it only what belongs to the project', async () => {
  const items = [
    { when: minutes(-2), what: 'shop 1.5', who: 'ann', app: 'acme/shop', url: 'https://d.test/1' },
    { when: Date.parse(minutes(-3)) / 1_000, what: 'shop 1.4', app: 'acme/shop' },
    { when: minutes(-2), what: 'mail 3', app: 'acme/mail' },
    { what: 'no time', app: 'acme/shop' },
  ];
  routes({ '/deploys?key=1': { status: 200, body: { items } } });
  const map = { at: '$.when', text: '$.what', by: '$.who', link: '$.url', project: '$.app' };
  const reading = await read({ type: 'json', url: `${service.url}/deploys?key=1`, items: '$.items[*]', map });
  expect(reading.evidence).toEqual(['shop 1.5 by ann, 2 min before the trouble', 'shop 1.4, 3 min before the trouble']);
});

it('takes an empty list where the deployments should be for one in which nothing was deployed', async () => {
  const settings = { type: 'json', url: `${service.url}/deploys`, map: { at: '$.at', text: '$.what' } } as const;
  for (const [body, items] of [
    [{ page: { items: [] } }, '$.page.items[*]'],
    [{ items: [] }, "$['items'][?@.kind == 'release']"],
    [[], '$.*'],
  ] as const) {
    service.answers({ status: 200, body });
    expect((await read({ ...settings, items })).fields).toMatchObject({ changes: 0, last: null });
  }
});

it.each([
  ['nothing where the deployments should be', { items: '$.deployments[*]' }, /nothing at \$\.deployments/],
  ['no time', { map: { at: '$.whenn', text: '$.what' } }, /none of its 1 items has a time at \$\.whenn/],
  ['no deployment of the project', { map: { at: '$.at', text: '$.what', project: '$.app' } }, /is of the project/],
])('does not take an answer with %s for one in which nothing was deployed', async (_, changes, message) => {
  const at = new Date(TROUBLE.startedAt.getTime() - 120_000).toISOString();
  service.answers({ status: 200, body: { items: [{ at, what: '1.5', app: 'another' }] } });
  const settings = { type: 'json', url: `${service.url}/deploys`, items: '$.items[*]', map: { at: '$.at', text: '$.what' } } as const;
  await expect(read({ ...settings, ...changes })).rejects.toMatchObject({
    code: 'source_query_rejected',
    message: expect.stringMatching(message),
  });
});

it.each([
  [{ status: 401, body: { message: 'Bad credentials' } }, 'source_refused'],
  [{ status: 403, body: { message: 'API rate limit exceeded' } }, 'source_refused'],
  [{ status: 404, body: { message: 'Not Found' } }, 'source_refused'],
  [{ status: 429, headers: { 'retry-after': '60' } }, 'source_refused'],
  [{ status: 200, body: { message: 'not a list' } }, 'source_answer_unreadable'],
  [{ status: 200, body: '<html>' }, 'source_answer_unreadable'],
] as const)('does not take %j for an answer', async (answer, code) => {
  service.answers(answer);
  await expect(read({ type: 'github' })).rejects.toMatchObject({ code });
  await expect(read({ type: 'gitlab' })).rejects.toMatchObject({ code });
});

it('takes the project of the source where nothing else names one, and says if there is none', async () => {
  routes({ '/repos/acme/all/deployments?': { status: 200, body: [] }, '/repos/acme/all/commits?': { status: 200, body: [] } });
  expect((await read({ type: 'github', project: 'acme/all' }, null, null)).fields).toMatchObject({ changes: 0 });
  await expect(read({ type: 'github' }, null, null)).rejects.toMatchObject({
    code: 'source_query_rejected',
    hint: expect.stringContaining('deployments entry'),
  });
});

it.each([
  ['2026-11-28T10:00:00Z', TROUBLE.startedAt.getTime()],
  [TROUBLE.startedAt.getTime() / 1_000, TROUBLE.startedAt.getTime()],
  [String(TROUBLE.startedAt.getTime()), TROUBLE.startedAt.getTime()],
  ['', null],
  ['soon', null],
  [null, null],
])('reads the time %j', (value, ms) => {
  expect(millisecondsOf(value)).toBe(ms);
});
