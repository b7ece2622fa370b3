import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WordedState } from '../../../src/incident/timeline-words/worded-state';
import { describeWith } from '../../support/needs';
import { doubles, type SeenRoom, seeRooms } from '../../support/slack-view';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';

const configured = (acknowledgeWithin: string) => `
acknowledgeWithin: { critical: ${acknowledgeWithin} }
escalateEvery: { critical: 1h }
escalation: { critical: [[oncall@example.com]] }
archiveAfter: 1s
`;

/** Whatever the machine's speed, one of them leaves time to end the worker between the headline and the page. */
const DEADLINES = ['8s', '30s', '90s'];

describeWith(['temporal'], 'an incident whose worker comes and goes', () => {
  let stack: Stack;
  let config: { readonly INCIDENT_CONFIG: string };
  beforeAll(async () => {
    stack = await startStack();
    config = { INCIDENT_CONFIG: join(stack.folder, 'incident.config.yaml') };
    writeFileSync(config.INCIDENT_CONFIG, configured('8s'));
  });
  afterAll(() => stack?.stop());

  async function roomOf(id: string): Promise<SeenRoom> {
    const rooms = await seeRooms(stack.slack, `incident-${id.toLowerCase()}`);
    expect(rooms).toHaveLength(1);
    return rooms[0] as SeenRoom;
  }
  const start = (id: string) =>
    stack.run('start-incident', [id, 'Database down', 'critical', 'dba@example.com', '--no-wait', '--json'], { env: config });

  const called = async (id: string) => (await roomOf(id)).messages.filter(({ key }) => key.startsWith(`${id}/call/`));

  /** Starts a worker and an incident, and ends the worker once the headline is up. */
  async function orphaned(id: string, acknowledgeWithin: string): Promise<WordedState['escalation']> {
    writeFileSync(config.INCIDENT_CONFIG, configured(acknowledgeWithin));
    stack.startWorker(config);
    expect((await start(id)).code).toBe(0);
    const { escalation } = await stack.until(id, ({ headlineTs, escalation }) => headlineTs !== null && escalation.dueAt !== null);
    await stack.endWorker('SIGKILL');
    return escalation;
  }

  it('escalates once, at once, when its time came while no worker ran', async () => {
    let id = '';
    let escalation: WordedState['escalation'] | undefined;
    for (const deadline of DEADLINES) {
      id = `CLOCK-${deadline.toUpperCase()}`;
      escalation = await orphaned(id, deadline);
      if (escalation.reached === 0 && (await called(id)).length === 0) break;
    }
    expect(escalation?.reached).toBe(0);
    const due = Date.parse(escalation?.dueAt ?? '');
    await waitUntil(() => Date.now() > due);
    expect(await called(id)).toEqual([]);

    stack.startWorker(config);
    await waitUntil(async () => (await called(id)).length > 0);
    // A note and its telling come after whatever else was to be said.
    expect((await stack.run('incident', ['note', id, 'here now'])).code).toBe(0);
    await waitUntil(async () => (await roomOf(id)).replies.some(({ whole }) => whole.includes('here now')));
    expect(await called(id)).toHaveLength(1);
    expect((await stack.state(id)).escalation.reached).toBe(1);
    expect(doubles(await roomOf(id))).toEqual([]);
  });

  it('is resumed after it was closed, in the room that it had', async () => {
    await start('CLOSED-1');
    await stack.until('CLOSED-1', ({ responseComplete }) => responseComplete);
    expect((await stack.run('incident', ['resolve', 'CLOSED-1'])).code).toBe(0);
    const closed = await stack.client.workflow.getHandle('CLOSED-1').result();
    const before = await roomOf('CLOSED-1');

    const resumed = await stack.run('incident', ['resume', 'CLOSED-1', '--from', 'createWarRoom', '--json']);
    expect(resumed).toMatchObject({ code: 0 });
    expect(JSON.parse(resumed.stdout)).toMatchObject({ applied: true, repeated: false, status: 'resolved' });
    const state = await stack.client.workflow.getHandle('CLOSED-1').result();
    const after = await roomOf('CLOSED-1');
    expect(after.id).toBe(before.id);
    expect(state).toMatchObject({ status: 'resolved', warRoom: { channelId: closed.warRoom.channelId }, headlineTs: closed.headlineTs });
    expect(after.messages.filter(({ key }) => key === 'CLOSED-1/announceIncident')).toHaveLength(1);
    expect(doubles(after)).toEqual([]);
    expect(after.pins).toBe(1);
    expect(state.nodes.find(({ name }: { name: string }) => name === 'createChannel')).toMatchObject({ status: 'done', round: 2 });

    await stack.endWorker();
    const waiting = await stack.run('incident', ['resume', 'CLOSED-1', '--from', 'investigate', '--json']);
    expect(waiting).toMatchObject({ code: 0 });
    expect(JSON.parse(waiting.stdout)).toMatchObject({
      applied: false,
      status: null,
      message: 'accepted; it will be applied when a worker returns',
    });
  });
});
