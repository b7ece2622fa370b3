import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ListedIncident, listIncidents } from '../../../src/client/temporal/list-incidents';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { readUntil } from '../../support/wait-until';

/** What is listed needs neither a room nor findings. */
const OFF = { INCIDENT_SLACK: 'off', DOCKER_HOST: 'tcp://127.0.0.1:1' };

describeWith(['temporal'], 'listings and statistics', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  const incident = async (...args: string[]) => {
    const ran = await stack.run('incident', [...args, '--json']);
    expect([ran.code, ran.stderr]).toEqual([0, expect.anything()]);
    return JSON.parse(ran.stdout);
  };
  const start = async (...args: string[]) => {
    expect((await stack.run('start-incident', [...args, '--no-wait'])).code).toBe(0);
  };
  /** Visibility lags behind: asks until it says so, in this process, because a command is one of its own for every look. */
  const untilListed = (id: string, holds: (row: ListedIncident) => boolean = () => true): Promise<unknown> =>
    readUntil(
      () => listIncidents(stack.client, '', { all: true }),
      (rows) => rows.some((row) => row.incident_id === id && holds(row)),
      { everyMs: 100 },
    );
  const rowOf = async (id: string, ...args: string[]): Promise<ListedIncident[]> =>
    (await incident('list', ...args)).filter((row: ListedIncident) => row.incident_id === id);

  it('lists an incident that was resumed after it was closed once, not closed any more, under the time it was declared', async () => {
    const config = join(mkdtempSync(join(tmpdir(), 'listing-')), 'incident.config.yaml');
    writeFileSync(config, 'archiveAfter: 1s\n');
    stack.startWorker({ ...OFF, INCIDENT_CONFIG: config });
    await start('AGAIN-001', 'Slow disk', 'high');
    const { createdAt } = await stack.until('AGAIN-001', (state) => state.incident !== null);
    await incident('ack', 'AGAIN-001', '--as', 'ben');
    await incident('resolve', 'AGAIN-001', '--as', 'ben');
    await stack.client.workflow.getHandle('AGAIN-001').result();
    await untilListed('AGAIN-001', (row) => row.closed);
    const closed = await rowOf('AGAIN-001', '--status', 'resolved');
    expect(await rowOf('AGAIN-001')).toEqual([]);
    expect(closed).toEqual([expect.objectContaining({ title: 'Slow disk', owner: 'ben', closed: true })]);
    await stack.endWorker();
    await incident('resume', 'AGAIN-001', '--from', 'investigate', '--as', 'ben');
    await untilListed('AGAIN-001', (row) => !row.closed);
    const again = await rowOf('AGAIN-001', '--all');
    expect(again).toEqual([
      { ...closed[0], closed: false, age_seconds: again[0]?.age_seconds, started_at: createdAt, created_at: createdAt },
    ]);
  });

  it('counts by severity, with the time to acknowledge and to resolve, each incident once', async () => {
    stack.startWorker(OFF);
    await start('BACK-001', 'Disk full', 'critical');
    await stack.until('BACK-001', (state) => state.incident !== null);
    await incident('resolve', 'BACK-001', '--as', 'cat');
    await incident('reopen', 'BACK-001', '--reason', 'full again', '--as', 'cat');
    await untilListed('BACK-001', ({ status }) => status === 'reopened');
    await start('SECRET-001', 'Stolen key', 'low', '--channel-privacy', 'private');
    await stack.until('SECRET-001', (state) => state.incident !== null);
    await incident('ack', 'SECRET-001', '--as', 'cat');
    await incident('resolve', 'SECRET-001', '--as', 'cat');
    await untilListed('SECRET-001', ({ status }) => status === 'resolved');
    const stats = await incident('stats', '--since', '1d');
    expect(stats.total).toMatchObject({ count: 3, open: 1, acknowledged: 0, resolved: 2, cancelled: 0, broken_off: 0 });
    const [secret] = await rowOf('SECRET-001', '--all');
    expect(secret).toMatchObject({ title: '(private)', owner: null, status: 'resolved', open: false });
    const of = (severity: string) => stats.severities.find((row: { severity: string }) => row.severity === severity);
    expect(of('high')).toMatchObject({ count: 1, resolved: 1, time_to_acknowledge: { incidents: 1 }, time_to_resolve: { incidents: 1 } });
    expect(of('critical')).toMatchObject({ count: 1, open: 1, time_to_acknowledge: null, time_to_resolve: null });
    expect(of('low')).toMatchObject({ count: 1, resolved: 1, time_to_resolve: { incidents: 1 } });
    const shown = await stack.run('incident', ['stats']);
    expect(shown.stdout).toMatch(/^all +3 +1 \(0 acknowledged\) +2 +0 /m);
    expect(shown.stdout).not.toContain('Stolen');
    expect((await stack.run('incident', ['stats', '--since', 'yesterday'])).code).toBe(2);
  });

  it('numbers the incidents of a day one after the other', async () => {
    const numbered = async (): Promise<string> => {
      const { stdout } = await stack.run('start-incident', ['--title', 'x', '--no-wait', '--json']);
      const { incident_id: id } = JSON.parse(stdout);
      await untilListed(id);
      return id.replace(/-\d{8}-/, '-DAY-');
    };
    expect([await numbered(), await numbered()]).toEqual(['PROD-DAY-001', 'PROD-DAY-002']);
  });
});
