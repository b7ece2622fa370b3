import { once } from 'node:events';
import { createConnection, createServer, type Server } from 'node:net';
import { describeWith } from '../../support/needs';
import { type Ran, type Stack, startStack } from '../../support/stack';

const errorOf = ({ stdout }: Ran) => JSON.parse(stdout).error;

/** One document on standard output, no stack trace anywhere. */
function expectClean({ stdout, stderr }: Ran): void {
  expect(() => JSON.parse(stdout)).not.toThrow();
  expect(`${stdout}${stderr}`).not.toMatch(/^\s+at .+:\d+:\d+/m);
}

/** A port on which every connection is counted. */
async function countingServer(): Promise<{ server: Server; port: number; connections: () => number }> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port, connections: () => count };
}

describeWith(['temporal'], 'the command line', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());
  const incident = (...args: string[]) => stack.run('incident', args);
  const start = (...args: string[]) => stack.run('start-incident', args);

  describe('without any service', () => {
    it('a dry run opens no connection', async () => {
      const { server, port, connections } = await countingServer();
      const here = `127.0.0.1:${port}`;
      const env = { TEMPORAL_ADDRESS: here, SLACK_API_URL: `http://${here}/api/`, DOCKER_HOST: `tcp://${here}` };
      const ran = await stack.run('start-incident', ['--test', '--title', 'x', '--users', 'a@example.com', '--json'], { env });
      expect(ran.code).toBe(0);
      const shown = JSON.parse(ran.stdout);
      expect(shown.incident.incident_id).toBe('PROD-YYYYMMDD-NNN');
      expect(shown.plan).toHaveLength(7);
      expect(shown.mermaid).toContain('flowchart');
      expect(connections()).toBe(0);
      // The same server does count whoever connects.
      await once(createConnection({ host: '127.0.0.1', port }), 'close');
      expect(connections()).toBe(1);
      server.close();
    });

    it('every command names the Temporal that does not answer', async () => {
      const { server, port } = await countingServer();
      server.close();
      await once(server, 'close');
      const env = { TEMPORAL_ADDRESS: `127.0.0.1:${port}` };
      const reading = ['list', 'show A-1', 'timeline A-1', 'watch A-1', 'report A-1'];
      const changing = ['ack A-1', 'resolve A-1', 'setup'];
      const run = (line: string) => stack.run('incident', [...line.split(' '), '--json'], { env });
      const all = [...[...reading, ...changing].map(run), stack.run('start-incident', ['A-1', '--json'], { env })];
      for (const ran of await Promise.all(all)) {
        expectClean(ran);
        expect(ran.code).toBe(3);
        expect(errorOf(ran)).toMatchObject({ code: 'service_unreachable', message: expect.stringContaining(`127.0.0.1:${port}`) });
      }
    });

    it('names the namespace that there is not', async () => {
      const ran = await stack.run('incident', ['list', '--json'], { env: { TEMPORAL_NAMESPACE: 'nowhere' } });
      expect(ran.code).toBe(3);
      expect(errorOf(ran).message).toContain('nowhere');
    });
  });

  describe('while no worker runs', () => {
    it('says within its time that the incident is accepted and waits for a worker', async () => {
      const ran = await start('WAIT-001', 'Database down', 'high', '--timeout', '4s');
      expect(ran.code).toBe(6);
      expect(ran.stderr).toContain('accepted; waiting for a worker');
      expect(ran.stderr).toContain('incident watch WAIT-001');
    });

    it('reads what the Temporal server itself knows, and says so', async () => {
      const ran = await incident('show', 'WAIT-001', '--json');
      expectClean(ran);
      expect(ran.code).toBe(0);
      expect(JSON.parse(ran.stdout)).toMatchObject({
        incident: { incident_id: 'WAIT-001', incident_severity: 'high', status: 'triggered' },
        source: 'server',
        message: expect.stringContaining('no worker is answering'),
      });
    });

    it('accepts a command that applies when a worker returns', async () => {
      const ran = await incident('ack', 'WAIT-001', '--as', 'ben', '--request-id', 'r-1', '--json');
      expect(ran.code).toBe(0);
      expect(JSON.parse(ran.stdout)).toMatchObject({
        applied: false,
        requestId: 'r-1',
        message: 'accepted; it will be applied when a worker returns',
      });
    });

    it('gives two starts without an id two numbers, and two of one id one incident', async () => {
      const unnamed = await Promise.all([start('--title', 'one', '--no-wait'), start('--title', 'two', '--no-wait')]);
      const ids = unnamed.map(({ stdout }) => stdout.trim());
      expect(ids.every((id) => /^PROD-\d{8}-\d{3}$/.test(id))).toBe(true);
      expect(new Set(ids).size).toBe(2);
      const named = await Promise.all([1, 2].map((number) => start('ONE-001', `start ${number}`, '--no-wait', '--json')));
      expect(named.map(({ code }) => code)).toEqual([0, 0]);
      expect(named.map(({ stdout }) => JSON.parse(stdout).created).sort()).toEqual([false, true]);
    });

    it('takes no workflow of another kind for an incident', async () => {
      await stack.client.workflow.start('somethingElse', { workflowId: 'OTHER-1', taskQueue: 'nobody' });
      for (const verb of ['show', 'ack']) expect((await incident(verb, 'OTHER-1')).code).toBe(4);
      const taken = await start('OTHER-1', '--json');
      expect([taken.code, errorOf(taken).code]).toEqual([5, 'id_taken']);
    });
  });

  describe('with a worker', () => {
    beforeAll(() => stack.startWorker({ DOCKER_HOST: 'tcp://127.0.0.1:1' }));

    it('has the command of before applied once, and says so to whoever repeats it', async () => {
      await stack.until('WAIT-001', ({ acknowledgedBy }) => acknowledgedBy !== null);
      const again = await incident('ack', 'WAIT-001', '--as', 'ben', '--request-id', 'r-1', '--json');
      expect(JSON.parse(again.stdout)).toMatchObject({ applied: true, repeated: true, status: 'acknowledged' });
      const refused = await incident('ack', 'WAIT-001', '--as', 'cat', '--json');
      expect(refused.code).toBe(5);
      expect(errorOf(refused)).toMatchObject({ code: 'already_done', message: expect.stringMatching(/already acknowledged by ben.* at /) });
    });

    it('follows an incident to its resolution, and says that it can be reopened', async () => {
      expect((await start('SEEN-001', 'Slow disk', 'low', '--no-channel', '--no-wait')).code).toBe(0);
      await stack.until('SEEN-001', ({ incident: parsed }) => parsed !== null);
      const watching = incident('watch', 'SEEN-001');
      await incident('note', 'SEEN-001', 'looking at it', '--as', 'ben');
      await incident('resolve', 'SEEN-001', '--as', 'ben');
      const { code, stdout } = await watching;
      expect([code, stdout]).toEqual([
        0,
        expect.stringMatching(/: looking at it\n[\s\S]*SEEN-001 is resolved by ben at .* it can be reopened until/),
      ]);
    });

    it('shows of a joined incident what it is, not what the second start would have made of it', async () => {
      const joined = JSON.parse((await start('WAIT-001', 'Another title', 'low', '--no-wait', '--json')).stdout);
      expect(joined).toMatchObject({ created: false, incident: { incident_title: 'Database down', incident_severity: 'high' } });
    });

    it('lists, with filters, one row an id', async () => {
      const list = async (...args: string[]) =>
        JSON.parse((await incident('list', '--json', ...args)).stdout).map((row: { incident_id: string }) => row.incident_id);
      await stack.until('ONE-001', ({ incident: parsed }) => parsed !== null);
      expect(await list('--severity', 'HIGH')).toEqual(['WAIT-001']);
      expect(await list('--limit', '1')).toHaveLength(1);
      expect(await list('--status', 'resolved')).toEqual(['SEEN-001']);
      expect(await list()).not.toContain('SEEN-001');
      const table = (await incident('list')).stdout;
      expect(table).toMatch(/WAIT-001 +high +acknowledged .*Database down/);
    });

    it('lets no control character of an alert reach the terminal', async () => {
      const event = JSON.stringify({ title: 'a\u001b[31mred\u001b]0;owned\u0007\u202eback', severity: 'low' });
      const ran = await stack.run('start-incident', ['--event', '-', '--incident-id', 'CTRL-1', '--no-channel', '--no-wait'], {
        input: event,
      });
      await stack.until('CTRL-1', ({ incident: parsed }) => parsed !== null);
      await incident('note', 'CTRL-1', 'x\u001b[2J\u0007y');
      const outputs = [ran, await incident('show', 'CTRL-1'), await incident('timeline', 'CTRL-1'), await incident('list')];
      const text = outputs.map(({ stdout, stderr }) => stdout + stderr).join('');
      expect(text).toContain('aredback');
      expect(['\u001b', '\u0007', '\u202e'].filter((char) => text.includes(char))).toEqual([]);
    });

    it('reads a closed incident without a worker, and refuses what comes too late', async () => {
      expect((await incident('cancel', 'CTRL-1', '--reason', 'false alarm', '--as', 'ben')).code).toBe(0);
      await stack.client.workflow.getHandle('CTRL-1').result();
      await stack.endWorker();
      const shown = await incident('show', 'CTRL-1', '--json');
      expect([shown.code, JSON.parse(shown.stdout).incident.status]).toEqual([0, 'cancelled']);
      for (const ran of [await incident('ack', 'CTRL-1', '--json'), await start('CTRL-1', '--json')]) {
        expect(ran.code).toBe(5);
        expect(errorOf(ran)).toMatchObject({
          code: 'closed',
          message: expect.stringMatching(/cancelled by ben.* at /),
          hint: expect.stringContaining('start-incident'),
        });
      }
      const watched = await incident('watch', 'CTRL-1');
      expect([watched.code, watched.stdout.trim().split('\n').at(-1)]).toEqual([
        0,
        expect.stringContaining('CTRL-1 is closed: cancelled by ben'),
      ]);
    });
  });
});
