import { actionId, type Button, buttonValue, MORE } from '../../../../src/slack/block-kit/buttons';
import { ANA, type ByHand, choose, click, INCIDENT, slash, startByHand, submitted } from '../../../support/by-hand';
import type { Interaction } from '../../../support/interaction';
import { waitUntil } from '../../../support/wait-until';

const BY_ANA = { actor: `slack:${ANA.id}`, actorName: 'Ana Ruiz', via: 'slack' };
const pressed = (button: Button, more: object = {}): string => buttonValue({ button, incidentId: INCIDENT, revision: 7, ...more });

const PROPOSAL = { id: 'P-0123456789', digest: 'd'.repeat(64) };

/** Acts at once, and what comes of it. */
const CLICKS: readonly [Button, string, object, object?][] = [
  ['acknowledge', 'acknowledge', {}],
  ['decline', 'decline', {}],
  ['escalate', 'escalate', {}],
  ['investigateAgain', 'investigateAgain', {}],
  ['takeCommand', 'assign', { user: ANA.id, role: 'commander' }],
  ['addCandidate', 'addResponders', { users: ['U0BEN'] }, { userId: 'U0BEN' }],
  ['confirm', 'approveAction', { proposalId: PROPOSAL.id, digest: PROPOSAL.digest }, { proposal: PROPOSAL }],
  ['reject', 'rejectAction', { proposalId: PROPOSAL.id }, { proposal: PROPOSAL }],
];

/** Opens a form, and what the form then gives. */
const FORMS: readonly [Button, Readonly<Record<string, object>>, string, object][] = [
  ['resolve', { note: { type: 'plain_text_input', value: ' restarted the pool ' } }, 'resolve', { note: 'restarted the pool' }],
  ['resolve', { note: { type: 'plain_text_input', value: null } }, 'resolve', {}],
  ['reopen', { reason: { type: 'plain_text_input', value: 'it is back' } }, 'reopen', { reason: 'it is back' }],
  ['changeSeverity', { severity: { type: 'static_select', selected_option: { value: 'low' } } }, 'changeSeverity', { severity: 'low' }],
  ['addPeople', { users: { type: 'multi_users_select', selected_users: ['U1', 'U2'] } }, 'addResponders', { users: ['U1', 'U2'] }],
];

const LINES: readonly [string, string, object][] = [
  ['ack', 'acknowledge', {}],
  ['note the pool is full\nof *stars*', 'addNote', { text: 'the pool is full\nof *stars*' }],
  ['note db-1 is down', 'addNote', { text: 'db-1 is down' }],
  ['severity LOW', 'changeSeverity', { severity: 'low' }],
  ['assign <@U0BEN|ben>', 'assign', { user: '<@U0BEN>' }],
  ['assign <@U0BEN|ben> as commander', 'assign', { user: '<@U0BEN>', role: 'commander' }],
  ['assign Ana Ruiz scribe', 'assign', { user: 'Ana Ruiz', role: 'scribe' }],
  ['add Ana Ruiz &lt;<mailto:ana@x.example|ana@x.example>&gt;', 'addResponders', { users: ['Ana Ruiz <ana@x.example>'] }],
  ['add Ana Ruiz <mailto:ana@x.example|ana@x.example> <@U0BEN|ben>', 'addResponders', { users: ['Ana Ruiz <ana@x.example>', '<@U0BEN>'] }],
  ['add "Ana <mailto:ana@x.example|ana@x.example>" ben', 'addResponders', { users: ['"Ana <ana@x.example>"', 'ben'] }],
  ['add ben <mailto:ana@x.example|ana@x.example> carl', 'addResponders', { users: ['ben', 'ana@x.example', 'carl'] }],
  ['add <@U0BEN|ben> <!subteam^S1|@sre>, Ana Ruiz', 'addResponders', { users: ['<@U0BEN>', '<!subteam^S1|@sre>', 'Ana Ruiz'] }],
  ['escalate', 'escalate', {}],
  ['resolve', 'resolve', {}],
  ['resolve new disk', 'resolve', { note: 'new disk' }],
  ['reopen it is back', 'reopen', { reason: 'it is back' }],
  ['cancel a drill', 'cancel', { reason: 'a drill' }],
  ['investigate', 'investigateAgain', {}],
  [`ack ${INCIDENT.toLowerCase()}`, 'acknowledge', {}],
  [`note ${INCIDENT} hello`, 'addNote', { text: 'hello' }],
  [`severity ${INCIDENT} low`, 'changeSeverity', { severity: 'low' }],
];

/** A line that lacks something opens a form. */
const LINES_WITH_FORMS: readonly [string, Readonly<Record<string, object>>, string, object][] = [
  ['note', { text: { type: 'plain_text_input', value: 'hello' } }, 'addNote', { text: 'hello' }],
  ['severity', { severity: { type: 'static_select', selected_option: { value: 'high' } } }, 'changeSeverity', { severity: 'high' }],
  [
    'assign',
    { user: { type: 'users_select', selected_user: 'U0BEN' }, role: { type: 'static_select', selected_option: { value: 'scribe' } } },
    'assign',
    { user: 'U0BEN', role: 'scribe' },
  ],
  [
    'assign',
    { user: { type: 'users_select', selected_user: 'U0BEN' }, role: { type: 'static_select', selected_option: { value: 'none' } } },
    'assign',
    { user: 'U0BEN' },
  ],
  ['add', { users: { type: 'multi_users_select', selected_users: ['U1'] } }, 'addResponders', { users: ['U1'] }],
  ['reopen', { reason: { type: 'plain_text_input', value: 'again' } }, 'reopen', { reason: 'again' }],
  ['cancel', { reason: { type: 'plain_text_input', value: 'a drill' } }, 'cancel', { reason: 'a drill' }],
];

describe.each(['http', 'socket'] as const)('by %s, what people do in Slack becomes a command by them', (mode) => {
  let byHand: ByHand;
  beforeEach(async () => {
    byHand = await startByHand(mode);
  });
  afterEach(() => byHand.stop());

  const expectGot = async (name: string, payload: object): Promise<void> => {
    await waitUntil(async () => byHand.told.length > 0, { what: 'an answer' });
    expect(byHand.got).toEqual([{ name, incidentId: INCIDENT, input: { ...BY_ANA, ...payload, requestId: expect.any(String) } }]);
    expect(byHand.told).toHaveLength(1);
    expect(byHand.told[0]).toMatchObject({ by: 'response_url', text: expect.stringContaining(INCIDENT) });
  };
  const expectForm = async (values: Readonly<Record<string, object>>, name: string, payload: object): Promise<void> => {
    await waitUntil(async () => byHand.views.length > 0, { what: 'a form' });
    expect(byHand.got).toEqual([]);
    expect(await byHand.send(submitted(byHand.views[0] ?? {}, values))).toMatchObject({ status: 200, body: undefined });
    await expectGot(name, payload);
  };
  const expectTaken = async (act: Interaction): Promise<void> => {
    expect(await byHand.send(act)).toMatchObject({ status: 200, body: undefined });
  };

  it.each(CLICKS)('the button %s', async (button, name, payload, more = {}) => {
    await expectTaken(click(byHand, actionId(button), pressed(button, more)));
    await expectGot(name, payload);
  });

  it('the button approve, which the gateway signs for the person who clicked', async () => {
    await expectTaken(click(byHand, actionId('approve'), pressed('approve', { proposal: PROPOSAL })));
    await waitUntil(async () => byHand.told.length > 0, { what: 'an answer' });
    const { id, digest } = PROPOSAL;
    const input = { by: expect.objectContaining({ userId: ANA.id, name: 'Ana Ruiz' }), incidentId: INCIDENT, proposalId: id, digest };
    expect(byHand.got).toEqual([{ name: 'approve', incidentId: INCIDENT, input: { ...input, requestId: expect.any(String) } }]);
    expect(byHand.told[0]).toMatchObject({ text: expect.stringContaining('goes ahead with what you approved') });
  });

  it.each(CLICKS)('the entry %s of the menu', async (button, name, payload, more = {}) => {
    await expectTaken(choose(byHand, MORE, pressed(button, more)));
    await expectGot(name, payload);
  });

  it.each(FORMS)('the button %s, with a form', async (button, values, name, payload) => {
    await expectTaken(click(byHand, actionId(button), pressed(button)));
    await expectForm(values, name, payload);
  });

  it.each(LINES)('the line %j', async (text, name, payload) => {
    await expectTaken(slash(byHand, text));
    await expectGot(name, payload);
  });

  it.each(LINES_WITH_FORMS)('the line %j, with a form', async (text, values, name, payload) => {
    await expectTaken(slash(byHand, text));
    await expectForm(values, name, payload);
  });
});
