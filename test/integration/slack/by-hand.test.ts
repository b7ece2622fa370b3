import type { WordedState } from '../../../src/incident/timeline-words/worded-state';
import { actionId } from '../../../src/slack/block-kit/buttons';
import { type GrpcProxy, startGrpcProxy } from '../../support/grpc-proxy';
import { describeWith } from '../../support/needs';
import { type Actor, actAs, openGateway } from '../../support/room-page';
import { type Stack, startStack } from '../../support/stack';
import { readUntil, waitUntil } from '../../support/wait-until';

describeWith(['temporal'], 'an incident that people handle from Slack', () => {
  let stack: Stack;
  let temporal: GrpcProxy;
  let gateway: Awaited<ReturnType<typeof openGateway>>;
  let dana: Actor;
  let omar: Actor;

  beforeAll(async () => {
    stack = await startStack({ hasPage: true });
    temporal = await startGrpcProxy(process.env.TEST_TEMPORAL_ADDRESS ?? '');
    gateway = await openGateway(stack, { TEMPORAL_ADDRESS: temporal.address });
    stack.startWorker({ INCIDENT_CONFIG: '' });
    [dana, omar] = await Promise.all([actAs(stack, 'dba@example.com'), actAs(stack, 'oncall@example.com')]);
  });
  afterAll(async () => {
    await gateway.stop();
    await temporal.stop();
    await stack.stop();
  });

  /** Starts an incident that pages Dana and Omar; its room once it is there. */
  async function open(id: string): Promise<string> {
    await stack.run('start-incident', [
      '--incident-id',
      id,
      '--title',
      'Checkout fails',
      '--severity',
      'critical',
      '--users',
      'dba@example.com,oncall@example.com',
      '--no-wait',
    ]);
    const { warRoom } = await stack.until(id, ({ responseComplete, warRoom }) => responseComplete && warRoom !== null);
    return warRoom?.channelId ?? '';
  }
  const entriesOf = ({ timeline }: WordedState, kind: string) => timeline.filter((entry) => entry.kind === kind);
  const toldTo = (actor: Actor, channel: string, words: string): Promise<string> =>
    readUntil(
      () => actor.told(channel),
      (drawn) => drawn.includes(words),
      { what: `${words} to be told`, withinMs: 40_000 },
    );

  it('goes from the page to the end by buttons and lines alone, each by the person who acts', async () => {
    const room = await open('HAND-1');
    await dana.press(room, actionId('acknowledge'));
    const acknowledged = await stack.until('HAND-1', ({ status }) => status === 'acknowledged');
    expect(acknowledged.acknowledgedBy).toContain('Dana Brandt');
    await toldTo(dana, room, 'you acknowledged it');
    await omar.type(room, '/incident note pool is full');
    await omar.type(room, '/incident assign @dana as commander');
    await omar.type(room, '/incident severity high');
    const led = await stack.until('HAND-1', ({ roles, incident }) => roles.commander !== null && incident?.severity === 'high');
    expect(led.roles.commander).toMatchObject({ userId: dana.userId });
    await omar.press(room, actionId('resolve'));
    await omar.submit({ note: 'raised the limit' });
    const resolved = await stack.until('HAND-1', ({ status }) => status === 'resolved');
    expect(entriesOf(resolved, 'resolve')[0]).toMatchObject({ actor: 'Omar Castillo', text: expect.stringContaining('raised the limit') });
    expect(entriesOf(resolved, 'addNote')[0]).toMatchObject({ actor: 'Omar Castillo', text: 'pool is full' });
    await dana.press(room, actionId('reopen'));
    await dana.submit({ reason: 'it is back' });
    await stack.until('HAND-1', ({ status }) => status === 'reopened');
  });

  it('takes a double click once, and tells those who come second', async () => {
    const room = await open('HAND-2');
    await Promise.all([dana.press(room, actionId('escalate')), dana.press(room, actionId('escalate'))]);
    await stack.until('HAND-2', ({ escalation }) => escalation.reached > 0);
    await Promise.all([dana.press(room, actionId('acknowledge')), omar.press(room, actionId('acknowledge'))]);
    await Promise.all([toldTo(dana, room, 'acknowledged'), toldTo(omar, room, 'acknowledged')]);
    const state = await stack.state('HAND-2');
    expect(entriesOf(state, 'escalate')).toHaveLength(1);
    expect(entriesOf(state, 'acknowledge')).toHaveLength(1);
  });

  it('keeps what is pressed while no worker runs', async () => {
    const room = await open('HAND-3');
    await stack.endWorker('SIGKILL');
    await dana.press(room, actionId('acknowledge'));
    await toldTo(dana, room, 'It takes effect as soon as one does');
    stack.startWorker();
    const { acknowledgedBy, timeline } = await stack.until('HAND-3', ({ status }) => status === 'acknowledged');
    expect(acknowledgedBy).toContain('Dana Brandt');
    expect(timeline.filter(({ kind }) => kind === 'acknowledge')).toHaveLength(1);
  });

  it('says that nothing was done while Temporal is away, and the same press works once it is back', async () => {
    const room = await open('HAND-4');
    temporal.setDown(true);
    await Promise.all([dana.press(room, actionId('acknowledge')), omar.type(room, '/incident status')]);
    await Promise.all([toldTo(dana, room, 'Not done'), toldTo(omar, room, 'Not done')]);
    temporal.setDown(false);
    await waitUntil(
      async () => {
        if ((await stack.state('HAND-4')).status === 'acknowledged') return true;
        await dana.press(room, actionId('acknowledge')).catch(() => undefined);
        return false;
      },
      { what: 'the press to count', everyMs: 1_000 },
    );
    expect(entriesOf(await stack.state('HAND-4'), 'acknowledge')).toHaveLength(1);
  });

  it('of a private incident tells nothing to those outside its room', async () => {
    await stack.run('start-incident', [
      '--incident-id',
      'HAND-5',
      '--title',
      'Stolen laptop',
      '--channel-privacy',
      'private',
      '--users',
      'dba@example.com',
      '--no-wait',
    ]);
    await stack.until('HAND-5', ({ responseComplete }) => responseComplete);
    const general = await open('HAND-6');
    await omar.type(general, '/incident list');
    const listed = await toldTo(omar, general, 'HAND-6');
    expect(listed).not.toContain('Stolen laptop');
    await omar.type(general, '/incident ack HAND-5');
    await toldTo(omar, general, 'there is no incident HAND-5');
    expect((await stack.state('HAND-5')).status).toBe('triggered');
  });

  it('is declared from Slack, once', async () => {
    const room = await open('HAND-7');
    await dana.type(room, '/incident declare Search is slow');
    await dana.submit({ severity: 'low' });
    const drawn = await toldTo(dana, room, 'is declared');
    const [, id = ''] = /([A-Z]+-\d{8}-\d{3,}) is declared/.exec(drawn) ?? [];
    const { incident } = await stack.until(id, (state) => state.incident !== null);
    expect(incident).toMatchObject({ title: 'Search is slow', severity: 'low', declaredBy: expect.stringContaining('Dana Brandt') });
  });
});
