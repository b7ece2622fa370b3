import type { Client } from '@temporalio/client';
import { readStats } from '../../../../src/client/temporal/incident-stats';
import type { ListFilter } from '../../../../src/client/temporal/list-filter';
import { listIncidents } from '../../../../src/client/temporal/list-incidents';
import { SEARCH_ATTRIBUTES } from '../../../../src/workflows/contract/search-attributes';

interface FakeRun {
  readonly id: string;
  readonly run: string;
  readonly startedAt: string;
  readonly status?: string;
  readonly running?: boolean;
  readonly declaredAt?: string;
  readonly owner?: string;
}

/** Answers the first question with `matching`, and one for single ids with all runs of these. */
function fakeVisibility(matching: readonly FakeRun[], all: readonly FakeRun[] = matching) {
  const queries: string[] = [];
  const shown = ({ id, run, startedAt, status = 'triggered', running = true, declaredAt, owner = '' }: FakeRun) => ({
    workflowId: id,
    runId: run,
    startTime: new Date(startedAt),
    status: { name: running ? 'RUNNING' : 'COMPLETED' },
    memo: { title: `title of ${run}`, ...(owner === '' ? {} : { owner }), ...(declaredAt === undefined ? {} : { declaredAt }) },
    typedSearchAttributes: new Map<unknown, string>([
      [SEARCH_ATTRIBUTES.status, status],
      [SEARCH_ATTRIBUTES.severity, 'high'],
      [SEARCH_ATTRIBUTES.channel, `room-of-${id.toLowerCase()}`],
    ]),
  });
  async function* list({ query }: { query: string }) {
    queries.push(query);
    const ids = /WorkflowId IN \((.*)\)/.exec(query)?.[1];
    yield* (ids === undefined ? matching : all.filter(({ id }) => ids.includes(`'${id}'`))).map(shown);
  }
  return { queries, client: { workflow: { list } } as unknown as Client };
}

const list = (server: { client: Client }, filter: ListFilter = { all: true }) => listIncidents(server.client, 'x:1', filter);
const FIRST = { id: 'A-1', run: 'first', startedAt: '2026-01-01T10:00:00.000Z', status: 'resolved', running: false };
const SECOND = { id: 'A-1', run: 'second', startedAt: '2026-01-03T10:00:00.000Z', declaredAt: '2026-01-01T10:00:00.000Z' };

describe('listIncidents', () => {
  it.each([
    ['newest first', [SECOND, FIRST]],
    ['oldest first', [FIRST, SECOND]],
  ])('shows one row an id, as its latest run is: %s', async (_, runs) => {
    expect(await list(fakeVisibility(runs))).toEqual([
      expect.objectContaining({ incident_id: 'A-1', status: 'triggered', open: true, title: 'title of second' }),
    ]);
  });

  it('says the same under the keys of the incident’s wire form', async () => {
    const [row] = await list(fakeVisibility([SECOND]));
    expect(row).toMatchObject({
      incident_title: 'title of second',
      incident_severity: 'high',
      slack_channel_name: 'room-of-a-1',
      created_at: '2026-01-01T10:00:00.000Z',
    });
    expect(row).toMatchObject({
      title: row?.incident_title,
      severity: row?.incident_severity,
      channel: row?.slack_channel_name,
      started_at: row?.created_at,
    });
  });

  it('says who leads it, how old it is, and that a resolved one is not open although it can be reopened', async () => {
    const resolved = { ...SECOND, status: 'resolved', owner: 'ben' };
    const now = new Date('2026-01-03T10:05:00.000Z');
    const [row] = await listIncidents(fakeVisibility([resolved]).client, 'x:1', { all: true }, now);
    expect(row).toMatchObject({ owner: 'ben', age_seconds: 2 * 86_400 + 300, status: 'resolved', open: false, closed: false });
    const [other] = await list(fakeVisibility([FIRST]));
    expect(other).toMatchObject({ owner: null, open: false, closed: true });
  });

  it('shows no incident by a status that only an earlier run had', async () => {
    const other = { ...FIRST, id: 'B-1', run: 'other' };
    const rows = await list(fakeVisibility([FIRST, other], [SECOND, FIRST, other]), { status: 'resolved' });
    expect(rows.map(({ incident_id }) => incident_id)).toEqual(['B-1']);
  });

  it('asks no second question about what is open', async () => {
    const server = fakeVisibility([SECOND]);
    await list(server, {});
    expect(server.queries).toHaveLength(1);
  });

  it('tells when an incident was declared, not when its latest run began, and sorts and filters by it', async () => {
    const newer = { id: 'B-1', run: 'b', startedAt: '2026-01-02T10:00:00.000Z' };
    const rows = await list(fakeVisibility([SECOND, newer]));
    expect(rows.map(({ incident_id, started_at }) => `${incident_id} ${started_at}`)).toEqual([
      'B-1 2026-01-02T10:00:00.000Z',
      'A-1 2026-01-01T10:00:00.000Z',
    ]);
    const since = new Date('2026-01-02T00:00:00Z');
    expect((await list(fakeVisibility([SECOND, newer]), { all: true, since })).map(({ incident_id }) => incident_id)).toEqual(['B-1']);
  });
});

describe('readStats', () => {
  it('counts an incident of several runs once, as its latest run is, and when it was declared', async () => {
    const other = { id: 'B-1', run: 'b', startedAt: '2026-01-02T10:00:00.000Z' };
    const server = fakeVisibility([SECOND, other, FIRST]);
    expect((await readStats(server.client, 'x:1')).total).toMatchObject({ count: 2, open: 2, resolved: 0 });
    expect((await readStats(server.client, 'x:1', new Date('2026-01-02T00:00:00Z'))).total.count).toBe(1);
    expect(server.queries[1]).toContain("StartTime >= '2026-01-02");
  });
});
