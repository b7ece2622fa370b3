import { describeWith } from '../../support/needs';
import { doubles, seeDirect, seeRooms } from '../../support/slack-view';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';

describeWith(['temporal'], 'a worker killed in the middle of createWarRoom', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ slackDelayMs: 60 });
  });
  afterAll(() => stack.stop());

  it('leaves one channel and one headline, once another one has taken over', async () => {
    stack.startWorker();
    const started = await stack.run('start-incident', ['KILL-001', 'Database down', 'high', 'dba@example.com', '--no-wait', '--json']);
    expect(started.code).toBe(0);
    // Slack holds the channel, and the worker has not been able to tell Temporal yet.
    await waitUntil(async () => (await seeRooms(stack.slack)).length > 0, { everyMs: 2 });
    await stack.endWorker('SIGKILL');
    expect((await seeRooms(stack.slack)).length).toBe(1);

    stack.startWorker();
    const state = await stack.until('KILL-001', ({ responseComplete }) => responseComplete);
    const rooms = await seeRooms(stack.slack);
    expect(rooms.map(({ name }) => name)).toEqual(['incident-kill-001']);
    const [room] = rooms;
    expect(room?.messages.filter(({ key }) => key === 'KILL-001/announceIncident')).toHaveLength(1);
    expect(room && doubles(room)).toEqual([]);
    const direct = [...(await seeDirect(stack.slack)).values()].flat();
    expect(direct.map(({ key }) => key)).toEqual([expect.stringMatching(/^KILL-001\/direct\/callForPeople\/U/)]);
    expect(state.warRoom?.channelId).toBe(room?.id);
  });
});
