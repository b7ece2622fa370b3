import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlertClient } from '../../../src/client/temporal/alert-client';
import { changeMaintenance, readMaintenance } from '../../../src/client/temporal/kept-maintenance';
import { type AlertGroupState, emptyGroup } from '../../../src/incident/alert-groups/group-state';
import { parseEventText } from '../../../src/incident/alerts/parse-events';
import { GROUP_QUERY } from '../../../src/workflows/contract/alert-messages';
import { ADD_MAINTENANCE, END_MAINTENANCE, MAINTENANCE_WORKFLOW_ID } from '../../../src/workflows/contract/maintenance-messages';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { readUntil } from '../../support/wait-until';

const CONFIG = `
maintenance:
  - { name: nightly, when: { labels: { env: staging } }, rrule: "FREQ=DAILY;BYHOUR=2", for: 1h, timezone: Europe/Berlin }
`;

describeWith(['temporal'], 'incident maintenance', () => {
  let stack: Stack;
  let alerts: AlertClient;
  let address: string;
  beforeAll(async () => {
    stack = await startStack();
    writeFileSync(join(stack.folder, 'incident.config.yaml'), CONFIG);
    address = stack.env.TEMPORAL_ADDRESS ?? '';
    alerts = new AlertClient({ client: stack.client, address, privateLabels: [] });
    stack.startWorker();
  });
  afterAll(() => stack?.stop());

  async function deliver(id: string, team: string): Promise<string> {
    const text = JSON.stringify({ title: `Disk full on ${id}`, id, status: 'firing', severity: 'high', labels: { team } });
    const receivedAt = new Date().toISOString();
    const bodyDigest = createHash('sha256').update(text).digest('hex');
    const events = parseEventText(text, { receivedAt });
    const { accepted } = await alerts.deliver({ instance: 'test-am', events, messageId: null, bodyDigest, receivedAt });
    return accepted[0]?.group ?? '';
  }
  const maintenance = (...args: string[]) => stack.run('incident', ['maintenance', ...args]);
  /** A group once its alert is handled. */
  const handled = (key: string): Promise<AlertGroupState> =>
    readUntil(
      () =>
        stack.client.workflow
          .getHandle(key)
          .query<AlertGroupState>(GROUP_QUERY)
          .catch(() => emptyGroup({ key, instance: '', fingerprint: '' })),
      ({ deliveries }) => deliveries.length > 0 && deliveries.every(({ effect }) => effect !== 'pending'),
      { what: `${key} to be handled` },
    );

  it('is added, mutes what matches, is listed, and is ended', async () => {
    const added = await maintenance('add', '--when', 'team=data', '--for', '2h', '--reason', 'moving the database');
    expect([added.code, added.stdout]).toEqual([
      0,
      expect.stringMatching(/^m-1: alerts with team=data are only recorded from \d{4}-.* UTC.* to .* UTC/),
    ]);
    const { key } = await handled(await deliver('db-1', 'data'));
    const muted = (await stack.run('incident', ['alerts', key])).stdout;
    expect(muted).toMatch(/^Rule: m-1: mute /m);
    expect(muted).toMatch(/^Incident: none$/m);
    expect(muted).toMatch(/recorded only, because of a maintenance +m-1 /);
    expect((await handled(await deliver('web-1', 'web'))).decision).toMatchObject({ do: 'open', rule: 'default-open' });

    const listed = await maintenance();
    expect(listed.stdout).toMatch(/^m-1 +active .* tester +team=data +moving the database$/m);
    expect(listed.stdout).toMatch(/^nightly +\w+ .* configuration +env=staging +FREQ=DAILY;BYHOUR=2 \(Europe\/Berlin\)$/m);

    expect((await maintenance('end', 'nightly')).code).toBe(5);
    expect((await maintenance('end', 'm-9')).code).toBe(4);
    const ended = await maintenance('end', 'm-1');
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringMatching(/^m-1 has ended; .* within 5 min\n$/)]);
    expect((await maintenance('end', 'm-1')).code).toBe(5);
    expect((await handled(await deliver('db-2', 'data'))).decision).toMatchObject({ do: 'open', rule: 'default-open' });
  });

  it('applies to an alert that came before it, if no worker has judged that one', async () => {
    await stack.endWorker('SIGKILL');
    const keys = await Promise.all(Array.from({ length: 10 }, (_, index) => deliver(`db-1${index}`, 'data')));
    const added = await maintenance('add', '--when', 'team=data', '--for', '2h', '--reason', 'moving again', '--json');
    expect(JSON.parse(added.stdout)).toMatchObject({ applied: false, id: null });
    stack.startWorker();
    const decisions = await Promise.all(keys.map(async (key) => (await handled(key)).decision));
    expect(decisions).toEqual(keys.map(() => expect.objectContaining({ do: 'mute', rule: 'm-2' })));
  });

  it('is handed over to a new run with everything that was added', async () => {
    const { client } = stack;
    const handle = client.workflow.getHandle(MAINTENANCE_WORKFLOW_ID);
    const firstRun = (await handle.describe()).runId;
    const to = new Date(Date.now() + 3_600_000).toISOString();
    const add = (requestId: string) =>
      changeMaintenance(client, address, ADD_MAINTENANCE, {
        actor: 'ann',
        when: { severity: ['low'] },
        to,
        reason: 'x'.repeat(300),
        requestId,
      });
    const ids: (string | null)[] = [];
    for (let index = 0; (await handle.describe()).runId === firstRun; index += 1) {
      if (index >= 50) await changeMaintenance(client, address, END_MAINTENANCE, { actor: 'ann', id: ids.at(-1) ?? '' });
      ids.push((await add(`r-${index}`)).id);
    }
    expect(new Set(ids).size).toBe(ids.length);
    const { windows } = await readMaintenance(client, address);
    expect(windows.filter(({ ended }) => ended === null)).toHaveLength(51);
    expect(windows.find(({ id }) => id === 'm-2')).toMatchObject({ reason: 'moving again', actor: 'tester' });
    expect(await add('r-0')).toMatchObject({ id: ids[0], repeated: true });
  });
});
