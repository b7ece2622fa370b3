import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { doubles, seeDirect, seeRooms } from '../../support/slack-view';
import { type Stack, startStack } from '../../support/stack';

describeWith(['temporal', 'engine'], 'a whole response on real components', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
    stack.startWorker();
  });
  afterAll(() => stack.stop());

  it('opens a room, invites, investigates, reports, scores', async () => {
    const ran = await stack.run('start-incident', [
      'PROD-OUTAGE-001',
      'Database Cluster Down',
      'critical',
      'dba@example.com,oncall@example.com',
      '--json',
    ]);
    expect(ran.stderr).not.toContain('    at ');
    expect(ran.code).toBe(0);
    const report = JSON.parse(ran.stdout);
    expect(report.incident).toMatchObject({
      incident_id: 'PROD-OUTAGE-001',
      incident_title: 'Database Cluster Down',
      incident_severity: 'critical',
    });
    expect(report.steps.map(({ status }: { status: string }) => status)).toEqual(Array(7).fill('done'));
    expect(report.responders.resolved.map(({ method }: { method: string }) => method)).toEqual(['email', 'email']);
    const room = (await seeRooms(stack.slack)).find(({ name }) => name === 'incident-prod-outage-001');
    expect(room).toBeDefined();
    expect(room?.members.length).toBeGreaterThanOrEqual(3);
    expect(room && doubles(room)).toEqual([]);
    const direct = await seeDirect(stack.slack);
    for (const { user_id } of report.responders.resolved) {
      expect(direct.get(user_id)?.map(({ key }) => key)).toEqual([`PROD-OUTAGE-001/direct/callForPeople/${user_id}`]);
      expect(direct.get(user_id)?.[0]?.whole).toContain('incident.acknowledge');
    }
    expect(JSON.parse(readFileSync(join(stack.reportsDir, 'PROD-OUTAGE-001.json'), 'utf8')).incident.incident_id).toBe('PROD-OUTAGE-001');
    expect(readFileSync(join(stack.reportsDir, 'PROD-OUTAGE-001.html'), 'utf8')).toContain('<title>PROD-OUTAGE-001: ');
  });

  it('is one incident when an agent runs the same start twice', async () => {
    const again = await stack.run('start-incident', ['PROD-OUTAGE-001', 'Database Cluster Down', 'critical', 'dba@example.com', '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ created: false });
    const rooms = await seeRooms(stack.slack);
    expect(rooms.filter(({ name }) => name.includes('prod-outage-001'))).toHaveLength(1);
  });

  it('keeps a private incident’s words out of every public channel', async () => {
    const canary = 'XYZZYCANARY';
    const args = ['--deploy', '--severity', 'critical', '--users', 'security@example.com,ciso@example.com', '--title', `Breach ${canary}`];
    const ran = await stack.run('start-incident', [...args, '--incident-id', 'SEC-001', '--json']);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout).channel).toMatchObject({ privacy: 'private' });
    const rooms = await seeRooms(stack.slack);
    expect(rooms.find(({ name }) => name === 'incident-sec-001')?.isPrivate).toBe(true);
    for (const room of rooms.filter(({ isPrivate }) => !isPrivate)) expect(JSON.stringify(room)).not.toContain(canary);
  });

  it('puts no secret into any history, log or report', async () => {
    const token = stack.slack.token;
    for await (const { workflowId } of stack.client.workflow.list()) {
      const history = await stack.client.workflow.getHandle(workflowId).fetchHistory();
      const text = JSON.stringify(history, (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value));
      const payloads = (history.events ?? []).map((event) => Buffer.from(JSON.stringify(event)).toString());
      expect(text + payloads.join('')).not.toContain(token);
      expect(decoded(history)).not.toContain(token);
    }
    expect(stack.workerLog()).not.toContain(token);
  });

  it('takes commands and shows them on the one headline', async () => {
    const ack = await stack.run('incident', ['ack', 'PROD-OUTAGE-001', '--as', 'ben', '--json']);
    expect(ack.code).toBe(0);
    const refused = await stack.run('incident', ['ack', 'PROD-OUTAGE-001', '--as', 'cat', '--json']);
    expect(refused.code).toBe(5);
    expect(JSON.parse(refused.stdout).error.message).toContain('ben');
    const resolved = await stack.run('incident', ['resolve', 'PROD-OUTAGE-001', '--as', 'ben', '--note', 'restarted the pool']);
    expect(resolved.code).toBe(0);
    await stack.until('PROD-OUTAGE-001', ({ status }) => status === 'resolved');
    expect((await stack.run('incident', ['show', 'NO-SUCH-1'])).code).toBe(4);
  });
});

/** Every payload of a history as text: what somebody who reads the history can read. */
function decoded(history: object): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString());
    else if (typeof value === 'string') texts.push(value);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(walk);
  };
  walk(history);
  return texts.join('\n');
}
