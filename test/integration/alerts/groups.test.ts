import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlertClient } from '../../../src/client/temporal/alert-client';
import type { AlertGroupState } from '../../../src/incident/alert-groups/group-state';
import { deliverBody } from '../../support/deliver-body';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { readUntil, waitUntil } from '../../support/wait-until';

const SERVICES = `
services:
  - { name: shop, title: Shop, dependsOn: [orders-db] }
  - { name: orders-db, title: Orders database }
`;

const CONFIG = `
services: services.yaml
alerts:
  settle: 1s
  rules:
    - { name: dependency-down, when: { labels: { service: shop } }, do: joinDependency }
    - { name: by-service, when: { labels: { team: data } }, do: join, by: [service], within: 30m }
`;

describeWith(['temporal'], 'alerts that come in by themselves', () => {
  let stack: Stack;
  let alerts: AlertClient;
  let received = Date.now() - 3_600_000;
  beforeAll(async () => {
    stack = await startStack();
    writeFileSync(join(stack.folder, 'incident.config.yaml'), CONFIG);
    writeFileSync(join(stack.folder, 'services.yaml'), SERVICES);
    alerts = new AlertClient({ client: stack.client, address: stack.env.TEMPORAL_ADDRESS ?? '', privateLabels: ['security'] });
    stack.startWorker();
  });
  afterAll(() => stack?.stop());

  /** Delivers a body as a gateway does, a minute later each time. */
  function deliver(body: object): Promise<string> {
    received += 60_000;
    return deliverBody(alerts, body, received);
  }
  const alert = (id: string, status: string, more: object = {}) => ({ title: `Disk full on ${id}`, id, status, severity: 'high', ...more });

  const group = (key: string): Promise<AlertGroupState> => stack.client.workflow.getHandle(key).query<AlertGroupState>('group');
  async function until(key: string, holds: (state: AlertGroupState) => boolean): Promise<AlertGroupState> {
    const seen = await readUntil(
      () => group(key).catch(() => undefined),
      (state) => state !== undefined && holds(state),
      { what: `${key}: ${holds}` },
    );
    return seen as AlertGroupState;
  }
  const lastEffect = ({ deliveries }: AlertGroupState) => deliveries.at(-1)?.effect;

  it('opens one incident, resolves it when the recovery has lasted, and reopens it when it fires again', async () => {
    const key = await deliver(alert('db-1', 'firing'));
    expect(key).toMatch(/^alert-test-am-[0-9a-f]{16}$/);
    const opened = await until(key, ({ incident }) => incident !== null);
    const id = opened.incident?.id ?? '';
    expect(opened).toMatchObject({ status: 'firing', counts: { deliveries: 1, incidents: 1 }, decision: { rule: 'default-open' } });
    expect((await stack.until(id, ({ headlineTs }) => headlineTs !== null)).incident).toMatchObject({ title: 'Disk full on db-1' });

    await deliver(alert('db-1', 'resolved'));
    await stack.until(id, ({ status }) => status === 'resolved');
    expect(lastEffect(await until(key, ({ status }) => status === 'recovered'))).toBe('resolved');

    await deliver(alert('db-1', 'firing'));
    await stack.until(id, ({ status }) => status === 'reopened' || status === 'triggered');
    expect(lastEffect(await until(key, (state) => lastEffect(state) !== 'pending'))).toBe('reopened');
    expect((await group(key)).counts).toMatchObject({ deliveries: 3, episodes: 2, incidents: 1 });
  });

  it('says once that an alert is still firing after a person has resolved its incident', async () => {
    const key = await deliver(alert('db-2', 'firing'));
    const id = (await until(key, ({ incident }) => incident !== null)).incident?.id ?? '';
    expect((await stack.run('incident', ['resolve', id])).code).toBe(0);
    await deliver(alert('db-2', 'firing'));
    expect(lastEffect(await until(key, (state) => state.counts.deliveries === 2 && lastEffect(state) !== 'pending'))).toBe('stillFiring');
    await deliver(alert('db-2', 'firing'));
    expect(lastEffect(await until(key, (state) => state.counts.deliveries === 3 && lastEffect(state) !== 'pending'))).toBe('stillFiring');
    const told = (await stack.state(id)).timeline.filter(({ kind }) => kind === 'alertUpdated');
    expect(told.length).toBeGreaterThan(0);
  });

  it('remembers that a person has cancelled its incident as a false alarm', async () => {
    const key = await deliver(alert('db-6', 'firing'));
    const id = (await until(key, ({ incident }) => incident !== null)).incident?.id ?? '';
    expect((await stack.run('incident', ['cancel', id, '--reason', 'false alarm'])).code).toBe(0);
    await deliver(alert('db-6', 'firing'));
    const state = await until(key, ({ counts, incident }) => counts.deliveries === 2 && incident?.status !== 'open');
    expect([state.incident?.status, state.counts.incidents]).toEqual(['cancelled', 1]);
  });

  it('remembers that a person had resolved its incident before that was closed', async () => {
    const key = await deliver(alert('db-7', 'firing'));
    const id = (await until(key, ({ incident }) => incident !== null)).incident?.id ?? '';
    expect((await stack.run('incident', ['resolve', id])).code).toBe(0);
    await stack.client.workflow.getHandle(id).terminate();
    await deliver(alert('db-7', 'firing'));
    const state = await until(key, ({ counts, incident }) => counts.deliveries === 2 && incident?.status !== 'open');
    expect([state.incident?.status, state.counts.incidents]).toEqual(['archived', 1]);
  });

  it('opens nothing for a low alert, a recovery of nothing, and an acknowledgement', async () => {
    const low = await deliver(alert('db-3', 'firing', { severity: 'low' }));
    expect(await until(low, (state) => lastEffect(state) === 'recorded')).toMatchObject({ incident: null, decision: { do: 'record' } });
    const over = await deliver(alert('db-4', 'resolved'));
    expect(await until(over, (state) => lastEffect(state) === 'recorded')).toMatchObject({ incident: null, status: 'idle' });
  });

  it('joins alerts of one service into one incident, and resolves it only when all have recovered', async () => {
    const labels = { team: 'data', service: 'etl' };
    const keys = await Promise.all(['a', 'b', 'c'].map((id) => deliver(alert(`etl-${id}`, 'firing', { labels }))));
    const states = await Promise.all(keys.map((key) => until(key, (state) => state.incident !== null && lastEffect(state) !== 'pending')));
    const ids = new Set(states.map(({ incident }) => incident?.id));
    expect(ids.size).toBe(1);
    expect(states.map(lastEffect).sort()).toEqual(['joined', 'joined', 'opened']);
    const [id = ''] = ids;
    await deliver(alert('etl-a', 'resolved', { labels }));
    await deliver(alert('etl-b', 'resolved', { labels }));
    await until(keys[0] ?? '', (state) => lastEffect(state) === 'partlyRecovered');
    expect((await stack.state(id)).status).not.toBe('resolved');
    await deliver(alert('etl-c', 'resolved', { labels }));
    await stack.until(id, ({ status }) => status === 'resolved');
    // The group remembers it as open until it looks again.
    expect((await stack.run('incident', ['alerts', keys[0] ?? ''])).stdout).toContain(`Incident: ${id}, resolved`);
  });

  it('joins the alert of a service to the incident that a person declared for a service that it needs', async () => {
    const labels = { service: 'shop' };
    const early = await deliver(alert('shop-1', 'firing', { labels }));
    await until(early, ({ incident }) => incident !== null);
    const shown = await stack.run('incident', ['alerts', early]);
    expect(shown.stdout).toContain('Passed over: dependency-down: none of these has an open incident: Orders database');

    const started = await stack.run('start-incident', ['--title', 'Database down', '--label', 'service=orders-db', '--no-wait', '--json']);
    const { incident_id: id } = JSON.parse(started.stdout) as { incident_id: string };
    const isListed = async (): Promise<boolean> => {
      for await (const { workflowId, memo } of stack.client.workflow.list({ query: `WorkflowId = '${id}'` }))
        if (workflowId === id && Array.isArray(memo?.services)) return true;
      return false;
    };
    await waitUntil(isListed, { what: `${id} to be listed with its services` });
    // The worker asks for open incidents at most every two seconds.
    let name = '';
    const asked = async (): Promise<boolean> => {
      name = `shop-${received}`;
      const key = await deliver(alert(name, 'firing', { labels }));
      const { incident } = await until(key, (state) => state.incident !== null && lastEffect(state) !== 'pending');
      return incident?.id === id;
    };
    await waitUntil(asked, { what: `an alert to join ${id}` });
    await stack.until(id, ({ timeline }) => timeline.some(({ text }) => text.includes('also affected: Shop')));
    expect((await stack.state(id)).alsoAffected).toEqual([expect.objectContaining({ name: 'shop', title: 'Shop' })]);

    await deliver(alert(name, 'resolved', { labels }));
    await stack.until(id, ({ timeline }) => timeline.some(({ text }) => text.includes('stays open until someone resolves it')));
    expect((await stack.state(id)).status).not.toBe('resolved');
  });

  it('keeps what comes while no worker runs, and applies a delivery that comes twice once', async () => {
    await stack.endWorker('SIGKILL');
    const key = await deliver(alert('db-5', 'firing'));
    received -= 60_000;
    await deliver(alert('db-5', 'firing'));
    stack.startWorker();
    expect(await until(key, ({ incident }) => incident !== null)).toMatchObject({ counts: { deliveries: 1, duplicates: 1, incidents: 1 } });
  });
});
