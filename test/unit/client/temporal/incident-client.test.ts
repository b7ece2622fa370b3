import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { IdTakenError, IncidentClosedError } from '../../../../src/client/temporal/errors';
import { IncidentClient } from '../../../../src/client/temporal/incident-client';
import { loadConfig } from '../../../../src/config';
import { parseEvents } from '../../../../src/incident/alerts/parse-events';
import { type CommandAnswer, WORKFLOW_TYPE } from '../../../../src/workflows/contract/messages';
import { SEARCH_ATTRIBUTES } from '../../../../src/workflows/contract/search-attributes';

interface FakeRun {
  readonly runId: string;
  readonly type: string;
  readonly status: { name: string };
  readonly memo: Record<string, unknown>;
}

/** A server's part that starting needs: ids that are taken, answers that are lost. */
function fakeServer(server: { answer?: CommandAnswer; losesAnswer?: boolean; counted?: number; closesMeanwhile?: boolean } = {}) {
  const runs = new Map<string, FakeRun>();
  const signals: string[] = [];
  const updates: string[] = [];
  const sent: unknown[] = [];
  const counts: string[] = [];
  const options: unknown[] = [];
  const workflow = {
    count: async (query: string) => {
      counts.push(query);
      return { count: server.counted ?? 0 };
    },
    start: async (type: string, started: { workflowId: string; memo: Record<string, unknown> }) => {
      const { workflowId, memo } = started;
      options.push(started);
      if (runs.has(workflowId)) throw new WorkflowExecutionAlreadyStartedError('already started', workflowId, type);
      runs.set(workflowId, { runId: `run-${runs.size + 1}`, type, status: { name: 'RUNNING' }, memo });
      // The client's own retry of a start whose answer was lost meets its first attempt.
      if (server.losesAnswer) throw new WorkflowExecutionAlreadyStartedError('already started', workflowId, type);
      return { firstExecutionRunId: `run-${runs.size}` };
    },
    getHandle: (workflowId: string) => ({
      describe: async () => {
        const run = runs.get(workflowId);
        if (run === undefined) throw new WorkflowNotFoundError('not found', workflowId, undefined);
        return { ...run, typedSearchAttributes: new Map([[SEARCH_ATTRIBUTES.status, 'acknowledged']]) };
      },
      startUpdate: async (name: string, { args: [input] }: { args: readonly unknown[] }) => {
        if (server.answer === undefined) throw new Error('no worker');
        updates.push(`${workflowId} ${name}`);
        sent.push(input);
        return { result: async () => server.answer };
      },
      signal: async (name: string, input: unknown) => {
        if (server.closesMeanwhile) throw new WorkflowNotFoundError('completed', workflowId, undefined);
        signals.push(`${workflowId} ${name}`);
        sent.push(input);
      },
    }),
  };
  const { rules } = loadConfig({ env: {}, cwd: '/', purpose: 'client' });
  const withDeadline = (_deadline: number, work: () => unknown) => work();
  const now = () => new Date('2026-01-01T10:00:00Z');
  const incidents = new IncidentClient({ client: { workflow, withDeadline } as unknown as Client, address: 'x:1', rules, now });
  return { runs, options, signals, updates, sent, counts, incidents };
}

describe('IncidentClient.start', () => {
  it('gives two strangers two numbers, although visibility counts neither yet', async () => {
    const { incidents } = fakeServer();
    const started = [await incidents.start({ actor: 'ann' }), await incidents.start({ actor: 'ben' })];
    expect(started.map(({ incidentId, created }) => [incidentId, created])).toEqual([
      ['PROD-20260101-001', true],
      ['PROD-20260101-002', true],
    ]);
  });

  it('sends a body that is too large for Temporal as it was read, to an open incident too', async () => {
    const { incidents, options, sent } = fakeServer({ answer: { applied: true, repeated: false, status: 'triggered' } as CommandAnswer });
    const labels = { alertname: 'PodDown', severity: 'critical' };
    const alerts = Array.from({ length: 2_200 }, (_, index) => ({
      labels,
      annotations: { text: 'x'.repeat(600) },
      fingerprint: `f${index}`,
    }));
    const request = { actor: 'ann', incidentId: 'A-1', event: { receiver: 'r', groupKey: '{}:{a="b"}', alerts }, source: 'alertmanager' };
    for (const created of [true, false]) expect((await incidents.start(request)).created).toBe(created);
    const bodies = [(options[0] as { args: [{ event: unknown }] }).args[0].event, (sent[0] as { event: unknown }).event];
    for (const body of bodies) {
      expect(JSON.stringify(body).length).toBeLessThan(1_000_000);
      const [event] = parseEvents(body, { receivedAt: '2026-01-01T10:00:00.000Z', source: 'alertmanager' });
      expect(event).toMatchObject({ source: 'alertmanager', severity: 'critical', firing: { count: 2_200 }, labels: { alerts: '2200' } });
    }
  });

  it('begins after the ids of the day, however many runs each has had', async () => {
    const { incidents, counts } = fakeServer({ counted: 2 });
    expect((await incidents.start({ actor: 'ann' })).incidentId).toBe('PROD-20260101-003');
    expect(counts).toEqual([expect.stringContaining("ExecutionStatus != 'ContinuedAsNew' AND WorkflowId STARTS_WITH 'PROD-20260101-'")]);
  });

  it('recognises its own start whose answer was lost by its token', async () => {
    const { incidents, runs } = fakeServer({ losesAnswer: true });
    expect(await incidents.start({ actor: 'ann' })).toMatchObject({ incidentId: 'PROD-20260101-001', created: true, runId: 'run-1' });
    expect([...runs.keys()]).toEqual(['PROD-20260101-001']);
  });

  it('joins an open incident, telling it of the event and nothing of the rest', async () => {
    const { incidents, signals } = fakeServer();
    await incidents.start({ actor: 'ann', incidentId: 'A-1', title: 'first' });
    const joined = await incidents.start({ actor: 'ben', incidentId: 'a-1', title: 'second' });
    expect(joined).toMatchObject({ incidentId: 'A-1', created: false, incident: null });
    expect(signals).toEqual([]);
    await incidents.start({ actor: 'ben', incidentId: 'A-1', event: { title: 'again' } });
    expect(signals).toEqual(['A-1 alertUpdated']);
  });

  it('says what has become of an open incident that a worker has told of the event', async () => {
    const { incidents, updates, signals } = fakeServer({
      answer: { applied: true, repeated: false, status: 'resolved', outcome: 'resolved' },
    });
    await incidents.start({ actor: 'ann', incidentId: 'A-1' });
    const joined = await incidents.start({ actor: 'ben', incidentId: 'A-1', event: { title: 'x', status: 'resolved' } });
    expect(joined).toMatchObject({ created: false, status: 'resolved', delivery: { applied: true, outcome: 'resolved' } });
    expect([updates, signals]).toEqual([['A-1 alertUpdated'], []]);
  });

  it('leaves word for when a worker returns, and knows no more than the server', async () => {
    const { incidents, signals } = fakeServer();
    await incidents.start({ actor: 'ann', incidentId: 'A-1' });
    const joined = await incidents.start({ actor: 'ben', incidentId: 'A-1', event: { title: 'x' } });
    expect(joined).toMatchObject({ created: false, status: 'acknowledged', delivery: { applied: false, status: null } });
    expect(signals).toEqual(['A-1 alertUpdated']);
  });

  it('says to an open incident who tells it of an event, by which user, and when', async () => {
    const { incidents, sent } = fakeServer();
    await incidents.start({ actor: 'ann', incidentId: 'A-1' });
    const event = { title: 'again' };
    await incidents.start({ actor: 'ben', via: 'root', incidentId: 'A-1', event }, 'token');
    expect(sent).toEqual([{ actor: 'ben', via: 'root', at: '2026-01-01T10:00:00.000Z', event, requestId: 'token' }]);
  });

  it('sends the title that was asked for with an event that may have none', async () => {
    const { incidents, sent } = fakeServer();
    const request = { actor: 'ann', incidentId: 'A-1', title: 'Mine', event: { severity: 'high' } };
    await incidents.start(request);
    await incidents.start(request);
    expect(sent).toEqual([expect.objectContaining({ title: 'Mine', event: request.event })]);
  });

  describe('of an alert that does not fire', () => {
    const event = { title: 'Disk full', status: 'resolved' };
    const refused = { code: 'invalid_input', field: 'event', message: expect.stringContaining('this does not open an incident') };

    it('tells the open incident of that id', async () => {
      const { incidents, runs, sent } = fakeServer();
      await incidents.start({ actor: 'ann', incidentId: 'A-1' });
      expect(await incidents.start({ actor: 'ben', incidentId: 'a-1', event })).toMatchObject({ incidentId: 'A-1', created: false });
      expect(sent).toEqual([expect.objectContaining({ actor: 'ben', event })]);
      expect(runs.size).toBe(1);
    });

    it.each([
      ['no id', undefined, {}],
      ['an id that nothing bears', 'B-1', {}],
      ['the id of a closed incident', 'A-1', { status: { name: 'COMPLETED' } }],
      ['the id of a workflow that is no incident', 'A-1', { type: 'somethingElse' }],
    ])('starts and tells nothing under %s', async (_, incidentId, run) => {
      const { incidents, runs, signals } = fakeServer();
      runs.set('A-1', { runId: 'r', type: WORKFLOW_TYPE, status: { name: 'RUNNING' }, memo: {}, ...run });
      jest.spyOn(incidents, 'read').mockResolvedValue({ state: null, status: 'COMPLETED', failure: null } as never);
      const request = { actor: 'ben', event, ...(incidentId === undefined ? {} : { incidentId }) };
      await expect(incidents.start(request)).rejects.toMatchObject(refused);
      expect([runs.size, signals]).toEqual([1, []]);
    });

    it('is refused when the incident closes meanwhile', async () => {
      const { incidents } = fakeServer({ closesMeanwhile: true });
      await incidents.start({ actor: 'ann', incidentId: 'A-1' });
      await expect(incidents.start({ actor: 'ben', incidentId: 'A-1', event })).rejects.toMatchObject(refused);
    });
  });

  it('refuses the id of a workflow that is no incident', async () => {
    const { incidents, runs } = fakeServer();
    runs.set('A-1', { runId: 'r', type: 'somethingElse', status: { name: 'RUNNING' }, memo: {} });
    await expect(incidents.start({ actor: 'ann', incidentId: 'A-1' })).rejects.toThrow(IdTakenError);
  });

  it('refuses the id of a closed incident', async () => {
    const { incidents, runs } = fakeServer();
    runs.set('A-1', { runId: 'r', type: WORKFLOW_TYPE, status: { name: 'TERMINATED' }, memo: {} });
    jest.spyOn(incidents, 'read').mockResolvedValue({ state: null, status: 'TERMINATED', failure: null } as never);
    await expect(incidents.start({ actor: 'ann', incidentId: 'A-1' })).rejects.toThrow(IncidentClosedError);
  });

  it('starts nothing of what it refuses', async () => {
    const { incidents, runs } = fakeServer();
    await expect(incidents.start({ actor: 'ann', event: { title: 1.5 } })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(runs.size).toBe(0);
  });

  it('writes nothing but severity and id where it stays visible for good: only a worker knows what makes an incident private', async () => {
    const { incidents, options } = fakeServer();
    const event = { title: 'Leaked key', description: 'of the vault', labels: { vault: 'prod' } };
    await incidents.start({ actor: 'ann', incidentId: 'A-1', event, severity: 'high', users: ['ciso@example.com'] });
    const { args: _input, ...visible } = options[0] as { args: unknown };
    expect(visible).toMatchObject({
      staticSummary: 'high: A-1',
      staticDetails: expect.stringMatching(/^Incident A-1, declared with severity high\./),
    });
    expect(JSON.stringify(visible)).not.toMatch(/leaked|vault|ciso|ann/i);
  });
});
