import { actionId, buttonValue } from '../../../../src/slack/block-kit/buttons';
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

  it.each([
    ['payload=%7Bnot', 'application/x-www-form-urlencoded', 400],
    ['[]', 'application/json', 400],
    ['', 'application/x-www-form-urlencoded', 400],
    ['payload=%7B%22type%22%3A%22unheard_of%22%7D', 'application/x-www-form-urlencoded', 200],
  ])('answers %j of type %s with %d, and lives on', async (text, type, status) => {
    expect((await post(text, signed(text), type)).status).toBe(status);
    expect((await fetch(`${byHand.gatewayUrl}/healthz`)).status).toBe(200);
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
