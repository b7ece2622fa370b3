import { NoSuchIncidentError, ServiceUnreachableError } from '../../../../src/client/temporal/errors';
import type { Reading } from '../../../../src/client/temporal/read-state';
import { wordedState } from '../../../../src/incident/timeline-words/worded-state';
import { actionId, buttonValue } from '../../../../src/slack/block-kit/buttons';
import type { Incidents } from '../../../../src/slack/interactivity/desk';
import { SHORTCUTS } from '../../../../src/slack/interactivity/listeners';
import {
  ANA,
  APPLIED,
  answerIn,
  type ByHand,
  click,
  formIn,
  INCIDENT,
  member,
  ROOM,
  room,
  slash,
  startByHand,
  submitted,
  TEAM,
} from '../../../support/by-hand';
import type { Interaction } from '../../../support/interaction';
import { completeState } from '../../../support/sample-state';
import { waitUntil } from '../../../support/wait-until';

let byHand: ByHand;
afterEach(() => byHand.stop());

const answered = (count?: number): Promise<string> => answerIn(byHand, count);
const opened = (): Promise<Record<string, unknown>> => formIn(byHand);
type Privacy = 'public' | 'private';

/** An incident whose room is `ROOM`; `isRead`: a worker answers. */
function incidents(privacy: Privacy, { isRead = true, ...changes }: { isRead?: boolean; asksForPrivacy?: true } = {}) {
  const asked: string[] = [];
  const warRoom = { channelId: ROOM, name: 'incident-room', privacy, created: true, url: '' };
  const known = { channel: 'incident-room', title: privacy === 'public' ? 'Checkout fails' : '(private)', responders: [] };
  const state = isRead ? wordedState(completeState({ warRoom, ...changes }, { privacy })) : null;
  const reading = { incidentId: INCIDENT, state, known } as unknown as Reading;
  const find = (how: string) => async (incidentId: string) => {
    asked.push(how);
    if (incidentId !== INCIDENT) throw new NoSuchIncidentError(incidentId);
    return reading;
  };
  return { asked, faked: { look: find('look'), read: find('read') } as Partial<Incidents> };
}
const note = { text: { type: 'plain_text_input', value: 'hello' } };
const shortcut = (channel = ROOM): Interaction => ({
  payload: {
    type: 'message_action',
    callback_id: SHORTCUTS.addToTimeline,
    user: ANA,
    team: { id: TEAM, domain: 'home' },
    channel: { id: channel, name: 'somewhere' },
    trigger_id: '1.2.abc',
    response_url: byHand.responseUrl,
    message_ts: '1700000000.000200',
    message: { type: 'message', ts: '1700000000.000200', user: 'U0BEN', text: 'a clue' },
  },
});

describe('a form about a private incident', () => {
  const open = async (members: readonly string[]): Promise<Record<string, unknown>> => {
    byHand = await startByHand('http', incidents('private').faked);
    byHand.slack.on('conversations.members', { members });
    await byHand.send(
      click(byHand, actionId('changeSeverity'), buttonValue({ button: 'changeSeverity', incidentId: INCIDENT, revision: 1 })),
    );
    return opened();
  };
  const severity = { severity: { type: 'static_select', selected_option: { value: 'low' } } };

  it('acts for those who are in its room', async () => {
    const view = await open(['U0BEN', ANA.id]);
    await byHand.send(submitted(view, severity));
    await answered();
    expect(byHand.got).toHaveLength(1);
  });

  it('is about no incident for someone who has been removed from the room since', async () => {
    const view = await open(['U0BEN']);
    const { body } = await byHand.send(submitted(view, severity));
    expect(body).toEqual({ response_action: 'errors', errors: { severity: expect.stringContaining('here is no incident') } });
    expect(byHand.got).toEqual([]);
  });

  it('does nothing while Slack cannot say who is in the room', async () => {
    const view = await open([]);
    byHand.slack.on('conversations.members', { error: 'internal_error' });
    expect(JSON.stringify((await byHand.send(submitted(view, severity))).body)).toContain('Not done');
    expect(byHand.got).toEqual([]);
  });
});

describe('the incident that is chosen for a message', () => {
  it.each([
    ['is private', 'private', {}, INCIDENT],
    ['has been asked to be private', 'public', { asksForPrivacy: true } as const, INCIDENT],
    ['is none', 'public', {}, 'PROD-20260101-404'],
  ])('does not exist if it %s', async (_, privacy, changes, chosen) => {
    const { faked } = incidents(privacy as Privacy, changes);
    byHand = await startByHand('http', { ...faked, list: async () => [{ incident_id: INCIDENT, title: 'x' }] as never });
    byHand.slack.on('conversations.info', room({ creator: 'U0SOMEONE' }));
    byHand.slack.on('conversations.members', { members: [ANA.id] });
    await byHand.send(shortcut());
    const incident = { type: 'static_select', selected_option: { value: chosen } };
    const { body } = await byHand.send(submitted(await opened(), { incident, ...note }));
    expect(JSON.stringify(body)).toContain(`here is no incident ${chosen}`);
    expect(byHand.got).toEqual([]);
  });
});

describe('a message that someone wants on a timeline', () => {
  it.each([
    ['a direct message of two people', 'D0OTHERS', 'channel_not_found'],
    ['a private channel without the bot', 'C0CLOSED', 'channel_not_found'],
    ['a direct message of several people and the bot', 'G0SEVERAL', 'missing_scope'],
  ])('may be in %s', async (_, channel, error) => {
    byHand = await startByHand('http', { list: async () => [{ incident_id: INCIDENT, title: 'Login fails' }] as never });
    byHand.slack.on('conversations.info', { error });
    await byHand.send(shortcut(channel));
    expect(JSON.stringify(await opened())).toContain('Login fails');
  });

  it('is not taken from someone of another organisation, however late Slack says who they are', async () => {
    byHand = await startByHand('http');
    let sayWho = (): void => undefined;
    const isToldWhere = new Promise<void>((resolve) => {
      sayWho = resolve;
    });
    byHand.slack.on('users.info', (outgoing) => {
      void isToldWhere.then(() => outgoing.end(JSON.stringify({ ok: true, ...member({ team_id: 'T0OTHER' }) })));
      return undefined;
    });
    byHand.slack.on('conversations.info', (outgoing) => {
      // After it is no longer waited for.
      setTimeout(() => {
        outgoing.end(JSON.stringify({ ok: true, ...room() }));
        setTimeout(sayWho, 50);
      }, 1_600);
      return undefined;
    });
    await byHand.send(shortcut());
    expect(await answered()).toContain('only people');
    expect(byHand.got).toEqual([]);
  });

  it('is not said to have no incident while Temporal is away', async () => {
    const list = async () => Promise.reject(new ServiceUnreachableError("couldn't reach Temporal at temporal:7233: timed out"));
    byHand = await startByHand('http', { list });
    byHand.slack.on('conversations.info', room({ creator: 'U0SOMEONE' }));
    await byHand.send(shortcut());
    expect(await answered()).toContain("Not done: couldn't reach Temporal");
  });
});

describe('a channel that has got the name of a private room', () => {
  const other = { id: 'C0FAKE', name: 'incident-room' };
  const status = () => slash(byHand, `status ${INCIDENT}`, { channel_id: other.id });

  it.each([
    ['while a worker answers', { ...other, is_private: true }, true],
    ['without a worker, if everyone can read it', other, false],
  ])('is not that room %s', async (_, channel, isRead) => {
    byHand = await startByHand('http', incidents('private', { isRead }).faked);
    byHand.slack.on('conversations.info', room(channel));
    await byHand.send(status());
    expect(await answered()).toContain('here is no incident');
  });

  it('does not stand in the way of the room itself without a worker', async () => {
    byHand = await startByHand('http', incidents('private', { isRead: false }).faked);
    byHand.slack.on('conversations.info', room({ is_private: true }));
    await byHand.send(slash(byHand, 'ack'));
    await answered();
    expect(byHand.got).toHaveLength(1);
  });
});

describe('from outside', () => {
  it('a private incident and one that does not exist take the same calls, so neither takes longer', async () => {
    const { asked, faked } = incidents('private');
    byHand = await startByHand('http', faked);
    byHand.slack.on('conversations.info', room({ creator: 'U0SOMEONE' }));
    await byHand.send(slash(byHand, 'status PROD-20260101-404'));
    await answered(1);
    const [...forNone] = asked.splice(0);
    await byHand.send(slash(byHand, `status ${INCIDENT}`));
    expect((await answered(2)).replace(INCIDENT, 'PROD-20260101-404')).toBe(byHand.told[0]?.text);
    expect(asked).toEqual(forNone);
  });

  it('nothing is told of a public incident that an alert asked to be private', async () => {
    byHand = await startByHand('http', incidents('public', { asksForPrivacy: true }).faked);
    byHand.slack.on('conversations.info', room({ creator: 'U0SOMEONE' }));
    await byHand.send(slash(byHand, `status ${INCIDENT}`));
    expect(await answered()).toContain('here is no incident');
  });
});

it('the text of a line is kept as it was typed', async () => {
  byHand = await startByHand('http');
  await byHand.send(slash(byHand, 'note p99 &gt; 2s &amp; rising, says <@U0BEN|ben>, see <https://x.example/a>'));
  await answered();
  expect(byHand.got[0]?.input).toMatchObject({ text: 'p99 > 2s & rising, says @ben, see https://x.example/a' });
});

it('text that is too long for a form is cut between what people see as characters', async () => {
  const family = '👨‍👩‍👧‍👦';
  byHand = await startByHand('http', {
    countOf: async () => 0,
    list: async () => [{ incident_id: INCIDENT, title: family.repeat(30) }] as never,
  });
  await byHand.send(slash(byHand, `declare ${family.repeat(100)}`));
  expect(await opened().then((view) => JSON.stringify(view))).toMatch(/"initial_value":"(?:👨‍👩‍👧‍👦)+…"/u);
  byHand.slack.on('conversations.info', { error: 'channel_not_found' });
  await byHand.send(shortcut());
  await waitUntil(async () => byHand.views.length === 2, { what: 'the second form' });
  expect(JSON.stringify(byHand.views[1])).toMatch(new RegExp(`"text":"${INCIDENT} (?:${family})+…"`, 'u'));
});

it('what was acknowledged is done before the gateway stops, however slow Temporal is', async () => {
  let apply: (() => void) | null = null;
  const command = () =>
    new Promise<typeof APPLIED>((resolve) => {
      apply = () => resolve(APPLIED);
    });
  byHand = await startByHand('http', { command: command as never });
  const act = click(byHand, actionId('acknowledge'), buttonValue({ button: 'acknowledge', incidentId: INCIDENT, revision: 1 }));
  expect((await byHand.send(act)).status).toBe(200);
  await waitUntil(async () => apply !== null, { what: 'the command' });
  const stopping = byHand.stopDoor();
  (apply as (() => void) | null)?.();
  expect(await stopping).toBe(0);
  expect(byHand.told.map(({ text }) => text)).toEqual([expect.stringContaining('you acknowledged it')]);
});

it('what is cut off at a stop is counted', async () => {
  byHand = await startByHand('http', { command: () => new Promise(() => undefined) });
  await byHand.send(click(byHand, actionId('acknowledge'), buttonValue({ button: 'acknowledge', incidentId: INCIDENT, revision: 1 })));
  expect(await byHand.stopDoor(50)).toBe(1);
});
