import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlertClient } from '../../../src/client/temporal/alert-client';
import { type AlertGroupState, emptyGroup } from '../../../src/incident/alert-groups/group-state';
import { GROUP_QUERY } from '../../../src/workflows/contract/alert-messages';
import { deliverBody } from '../../support/deliver-body';
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
  beforeAll(async () => {
    stack = await startStack();
    writeFileSync(join(stack.folder, 'incident.config.yaml'), CONFIG);
    alerts = new AlertClient({ client: stack.client, address: stack.env.TEMPORAL_ADDRESS ?? '', privateLabels: [] });
    stack.startWorker();
    // Until the worker is ready, a maintenance would only be accepted.
    await handled(await deliver('web-0', 'web'));
  });
  afterAll(() => stack?.stop());

  const deliver = (id: string, team: string): Promise<string> =>
    deliverBody(alerts, { title: `Disk full on ${id}`, id, status: 'firing', severity: 'high', labels: { team } }, Date.now());
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
});
