import { CommandRefusedError, NoSuchIncidentError, ServiceUnreachableError } from '../../../../src/client/temporal/errors';
import type { Reading } from '../../../../src/client/temporal/read-state';
import { publicTitleOf } from '../../../../src/incident/model/incident';
import type { Refusal } from '../../../../src/incident/text/refusal';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { actionId, type Button, buttonValue } from '../../../../src/slack/block-kit/buttons';
import type { Incidents } from '../../../../src/slack/interactivity/desk';
import {
  ANA,
  APPLIED,
  answerIn,
  BOT,
  type ByHand,
  click,
  INCIDENT,
  member,
  ROOM,
  room,
  slash,
  startByHand,
  submitted,
} from '../../../support/by-hand';
import { completeState } from '../../../support/sample-state';
import { waitUntil } from '../../../support/wait-until';

let byHand: ByHand;
afterEach(() => byHand.stop());

const pressed = (button: Button, revision = 7): string => buttonValue({ button, incidentId: INCIDENT, revision });
const acknowledgement = (revision?: number) => click(byHand, actionId('acknowledge'), pressed('acknowledge', revision));
const answered = (count?: number): Promise<string> => answerIn(byHand, count);
const failingWith = (error: Error): Partial<Incidents> => ({
  command: async () => {
    throw error;
  },
});

/** An incident as its workflow, or only the server, knows it. */
function reading(privacy: 'public' | 'private', { isRead = true } = {}): Reading {
  const warRoom = { channelId: ROOM, name: 'incident-room', privacy, created: true, url: '' };
  const state = completeState({ warRoom }, { privacy });
  const title = state.incident === null ? null : publicTitleOf(state.incident);
  const known = { severity: 'critical', status: 'triggered', channel: 'incident-room', responders: [], owner: null, title };
  return { incidentId: INCIDENT, state: isRead ? wordedState(state) : null, known } as unknown as Reading;
}

describe('who may act', () => {
  it.each([
    ['a guest of several channels', { is_restricted: true }],
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }],
  ])('%s may acknowledge and note, and nothing else', async (_, changes) => {
    byHand = await startByHand('http');
    byHand.slack.on('users.info', member(changes));
    await byHand.send(acknowledgement());
    await answered(1);
    await byHand.send(slash(byHand, 'note hello'));
    await answered(2);
    expect(byHand.got.map(({ name }) => name)).toEqual(['acknowledge', 'addNote']);
    await byHand.send(click(byHand, actionId('escalate'), pressed('escalate')));
    expect(await answered(3)).toContain('guests can acknowledge, decline and add notes');
    await byHand.send(click(byHand, actionId('resolve'), pressed('resolve')));
    expect(await answered(4)).toContain('guests can acknowledge, decline and add notes');
    await byHand.send(slash(byHand, 'declare'));
    expect(await answered(5)).toContain('guests can acknowledge, decline and add notes');
    await byHand.send(slash(byHand, 'list'));
    expect(await answered(6)).toContain('guests can acknowledge, decline and add notes');
    expect(byHand.views).toEqual([]);
    expect(byHand.got).toHaveLength(2);
  });

  it.each([
    ['of another organisation', { team_id: 'T0OTHER' }],
    ['whom Slack calls a stranger', { is_stranger: true }],
    ['who is a bot', { is_bot: true }],
    ['who is deactivated', { deleted: true }],
  ])('someone %s may do nothing', async (_, changes) => {
    byHand = await startByHand('http');
    byHand.slack.on('users.info', member(changes));
    await byHand.send(acknowledgement());
    expect(await answered()).toContain('only people in this workspace');
    await byHand.send(slash(byHand, 'status'));
    expect(await answered(2)).toContain('only people in this workspace');
    expect(byHand.got).toEqual([]);
  });

  it('someone whom this workspace cannot see is a stranger', async () => {
    byHand = await startByHand('http');
    byHand.slack.on('users.info', { error: 'user_not_visible' });
    await byHand.send(acknowledgement());
    expect(await answered()).toContain('only people in this workspace');
  });

  it('no one acts while Slack cannot say who they are, and a repeat acts once it can', async () => {
    byHand = await startByHand('http');
    byHand.slack.on('users.info', { error: 'internal_error' }, member());
    await byHand.send(acknowledgement());
    expect(await answered()).toContain("Slack couldn't say who you are");
    expect(byHand.got).toEqual([]);
    await byHand.send(acknowledgement());
    await answered(2);
    expect(byHand.got).toHaveLength(1);
  });

  it('people of another workspace of the same organisation may act', async () => {
    byHand = await startByHand('http');
    byHand.slack.on('auth.test', { team_id: 'T0HOME', enterprise_id: 'E1', user_id: BOT });
    byHand.slack.on('users.info', member({ team_id: 'T0OTHER', enterprise_user: { enterprise_id: 'E1' } }));
    await byHand.send(acknowledgement());
    await answered();
    expect(byHand.got).toHaveLength(1);
  });
});

describe('a repeat', () => {
  it('of a click has the same request id; a click on a newer message has another', async () => {
    byHand = await startByHand('http');
    for (const [index, revision] of [7, 7, 8].entries()) {
      await byHand.send(acknowledgement(revision));
      await answered(index + 1);
    }
    const [first, second, third] = byHand.got.map(({ input }) => input.requestId);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('of a click on an answer that only one person sees is told from a click on another such answer', async () => {
    byHand = await startByHand('http');
    // Slack sends no message with it, only where it is.
    const container = (message_ts: string) => ({ type: 'message', message_ts, channel_id: ROOM, is_ephemeral: true });
    for (const [index, ts] of ['1700000002.000100', '1700000002.000100', '1700000003.000100'].entries()) {
      const where = { container: container(ts), message: undefined };
      await byHand.send(click(byHand, actionId('acknowledge'), pressed('acknowledge'), where));
      await answered(index + 1);
    }
    const [first, second, third] = byHand.got.map(({ input }) => input.requestId);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('of a line or of a form has the same request id', async () => {
    byHand = await startByHand('http');
    for (const count of [1, 2]) {
      await byHand.send(slash(byHand, 'note hello'));
      await answered(count);
    }
    await byHand.send(slash(byHand, 'note'));
    await waitUntil(async () => byHand.views.length > 0, { what: 'a form' });
    const values = (value: string) => ({ text: { type: 'plain_text_input', value } });
    for (const [index, text] of ['a', 'a', 'b'].entries()) {
      await byHand.send(submitted(byHand.views[0] ?? {}, values(text)));
      await answered(index + 3);
    }
    const [line, again, form, repeated, other] = byHand.got.map(({ input }) => input.requestId);
    expect(again).toBe(line);
    expect(repeated).toBe(form);
    expect(new Set([line, form, other]).size).toBe(3);
  });

  it('that had acted before is told so', async () => {
    byHand = await startByHand('http', { command: async () => ({ ...APPLIED, repeated: true }) });
    await byHand.send(acknowledgement());
    expect(await answered()).toContain('nothing was done twice');
  });
});

describe('the answer', () => {
  it.each([
    ['not_possible', '❌ Not done: Ben acknowledged it at 10:00 &lt;!channel&gt;.'],
    [
      'closed',
      '❌ Not done: Ben acknowledged it at 10:00 &lt;!channel&gt;. If the problem is back, declare a new incident: `/incident declare`',
    ],
    ['already_done', 'ℹ️ Nothing to do: Ben acknowledged it at 10:00 &lt;!channel&gt;.'],
  ] as const)('to a stale button is the reason of the refusal: %s', async (code, words) => {
    const refusal = { code, message: 'Ben acknowledged it at 10:00 <!channel>' };
    byHand = await startByHand('http', failingWith(new CommandRefusedError(refusal)));
    await byHand.send(acknowledgement());
    expect(await answered()).toBe(words);
  });

  it.each<[string, NonNullable<Refusal['wayOn']>, string]>([
    ['escalate', { kind: 'addPeople' }, 'Or type `/incident add @PERSON`'],
    ['ack', { kind: 'takeCommand' }, 'To assign a commander: `/incident assign @PERSON commander`'],
    ['resolve', { kind: 'reopen' }, 'If the problem persists: `/incident reopen REASON`'],
    ['investigate', { kind: 'look' }, 'To see where it stands: `/incident status`'],
    ['ack', { kind: 'handOver', role: 'scribe' }, 'To hand over the role: `/incident assign @PERSON scribe`'],
  ])('to a refused %s says what to do in Slack, not on a command line: %j', async (verb, wayOn, words) => {
    const refusal = { code: 'not_possible', message: 'no', hint: `To do it: incident show ${INCIDENT}`, wayOn } as const;
    byHand = await startByHand('http', { ...failingWith(new CommandRefusedError(refusal)), read: async () => reading('public') });
    await byHand.send(slash(byHand, verb));
    expect(await answered()).toMatch(/^❌ Not done: no\. /);
    expect(byHand.told[0]?.text).toContain(words);
    expect(byHand.told[0]?.text).not.toContain('incident show');
    // Elsewhere, the id is part of it.
    const direct = { channel: { id: 'D0ANA', name: 'directmessage' } };
    await byHand.send(click(byHand, actionId('acknowledge'), pressed('acknowledge'), direct));
    expect(await answered(2)).toContain(words.replace(/(\/incident \w+)/, `$1 ${INCIDENT}`));
  });

  it.each<[string, Partial<Incidents>, boolean]>([
    ['once it has acted', {}, true],
    ['once it is refused', failingWith(new CommandRefusedError({ code: 'already_done', message: 'Ben has it' })), true],
    ['not while it may still act', failingWith(new ServiceUnreachableError('no answer')), false],
    ['not while it may or may not have acted', failingWith(new ServiceUnreachableError('no answer', { mayBeDone: true })), false],
  ])('takes the place of an answer whose button is pressed, %s', async (_, faked, replaces) => {
    byHand = await startByHand('http', faked);
    const container = { type: 'message', message_ts: '1700000002.000100', channel_id: ROOM, is_ephemeral: true };
    await byHand.send(click(byHand, actionId('acknowledge'), pressed('acknowledge'), { container, message: undefined }));
    await answered();
    expect(JSON.parse(byHand.told[0]?.whole ?? '{}').replace_original).toBe(replaces);
    // What everyone sees stays.
    await byHand.send(acknowledgement());
    await answered(2);
    expect(JSON.parse(byHand.told[1]?.whole ?? '{}').replace_original).toBe(false);
  });

  it.each<[string, Record<string, string>, string]>([
    ['in the room', {}, '/incident note TEXT'],
    ['elsewhere', { channel_id: 'C0OTHER', channel_name: 'general' }, `/incident note ${INCIDENT} TEXT`],
  ])('to a reader %s names the command as it is typed there', async (_, place, command) => {
    const led = reading('public');
    const commander = { reference: ANA.id, name: 'Ana', userId: ANA.id };
    const state = { ...led.state, status: 'acknowledged', roles: { commander, communications: null, scribe: null } };
    byHand = await startByHand('http', { read: async () => ({ ...led, state }) as unknown as Reading });
    if (place.channel_id !== undefined) byHand.slack.on('conversations.info', room({ purpose: { value: '' } }));
    await byHand.send(slash(byHand, `status ${INCIDENT}`, place));
    await answered();
    expect(byHand.told[0]?.whole).toContain(`\`${command}\``);
  });

  it.each(['status', 'who'])('to %s, for someone who is called, ends with the answers at the state that was read', async (verb) => {
    const people = { resolved: [{ reference: 'ana', name: 'Ana', userId: ANA.id, method: 'email' }], unresolved: [], resolutionRate: 1 };
    const called = reading('public');
    const state = { ...called.state, people, revision: 12 };
    byHand = await startByHand('http', { read: async () => ({ ...called, state }) as unknown as Reading });
    await byHand.send(slash(byHand, verb));
    await answered();
    const { blocks } = JSON.parse(byHand.told[0]?.whole ?? '{}');
    expect(blocks.at(-1).elements.map(({ value }: { value: string }) => value)).toEqual([
      pressed('acknowledge', 12),
      pressed('decline', 12),
    ]);
  });

  it('while Temporal is away says that nothing was done, and what to do', async () => {
    byHand = await startByHand('http', failingWith(new ServiceUnreachableError("couldn't reach Temporal at temporal:7233: timed out")));
    await byHand.send(acknowledgement());
    expect(await answered()).toMatch(/Not done: couldn't reach Temporal at temporal:7233.*Try again/);
  });

  it('to a line that it cannot read repeats nothing that Slack would act on', async () => {
    byHand = await startByHand('http');
    await byHand.send(slash(byHand, '<!channel>'));
    await byHand.send(slash(byHand, 'severity &lt;!here&gt;'));
    expect([await answered(1), await answered(2)].sort()).toEqual([
      expect.stringContaining('"&lt;!channel&gt;" is not a command here'),
      expect.stringContaining('"&lt;!here&gt;" is not a severity'),
    ]);
  });

  it('names the remedy where no repeat helps', async () => {
    byHand = await startByHand('http');
    byHand.slack.on('views.open', { error: 'missing_scope', needed: 'x:write' });
    await byHand.send(click(byHand, actionId('resolve'), pressed('resolve')));
    const told = await answered();
    expect(told).toContain('Add the x:write scope to the app and reinstall it');
    expect(told).not.toContain('Try again');
  });

  it('says that it may have been done, and where to look, if that is not known', async () => {
    const error = new ServiceUnreachableError("couldn't reach Temporal at temporal:7233: timed out", { mayBeDone: true });
    byHand = await startByHand('http', failingWith(error));
    await byHand.send(slash(byHand, 'note hello'));
    const told = await answered();
    expect(told).toContain("may have been done anyway: look at the incident's timeline before you repeat it");
    expect(told).not.toMatch(/❌|a repeat is safe/);
  });

  it('while no worker is running says that it is kept', async () => {
    byHand = await startByHand('http', { command: async () => ({ ...APPLIED, applied: false }) });
    await byHand.send(acknowledgement());
    expect(await answered()).toMatch(/Accepted for .*takes effect as soon as one does, if it still applies/);
  });

  it('about an incident that is gone names it', async () => {
    byHand = await startByHand('http', failingWith(new NoSuchIncidentError(INCIDENT)));
    await byHand.send(acknowledgement());
    expect(await answered()).toContain(`there is no incident ${INCIDENT}`);
  });

  it('to a line that names no incident says how to name one', async () => {
    byHand = await startByHand('http', { look: async () => Promise.reject(new NoSuchIncidentError('NOW')) });
    await byHand.send(slash(byHand, 'ack now', { channel_id: 'C0OTHER', channel_name: 'general' }));
    expect(await answered()).toBe('❌ Not done: there is no incident NOW that you can see from here. For the open ones: `/incident list`');
  });

  it('to an unexpected failure says so, and the log has no text of it', async () => {
    byHand = await startByHand('http', failingWith(new Error('secret detail')));
    await byHand.send(acknowledgement());
    expect(await answered()).toContain("gateway's log");
    expect(byHand.log.join('')).not.toContain('secret detail');
  });

  it('is told ephemerally where the address does not work, else by direct message', async () => {
    byHand = await startByHand('http');
    const dead = { response_url: 'http://127.0.0.1:1/' };
    await byHand.send(click(byHand, actionId('acknowledge'), pressed('acknowledge'), dead));
    await answered();
    byHand.slack.on('chat.postEphemeral', { error: 'user_not_in_channel' });
    await byHand.send(click(byHand, actionId('acknowledge'), pressed('acknowledge'), dead));
    await answered(2);
    expect(byHand.told.map(({ by }) => by)).toEqual(['ephemeral', 'direct']);
  });

  it('to a form that is refused is shown in the form', async () => {
    const refusal = { code: 'unknown_person', message: 'users: ben is unknown', field: 'users', problem: 'ben is unknown' } as const;
    byHand = await startByHand('http', failingWith(new CommandRefusedError(refusal)));
    await byHand.send(click(byHand, actionId('addPeople'), pressed('addPeople')));
    await waitUntil(async () => byHand.views.length > 0, { what: 'a form' });
    const reply = await byHand.send(submitted(byHand.views[0] ?? {}, { users: { type: 'multi_users_select', selected_users: ['U1'] } }));
    expect(reply.body).toEqual({ response_action: 'errors', errors: { users: 'ben is unknown' } });
    expect(byHand.told).toEqual([]);
  });

  it('to a form whose outcome takes longer than Slack waits follows once the form is closed', async () => {
    let apply = (): void => {};
    const applied = new Promise<void>((resolve) => {
      apply = resolve;
    });
    byHand = await startByHand('http', { command: async () => applied.then(() => APPLIED) });
    await byHand.send(click(byHand, actionId('resolve'), pressed('resolve')));
    await waitUntil(async () => byHand.views.length > 0, { what: 'a form' });
    const reply = await byHand.send(submitted(byHand.views[0] ?? {}, {}));
    expect(reply).toMatchObject({ status: 200, body: undefined });
    expect(byHand.told).toEqual([]);
    apply();
    expect(await answered()).toContain('is resolved');
  });

  it('to a form that is refused after that says so once, and mentions no one', async () => {
    let refuse = (): void => {};
    const refusal = new CommandRefusedError({ code: 'not_possible', message: 'resolved by <!channel>' });
    const refused = new Promise<never>((_, reject) => {
      refuse = () => reject(refusal);
    });
    byHand = await startByHand('http', { command: async () => refused });
    await byHand.send(click(byHand, actionId('resolve'), pressed('resolve')));
    await waitUntil(async () => byHand.views.length > 0, { what: 'a form' });
    await byHand.send(submitted(byHand.views[0] ?? {}, {}));
    refuse();
    expect(await answered()).toBe('❌ Not done: resolved by &lt;!channel&gt;.');
  });

  it('to a form that Slack no longer opens says why; one that is open already needs none', async () => {
    byHand = await startByHand('http');
    byHand.slack.on('views.open', { error: 'exchanged_trigger_id' }, { error: 'expired_trigger_id' });
    await byHand.send(click(byHand, actionId('resolve'), pressed('resolve')));
    await waitUntil(async () => byHand.slack.methods().includes('views.open'), { what: 'the first form' });
    await byHand.send(click(byHand, actionId('resolve'), pressed('resolve')));
    expect(await answered()).toMatch(/Not done: a form has to open within three seconds.*Try again/);
    expect(byHand.got).toEqual([]);
  });
});

describe('a private incident', () => {
  const elsewhere = { channel_id: 'C0OTHER', channel_name: 'general' };
  const verbs = [
    `status ${INCIDENT}`,
    `who ${INCIDENT}`,
    `timeline ${INCIDENT}`,
    `ack ${INCIDENT}`,
    `note ${INCIDENT} hello`,
    `severity ${INCIDENT}`,
  ];

  it.each(verbs)('does not exist elsewhere: %s', async (line) => {
    const missing = await startByHand('http', { read: async () => Promise.reject(new NoSuchIncidentError(INCIDENT)) });
    byHand = missing;
    missing.slack.on('conversations.info', room({ id: 'C0OTHER', creator: 'U0SOMEONE' }));
    await missing.send(slash(missing, line, elsewhere));
    const expected = await answered();
    await missing.stop();
    for (const isRead of [true, false]) {
      byHand = await startByHand('http', { read: async () => reading('private', { isRead }) });
      byHand.slack.on('conversations.info', room({ id: 'C0OTHER', creator: 'U0SOMEONE' }));
      await byHand.send(slash(byHand, line, elsewhere));
      expect(await answered()).toBe(expected);
      expect(byHand.got).toEqual([]);
      expect(byHand.views).toEqual([]);
      if (isRead) await byHand.stop();
    }
  });

  it('is not among the open incidents', async () => {
    const row = {
      incident_id: 'PROD-20260101-002',
      title: 'Login fails',
      severity: 'high',
      status: 'triggered',
      owner: null,
      channel: 'x',
    };
    const hidden = completeState({}, { privacy: 'private' }).incident;
    const rows = [
      row,
      { ...row, incident_id: INCIDENT, title: hidden && publicTitleOf(hidden) },
      { ...row, incident_id: INCIDENT, title: null },
    ] as unknown as Awaited<ReturnType<Incidents['list']>>;
    byHand = await startByHand('http', { list: async () => rows });
    await byHand.send(slash(byHand, 'list'));
    expect(await answered()).toBe('1 open incident');
    expect(byHand.told[0]?.whole).toContain('Login fails');
    expect(byHand.told[0]?.whole).not.toContain(INCIDENT);
  });

  it('is read in its own room', async () => {
    byHand = await startByHand('http', { read: async () => reading('private') });
    await byHand.send(slash(byHand, 'status'));
    await answered();
    expect(byHand.told[0]?.whole).toContain(INCIDENT);
  });

  it('is not reached from a channel whose purpose somebody rewrote', async () => {
    byHand = await startByHand('http', { read: async () => reading('private') });
    byHand.slack.on('conversations.info', room({ id: 'C0OTHER', name: 'incident-other' }));
    await byHand.send(slash(byHand, 'status', { channel_id: 'C0OTHER' }));
    expect(await answered()).toContain('Which incident?');
    expect(byHand.told[0]?.whole).not.toContain(INCIDENT);
  });

  it.each([
    ['acts for those who are in its room', [ANA.id], 1],
    ['does not exist for those who left it', ['U0BEN'], 0],
  ])('from a direct message, %s', async (_, members, commands) => {
    byHand = await startByHand('http', { read: async () => reading('private') });
    byHand.slack.on('conversations.members', { members });
    await byHand.send(click(byHand, actionId('acknowledge'), pressed('acknowledge'), { channel: { id: 'D0ANA', name: 'directmessage' } }));
    const text = await answered();
    expect(byHand.got).toHaveLength(commands);
    if (commands === 0) expect(text).toContain('there is no incident');
  });

  it('from a direct message, is not acted on while Slack cannot say who is in its room', async () => {
    byHand = await startByHand('http', { read: async () => reading('private') });
    byHand.slack.on('conversations.members', { error: 'internal_error' });
    await byHand.send(click(byHand, actionId('acknowledge'), pressed('acknowledge'), { channel: { id: 'D0ANA', name: 'directmessage' } }));
    expect(await answered()).toContain('Not done');
    expect(byHand.got).toEqual([]);
  });
});
