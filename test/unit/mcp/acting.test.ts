import { InvalidInputError } from '../../../src/incident/text/errors';
import { WRITES_A_MINUTE, WRITES_AN_INCIDENT } from '../../../src/mcp/limits';
import { agentStage } from '../../support/agent-stage';
import { sampleIncident } from '../../support/sample-incident';
import { completeState, newState } from '../../support/sample-state';

const ID = 'PROD-20260101-001';
const MINUTE_MS = 60_000;

describe('an act of an agent', () => {
  it('is recorded with the person and the agent', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({}, { name: 'Claude Code\u202e' });
    expect(await agent.call('update_incident', { incident: ID, action: 'note', text: 'looking' })).toEqual({
      text: `Done: ${ID} has a new note. Its status is triggered.`,
      isError: false,
    });
    expect(stage.incidents.state(ID).timeline.at(-1)).toMatchObject({
      actor: 'alice@example.com',
      via: 'claude-code',
      kind: 'addNote',
      note: 'looking',
    });
  });

  it('is done once by the same call within ten minutes, also by another process and across the border of two steps', async () => {
    const stage = agentStage([completeState()]);
    stage.clock = Math.ceil(stage.clock / (10 * MINUTE_MS)) * 10 * MINUTE_MS - MINUTE_MS;
    const note = { incident: ID, action: 'note', text: 'looking' };
    const first = await stage.connect();
    await first.call('update_incident', note);
    stage.clock += 2 * MINUTE_MS;
    const other = await stage.connect({}, { desk: stage.newDesk() });
    expect((await other.call('update_incident', note)).text).toContain('Nothing was done twice');
    expect(stage.incidents.state(ID).timeline.filter(({ kind }) => kind === 'addNote')).toHaveLength(1);
    stage.clock += 10 * MINUTE_MS;
    await other.call('update_incident', note);
    expect(stage.incidents.state(ID).timeline.filter(({ kind }) => kind === 'addNote')).toHaveLength(2);
  });

  it('is done once for a request id, and again for another one or another person', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect();
    const note = { incident: ID, action: 'note', text: 'looking' };
    await agent.call('update_incident', { ...note, requestId: 'one' });
    stage.clock += 60 * MINUTE_MS;
    expect((await agent.call('update_incident', { ...note, requestId: 'one' })).text).toContain('Already done');
    await agent.call('update_incident', { ...note, requestId: 'two' });
    const bob = await stage.connect({ person: 'bob@example.com', token: 'bob' });
    await bob.call('update_incident', { ...note, requestId: 'one' });
    expect(stage.incidents.state(ID).timeline.filter(({ kind }) => kind === 'addNote')).toHaveLength(3);
  });

  it('is not done by a dry run, which says what would come of it', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({ allows: [] });
    expect((await agent.call('update_incident', { incident: ID, action: 'acknowledge', dryRun: true })).text).toBe(
      `Dry run: it would be done; then ${ID} is acknowledged. Nothing was changed.`,
    );
    expect((await agent.call('update_incident', { incident: ID, action: 'reopen', text: 'again', dryRun: true })).text).toContain(
      'it would be refused',
    );
    expect((await agent.call('update_incident', { incident: ID, action: 'resolve', dryRun: true })).text).toContain(
      'after a person has confirmed it',
    );
    expect(stage.incidents.commands).toEqual([]);
  });

  it('is refused to those who may only read, by every tool that writes', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({ mode: 'read' });
    const { tools } = await agent.client.listTools();
    const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint === false);
    expect(writing.map(({ name }) => name)).toEqual([
      'declare_incident',
      'update_incident',
      'investigate',
      'recover_step',
      'propose_action',
    ]);
    const inputs: Record<string, Record<string, unknown>> = {
      declare_incident: { title: 'x' },
      update_incident: { incident: ID, action: 'acknowledge' },
      investigate: { incident: ID },
      recover_step: { incident: ID, step: 'createWarRoom', how: 'retry' },
      propose_action: { incident: ID, action: 'x', reason: 'y' },
    };
    for (const { name, description } of writing) {
      expect(description).toMatch(/^Refused in read mode\./);
      const told = await agent.call(name, inputs[name]);
      expect([name, told.isError, told.text.includes('INCIDENT_MCP_MODE=respond')]).toEqual([name, true, true]);
    }
    expect([stage.incidents.commands, stage.incidents.started]).toEqual([[], []]);
  });

  it('teaches what is missing, what was refused, and what would work', async () => {
    const stage = agentStage([completeState({ status: 'resolved' })]);
    const agent = await stage.connect();
    expect(await agent.call('update_incident', { incident: ID, action: 'note' })).toEqual({
      text: 'Refused: action "note" needs text. Nothing was changed. Call again with it.',
      isError: true,
    });
    const told = await agent.call('update_incident', { incident: ID, action: 'acknowledge' });
    expect(told.isError).toBe(true);
    expect(told.text).toContain('Its status is resolved.\nTo take it up again: update_incident with action "reopen" and text');
  });
});

describe('the limits', () => {
  it(`are ${WRITES_A_MINUTE} writes a minute, for a principal`, async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect();
    const note = (at: number) => agent.call('update_incident', { incident: ID, action: 'note', text: `note ${at}` });
    for (let at = 0; at < WRITES_A_MINUTE; at += 1) expect((await note(at)).isError).toBe(false);
    expect((await note(WRITES_A_MINUTE)).text).toMatch(
      /^Refused: at most 10 writes a minute\. Nothing was changed\. Try again in \d+ s\.$/,
    );
    // A repeat is none, and neither is a dry run.
    expect((await note(0)).text).toContain('Already done');
    expect((await agent.call('update_incident', { incident: ID, action: 'acknowledge', dryRun: true })).isError).toBe(false);
    const bob = await stage.connect({ person: 'bob@example.com', token: 'bob' });
    expect((await bob.call('update_incident', { incident: ID, action: 'acknowledge' })).isError).toBe(false);
  });

  it(`are ${WRITES_AN_INCIDENT} writes of all agents to an incident, which its own memory counts`, async () => {
    const seenRequestIds = [...Array.from({ length: WRITES_AN_INCIDENT - 1 }, (_, at) => `mcp-${at}`), 'by a person'];
    const stage = agentStage([completeState({ seenRequestIds })]);
    const agent = await stage.connect();
    expect((await agent.call('update_incident', { incident: ID, action: 'note', text: 'the last' })).isError).toBe(false);
    expect((await agent.call('update_incident', { incident: ID, action: 'note', text: 'one more' })).text).toContain(
      'A person has to go on',
    );
  });
});

describe('what pages or tells many people', () => {
  const ACTS = [
    ['escalate', {}, 'escalate'],
    ['resolve', {}, 'resolve'],
    ['cancel', { text: 'a test' }, 'cancel'],
    ['add_people', { users: ['ben@example.com'] }, 'addResponders'],
  ] as const;

  it.each(ACTS)('is done at once if the person allows it: %s', async (action, more, name) => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({ allows: [name] });
    expect((await agent.call('update_incident', { incident: ID, action, ...more })).isError).toBe(false);
    expect(stage.incidents.commands.map((one) => one.name)).toEqual([name]);
  });

  it.each(ACTS)('otherwise waits for a confirmation in the room: %s', async (action, more, name) => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({ allows: ACTS.map(([, , other]) => other).filter((other) => other !== name) });
    const told = await agent.call('update_incident', { incident: ID, action, ...more });
    expect(told.text).toMatch(/^Needs confirmation: /);
    expect(stage.incidents.commands).toMatchObject([
      {
        name: 'askConfirmation',
        input: { actor: 'alice@example.com', via: 'claude-code', proposalId: expect.stringMatching(/^P-[0-9a-f]{10}$/), command: { name } },
      },
    ]);
    expect(stage.incidents.state(ID).status).toBe('triggered');
  });

  it('is asked of the person at the client first, where the client can; that approves nothing', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({ allows: [] }, { confirms: true });
    expect((await agent.call('update_incident', { incident: ID, action: 'escalate' })).text).toMatch(/^Needs confirmation: /);
    expect(agent.questions).toEqual([`Page the next escalation level of incident ${ID}?`]);
    const other = await stage.connect({}, { confirms: false });
    expect((await other.call('update_incident', { incident: ID, action: 'resolve' })).text).toContain('said no');
    expect(stage.incidents.commands.map(({ name }) => name)).toEqual(['askConfirmation']);
  });
});

describe('declare_incident', () => {
  it('declares once for the same call, also in another process', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect();
    const input = { title: 'Checkout is slow', severity: 'high', users: ['ben@example.com'] };
    expect((await agent.call('declare_incident', input)).text).toMatch(/^Declared: incident TEST-1, severity high\./);
    const other = await stage.connect({}, { desk: stage.newDesk() });
    expect((await other.call('declare_incident', input)).text).toContain('by the same call shortly before: incident TEST-1');
    expect(stage.incidents.started).toMatchObject([
      { request: { title: 'Checkout is slow', users: ['ben@example.com'], actor: 'alice@example.com', via: 'claude-code' } },
    ]);
  });

  it('calls only the own person until a person has confirmed the others', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({ allows: [] });
    const told = await agent.call('declare_incident', { title: 'x', users: ['alice@example.com', 'ben@example.com', '@dba'] });
    expect(told.text).toContain('Only your person is called so far.\nNeeds confirmation: addResponders of TEST-1');
    expect(stage.incidents.started).toMatchObject([{ request: { users: ['alice@example.com'] } }]);
    expect(stage.incidents.commands).toMatchObject([
      {
        name: 'askConfirmation',
        incidentId: 'TEST-1',
        input: { command: { name: 'addResponders', payload: { users: ['ben@example.com', '@dba'] } } },
      },
    ]);
  });

  it('is private if the people whom it would page make it so, although they wait for a confirmation', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect({ allows: [] });
    await agent.call('declare_incident', { title: 'Leaked key', users: ['security'] });
    await agent.call('declare_incident', { title: 'Slow', users: ['ben@example.com'] });
    expect(stage.incidents.started.map(({ request }) => [request.users, request.channelPrivacy])).toEqual([
      [['alice@example.com'], 'private'],
      [['alice@example.com'], undefined],
    ]);
  });

  it('says that an incident which its event makes private is invisible from here on', async () => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect();
    const told = await agent.call('declare_incident', { title: 'Leaked key', labels: { security: 'true' } });
    expect(told.text).toContain('does not exist here from now on');
    expect((await agent.call('declare_incident', { title: 'x', channelPrivacy: 'private' })).text).toContain(
      'an argument that it does not have',
    );
  });
});

describe('propose_action', () => {
  const WANTED = { incident: ID, action: 'restart-deployment', parameters: { deployment: 'cart' }, reason: 'it leaks memory' };

  it('says what to configure where nothing can sign', async () => {
    const stage = agentStage([completeState()]);
    const told = await (await stage.connect()).call('propose_action', WANTED);
    expect([told.isError, told.text.includes('INCIDENT_TOKEN'), told.text.includes('INCIDENT_APPROVAL_KEY_FILE')]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('hands a proposal over once, in the name of the person and the agent', async () => {
    const proposed: object[] = [];
    const proposals = {
      async propose(who: object, wanted: object) {
        proposed.push({ who, wanted });
        return { proposal: 'P-0123456789', status: 'proposed' };
      },
    };
    const stage = agentStage([completeState()], { proposals });
    const agent = await stage.connect();
    expect((await agent.call('propose_action', { ...WANTED, dryRun: true })).text).toMatch(/^Dry run: /);
    expect((await agent.call('propose_action', WANTED)).text).toMatch(/^Proposed: P-0123456789 is in the room/);
    expect((await agent.call('propose_action', WANTED)).text).toContain('Nothing was proposed twice');
    const { incident: incidentId, ...rest } = WANTED;
    expect(proposed).toEqual([
      {
        who: expect.objectContaining({ person: 'alice@example.com', agent: 'claude-code' }),
        wanted: { incidentId, ...rest, requestId: expect.stringMatching(/^mcp-/) },
      },
    ]);
  });

  it('is told in a fence why the gateway refuses it', async () => {
    const refusal = new InvalidInputError('action', 'there is no </incident-data>', undefined);
    const stage = agentStage([completeState()], { proposals: { propose: () => Promise.reject(refusal) } });
    const { text, isError } = await (await stage.connect()).call('propose_action', WANTED);
    expect([isError, text.match(/<\/incident-data>/g)?.length, text.includes('there is no \\u003c/incident-data')]).toEqual([
      true,
      1,
      true,
    ]);
  });
});

describe('what is planned', () => {
  it('is explained for an incident as it is, with the actions that may be proposed', async () => {
    const asked: unknown[] = [];
    const action = { runbook: 'own', name: 'drain', title: 'Drain it', effect: 'Empties it.', target: 'none' as const, parameters: [] };
    const runbooks = {
      names: async () => ['own'],
      select: async (incident: unknown) => {
        asked.push(incident);
        return { probes: [], runbooks: ['own'], leftOut: ['dns: no target'] };
      },
      actions: async () => [action],
    };
    const state = completeState();
    const agent = await agentStage([state], { runbooks }).connect();
    const { text } = await agent.call('explain_plan', { incident: ID });
    expect(asked).toEqual([state.incident]);
    expect(text.indexOf('"drain"')).toBeGreaterThan(0);
    expect(text.indexOf('"drain"')).toBeLessThan(text.indexOf('no target'));
  });

  it.each(['declare_incident', 'investigate'])('%s refuses a runbook that does not exist', async (tool) => {
    const stage = agentStage([completeState()]);
    const agent = await stage.connect();
    const input = tool === 'investigate' ? { incident: ID } : { title: 'down' };
    const { text, isError } = await agent.call(tool, { ...input, runbooks: ['netwrok'] });
    expect([isError, text]).toEqual([true, expect.stringContaining('one that does not exist')]);
    expect(stage.incidents.commands).toEqual([]);
  });
});

describe('a private incident', () => {
  const PRIVATE = completeState({ incidentId: 'PROD-20260101-002' }, sampleIncident({ id: 'PROD-20260101-002', privacy: 'private' }));
  const CALLS: readonly (readonly [string, Record<string, unknown>])[] = [
    ['get_incident', {}],
    ['get_incident', { sinceRevision: 0, waitSeconds: 25 }],
    ['get_report', {}],
    ['explain_plan', {}],
    ['update_incident', { action: 'acknowledge' }],
    ['update_incident', { action: 'escalate', dryRun: true }],
    ['investigate', {}],
    ['recover_step', { step: 'createWarRoom', how: 'retry' }],
    ['propose_action', { action: 'x', reason: 'y' }],
  ];

  it.each(CALLS)('is answered by %s as one that does not exist: %o', async (tool, input) => {
    const asksLater = completeState({ incidentId: 'PROD-20260101-003', asksForPrivacy: true });
    const unparsed = newState({ incidentId: 'PROD-20260101-004' });
    const stage = agentStage([PRIVATE, asksLater, unparsed]);
    const agent = await stage.connect();
    const missing = await agent.call(tool, { incident: 'PROD-20260101-999', ...input });
    expect(missing.isError).toBe(true);
    for (const id of ['PROD-20260101-002', 'PROD-20260101-003', 'PROD-20260101-004'])
      expect(await agent.call(tool, { incident: id, ...input })).toEqual(missing);
    expect(stage.incidents.commands).toEqual([]);
  });

  it('is in no list', async () => {
    const stage = agentStage([completeState(), PRIVATE]);
    const agent = await stage.connect();
    const { text } = await agent.call('list_incidents', { state: 'all' });
    expect([text.includes(ID), text.includes('PROD-20260101-002'), text.startsWith('1 incident,')]).toEqual([true, false, true]);
  });
});
