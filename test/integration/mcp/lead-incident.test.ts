import { type ConnectedAgent, connectOnStdio, connectOverHttp, type Era } from '../../support/connect-agent';
import { type GatewayUnderTest, startGateway } from '../../support/gateway-process';
import { describeWith } from '../../support/needs';
import { configureQuietly } from '../../support/quiet-runbook';
import { type Stack, startStack } from '../../support/stack';

const PERSON = 'tester@example.com';
const ALLOWED = 'declare,escalate,resolve,cancel,addResponders';

describeWith(['temporal'], 'an agent', () => {
  let stack: Stack;
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    stack = await startStack();
    configureQuietly(stack.folder);
    stack.startWorker();
    gateway = await startGateway({ env: { ...stack.env, INCIDENT_SLACK: 'off' }, folder: stack.folder });
  });
  afterAll(async () => {
    await gateway.stop();
    await stack.stop();
  });

  const connect = (era: Era, env: NodeJS.ProcessEnv = {}, name = 'claude-code'): Promise<ConnectedAgent> =>
    connectOnStdio({ env: { ...stack.env, INCIDENT_ACTOR: PERSON, ...env }, folder: stack.folder }, { era, name });

  it.each(['legacy', 'modern'] as const)(
    'leads a whole incident, from the declaration to the report, on stdio, in the %s protocol',
    async (era) => {
      const agent = await connect(era, { INCIDENT_MCP_ALLOW: ALLOWED });
      expect(agent.client.getProtocolEra()).toBe(era);
      await leadIncident(agent, stack);
      await agent.close();
    },
  );

  it.each(['legacy', 'modern'] as const)('leads a whole incident over HTTP, in the name of its token, in the %s protocol', async (era) => {
    const made = await stack.run('incident', [
      'token',
      'add',
      '--person',
      PERSON,
      '--name',
      `agent-${era}`,
      '--mode',
      'respond',
      '--allow',
      ALLOWED,
      '--json',
    ]);
    const { token } = JSON.parse(made.stdout) as { token: string };
    const agent = await connectOverHttp({ url: gateway.url, token }, { era });
    expect(agent.client.getProtocolEra()).toBe(era);
    await leadIncident(agent, stack);
    await stack.run('incident', ['token', 'revoke', `agent-${era}`]);
    await expect(agent.call('list_incidents')).rejects.toThrow();
  });

  it('waits for what a person does, and is told at once', async () => {
    const agent = await connect('modern');
    const id = await declare(agent);
    const seen = await agent.until('get_incident', { incident: id }, (text) => text.includes('Investigation: '));
    const revision = Number(/revision (\d+)/.exec(seen)?.[1]);
    const waiting = agent.until('get_incident', { incident: id, sinceRevision: revision, waitSeconds: 25 }, (text) =>
      text.includes('acknowledged'),
    );
    await stack.run('incident', ['ack', id, '--as', 'ben@example.com']);
    expect(await waiting).toContain(`Incident ${id}: acknowledged`);
    await agent.close();
  });

  it('acts beside another agent and a person at once, with one outcome, and each act is attributed', async () => {
    const [one, other] = await Promise.all([
      connect('legacy', {}, 'agent-one'),
      connect('modern', { INCIDENT_ACTOR: 'ben@example.com' }, 'agent-two'),
    ]);
    const id = await declare(one);
    await agent(one, id);
    const acks = await Promise.all([
      one.call('update_incident', { incident: id, action: 'acknowledge' }),
      other.call('update_incident', { incident: id, action: 'acknowledge' }),
      stack.run('incident', ['ack', id, '--as', 'cat@example.com']),
      one.call('update_incident', { incident: id, action: 'note', text: 'from one' }),
      other.call('update_incident', { incident: id, action: 'note', text: 'from two' }),
      stack.run('incident', ['note', id, 'from a person', '--as', 'cat@example.com']),
    ]);
    const [first, second, third] = acks;
    expect([first.isError, second.isError, third.code !== 0].filter((refused) => !refused)).toHaveLength(1);
    const { timeline, status, acknowledgedBy } = await stack.state(id);
    expect(status).toBe('acknowledged');
    const acknowledged = timeline.filter(({ kind }) => kind === 'acknowledge');
    expect(acknowledged.map(({ actor }) => actor.split(' ')[0])).toEqual([acknowledgedBy]);
    const notes = timeline.filter(({ kind }) => kind === 'addNote').map(({ actor, text }) => `${actor}: ${text}`);
    const [person = ''] = notes.filter((note) => note.startsWith('cat@'));
    expect(person).toMatch(/^cat@example\.com .*: from a person$/);
    expect(notes.filter((note) => note !== person).sort()).toEqual([
      'ben@example.com (via agent-two): from two',
      `${PERSON} (via agent-one): from one`,
    ]);
    await Promise.all([one.close(), other.close()]);
  });

  it('asks for a confirmation in the room, unless its person allows it', async () => {
    const agent = await connect('modern');
    const id = await declare(agent);
    await agent.until('get_incident', { incident: id }, (text) => text.includes('Investigation: '));
    const told = await agent.call('update_incident', { incident: id, action: 'resolve', text: 'it is well' });
    expect(told.text).toMatch(/^Needs confirmation: /);
    const { status, proposals = [] } = await stack.until(id, (state) => (state.proposals ?? []).length > 0);
    expect([status, proposals.map(({ what, status, by }) => [what.kind, status, by.actor])]).toEqual([
      'triggered',
      [['command', 'proposed', PERSON]],
    ]);
    await agent.close();
  });

  it('is told that Temporal is away, and works once it is back', async () => {
    const agent = await connect('legacy', { TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect((await agent.client.listTools()).tools).toHaveLength(10);
    expect(await agent.call('list_incidents')).toEqual({
      text: expect.stringContaining('Temporal does not answer. Nothing was changed.'),
      isError: true,
    });
    await agent.close();
  });

  it('has a declaration that a restart of its server does not repeat', async () => {
    const input = { title: 'Declared across a restart', severity: 'low' };
    const first = await connect('modern');
    const id = await declare(first, input);
    await first.close();
    const second = await connect('modern');
    await second.until('list_incidents', {}, (text) => text.includes(id));
    expect((await second.call('declare_incident', input)).text).toContain(`Declared by the same call shortly before: incident ${id}`);
    await second.close();
  });
});

/** Waits until the incident is known to be public, which the worker says. */
async function agent(connected: ConnectedAgent, id: string): Promise<void> {
  await connected.until('get_incident', { incident: id }, (text) => text.includes('Investigation: '));
}

async function declare(
  connected: ConnectedAgent,
  input: Record<string, unknown> = { title: `Declared at ${Math.random()}`, severity: 'low' },
): Promise<string> {
  const { text } = await connected.call('declare_incident', input);
  const id = /incident ([A-Z0-9-]+)/.exec(text)?.[1];
  if (id === undefined) throw new Error(text);
  return id;
}

/** What an agent does that was told of trouble. Every act must bear the person's name and the agent's. */
export async function leadIncident(connected: ConnectedAgent, stack: Pick<Stack, 'state' | 'until'>): Promise<void> {
  expect(connected.client.getInstructions()).toContain('incident-data');
  const id = await declare(connected, { title: `Checkout is slow ${Math.random()}`, severity: 'high', users: ['dba@example.com'] });
  await connected.until(
    'get_incident',
    { incident: id, sinceRevision: 0, waitSeconds: 5 },
    (text) => text.includes('dba@example.com') && !text.includes('Investigation: running'),
  );
  for (const [input, words] of [
    [{ action: 'acknowledge' }, 'is acknowledged'],
    [{ action: 'note', text: 'Rolled back the last release.' }, 'has a new note'],
    [{ action: 'severity', severity: 'critical' }, 'has severity critical'],
    [{ action: 'assign', user: PERSON, role: 'commander' }, 'is assigned (commander)'],
    [{ action: 'escalate' }, 'is escalated'],
  ] as const) {
    const told = await connected.call('update_incident', { incident: id, ...input });
    expect([told.isError, told.text.includes(words), told.text]).toEqual([false, true, told.text]);
  }
  await stack.until(id, ({ responseComplete }) => responseComplete);
  const started = await connected.call('investigate', { incident: id, requestId: 'again' });
  expect(started.text).toContain('unning');
  await connected.until('investigate', { incident: id, requestId: 'again' }, (text) => text.includes('Complete: '));
  expect((await connected.call('list_incidents')).text).toContain(id);
  expect((await connected.call('explain_plan', { labels: { service: 'checkout' } })).text).toContain('runbooks match');
  expect((await connected.call('list_alerts')).isError).toBe(false);
  expect((await connected.call('recover_step', { incident: id, step: 'createWarRoom', how: 'retry' })).isError).toBe(true);
  expect((await connected.call('update_incident', { incident: id, action: 'resolve', text: 'The release was at fault.' })).text).toContain(
    'is resolved',
  );
  const pages = await connected.until('get_report', { incident: id }, (text) => text.includes('Checkout is slow'));
  expect(pages).toContain('critical');
  const { timeline, status } = await stack.state(id);
  expect(status).toBe('resolved');
  const acts = timeline.filter(({ kind, requestId }) => kind !== 'refused' && requestId?.startsWith('mcp-'));
  expect(acts.map(({ kind }) => kind)).toEqual([
    'acknowledge',
    'addNote',
    'changeSeverity',
    'assign',
    'escalate',
    'investigateAgain',
    'resolve',
  ]);
  for (const { actor } of acts) expect(actor).toBe(`${PERSON} (via claude-code)`);
}
