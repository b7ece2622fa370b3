import { actionId, buttonValue } from '../../../../src/slack/block-kit/buttons';
import { SHORTCUTS } from '../../../../src/slack/interactivity/listeners';
import { ANA, type ByHand, click, INCIDENT, startByHand } from '../../../support/by-hand';
import { signed, wireOf } from '../../../support/interaction';
import { waitUntil } from '../../../support/wait-until';

let byHand: ByHand;
beforeEach(async () => {
  byHand = await startByHand('http');
});
afterEach(() => byHand.stop());

const act = () => click(byHand, actionId('acknowledge'), buttonValue({ button: 'acknowledge', incidentId: INCIDENT, revision: 1 }));
const post = (text: string, headers: Record<string, string>, type = 'application/x-www-form-urlencoded') =>
  fetch(`${byHand.gatewayUrl}/slack/events`, { method: 'POST', headers: { 'content-type': type, ...headers }, body: text });

describe('the address for requests from Slack', () => {
  it.each([
    ['is not signed', () => ({})],
    ['is signed with another secret', (text: string) => signed(text, { secret: 'guessed' })],
    ['was signed six minutes ago', (text: string) => signed(text, { at: Date.now() - 6 * 60_000 })],
    ['was signed for another body', () => signed('payload=other')],
  ])('refuses what %s', async (_, headers) => {
    const { text } = wireOf(act());
    const answer = await post(text, headers(text));
    expect(answer.status).toBe(401);
    expect(byHand.got).toEqual([]);
    const health = await (await fetch(`${byHand.gatewayUrl}/healthz`)).json();
    expect(health).toEqual({ status: 'ok', slack: { mode: 'http', lastRequestAt: null } });
  });

  it('acts on the same request, replayed within five minutes, under one id', async () => {
    const { text } = wireOf(act());
    const headers = signed(text);
    for (const count of [1, 2]) {
      expect((await post(text, headers)).status).toBe(200);
      await waitUntil(async () => byHand.told.length === count, { what: 'an answer' });
    }
    const [first, second] = byHand.got.map(({ input }) => input.requestId);
    expect(second).toBe(first);
  });

  it('says when the last signed request came in', async () => {
    const before = Date.now();
    await byHand.send(act());
    const { slack } = (await (await fetch(`${byHand.gatewayUrl}/healthz`)).json()) as { slack: { lastRequestAt: string } };
    expect(Date.parse(slack.lastRequestAt)).toBeGreaterThanOrEqual(before);
  });

  it('proves to Slack that it is ours', async () => {
    const event = { type: 'url_verification', challenge: 'abc', token: 'x' };
    expect(await byHand.send({ event })).toEqual({ status: 200, body: { challenge: 'abc' } });
    expect(await byHand.send({ form: { ssl_check: '1', token: 'x' } })).toEqual({ status: 200, body: undefined });
  });

  const NOT_READ = { status: 400, text: 'unreadable' };
  const DONE = { status: 200, text: '' };
  const JSON_TYPE = 'application/json';
  const FORM = 'application/x-www-form-urlencoded';
  const payload = (value: unknown): string => new URLSearchParams({ payload: JSON.stringify(value) }).toString();
  const acted = { type: 'block_actions', user: ANA, container: {}, trigger_id: '1.2' };
  it.each([
    ['nothing', '', FORM, NOT_READ],
    ['half a payload', 'payload=%7Bnot', FORM, NOT_READ],
    ['no payload', payload(null), FORM, NOT_READ],
    ['a list as its payload', payload([]), FORM, NOT_READ],
    ['a number as its payload', payload(1), FORM, NOT_READ],
    ['a list', '[]', JSON_TYPE, NOT_READ],
    ['bytes that are no text', '\u0000\ufffd%', JSON_TYPE, NOT_READ],
    ['a challenge that is no text', '{"type":"url_verification","challenge":{"toString":1}}', JSON_TYPE, NOT_READ],
    ['no event', '{"type":"event_callback","event":null}', JSON_TYPE, NOT_READ],
    ['an event that is text', '{"type":"event_callback","event":"x"}', JSON_TYPE, NOT_READ],
    ['an event of no kind', '{"type":"event_callback","event":{}}', JSON_TYPE, DONE],
    ['an unknown kind', payload({ type: 'unheard_of' }), FORM, DONE],
    ['no kind', payload({}), FORM, DONE],
    ['no actions', payload({ ...acted, actions: null }), FORM, NOT_READ],
    ['an empty list of actions', payload({ ...acted, actions: [] }), FORM, DONE],
    ['an action without a value', payload({ ...acted, actions: [{ type: 'button', action_id: 'incident.acknowledge' }] }), FORM, DONE],
    ['an action of nobody', payload({ ...acted, user: {}, actions: [{ action_id: 'a', value: 'b' }] }), FORM, NOT_READ],
    ['no view', payload({ type: 'view_submission', user: ANA }), FORM, NOT_READ],
    ['a view without an id', payload({ type: 'view_submission', user: ANA, view: {} }), FORM, NOT_READ],
    [
      'a view without metadata',
      payload({ type: 'view_submission', user: ANA, view: { id: 'V1', callback_id: 'x', state: {} } }),
      FORM,
      DONE,
    ],
    ['a shortcut of nobody', payload({ type: 'shortcut', callback_id: SHORTCUTS.declare }), FORM, NOT_READ],
    ['a shortcut without a message', payload({ type: 'message_action', callback_id: SHORTCUTS.addToTimeline, user: ANA }), FORM, DONE],
    ['a command of nobody', 'command=%2Fincident&text=ack&trigger_id=1', FORM, NOT_READ],
    ['a command from nowhere', 'command=%2Fincident&text=ack&trigger_id=1&user_id=U0ANA', FORM, NOT_READ],
    ['two megabytes of text', payload({ type: 'unheard_of', text: 'x'.repeat(2_000_000) }), FORM, DONE],
    ['half a megabyte of lists', `payload=${'['.repeat(500_000)}`, FORM, NOT_READ],
  ])('answers a signed request with %s, does nothing, and lives on', async (_, text, type, expected) => {
    const answer = await post(text, signed(text), type);
    expect({ status: answer.status, text: await answer.text() }).toMatchObject(expected);
    await byHand.send(act());
    await waitUntil(() => byHand.got.length > 0, { what: 'the command of a request that can be read' });
    expect(byHand.got.map(({ input }) => input.actor)).toEqual([`slack:${ANA.id}`]);
  });

  it.each([
    ['a button of somebody else', 'other.button', 'x'],
    ['a value that is not ours', actionId('acknowledge'), 'acknowledge'],
    ['a value with an id of another form', actionId('acknowledge'), 'acknowledge ../../x 1'],
  ])('acknowledges and ignores %s', async (_, id, value) => {
    expect(await byHand.send(click(byHand, id, value))).toEqual({ status: 200, body: undefined });
    await byHand.send(act());
    await waitUntil(async () => byHand.told.length > 0, { what: 'the answer to the one that counts' });
    expect(byHand.got).toHaveLength(1);
  });

  it('accepts only POST', async () => {
    expect((await fetch(`${byHand.gatewayUrl}/slack/events`)).status).toBe(405);
  });

  it('writes no token, no secret and no text of people to the log', async () => {
    await byHand.send(act());
    await waitUntil(async () => byHand.told.length > 0, { what: 'an answer' });
    const log = byHand.log.join('\n');
    for (const word of ['xoxb-', 'signing-secret', byHand.responseUrl, ANA.username]) expect(log).not.toContain(word);
  });
});
