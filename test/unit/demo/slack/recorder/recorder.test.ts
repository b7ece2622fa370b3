import { Recorder } from '../../../../../src/demo/slack/recorder/recorder';
import { answerResponse } from '../../../../../src/demo/slack/recorder/respond';
import type { SlackApi } from '../../../../../src/demo/slack/recorder/slack-api';
import type { SlackCall } from '../../../../../src/demo/slack/slack-call';

const APP = { team_id: 'T1', app_id: 'A1', bot_id: 'B1', bot_user_id: 'UBOT' };
const VIEW = { type: 'modal', title: { type: 'plain_text', text: 'A' }, blocks: [{ type: 'divider' }], callback_id: 'a' };

function stage(check?: (call: SlackCall) => string | null) {
  let now = 1_000_000;
  const called: [string, object][] = [];
  const read = async (method: string, args: object) => {
    called.push([method, args]);
    return { ok: true };
  };
  const api = { read } as unknown as SlackApi;
  const recorder = new Recorder({ api, app: APP, now: () => now, ...(check === undefined ? {} : { check }) });
  const changes: (string | null)[] = [];
  recorder.changes.listen(({ channel }) => changes.push(channel));
  const call = (method: string, args: object) => recorder.before({ method, token: 't', args: { ...args } })?.body;
  return { recorder, called, changes, call, pass: (ms: number) => (now += ms) };
}

describe('triggers', () => {
  it('open one modal, within three seconds', () => {
    const { recorder, call, pass } = stage();
    const trigger_id = recorder.triggers.mint({ userId: 'U1' });
    expect(call('views.open', { trigger_id, view: VIEW })).toMatchObject({ ok: true, view: { callback_id: 'a', state: { values: {} } } });
    expect(call('views.open', { trigger_id, view: VIEW })).toEqual({ ok: false, error: 'exchanged_trigger_id' });
    expect(call('views.open', { trigger_id: '1.2.3', view: VIEW })).toEqual({ ok: false, error: 'invalid_trigger_id' });
    const late = recorder.triggers.mint({ userId: 'U1' });
    pass(3_001);
    expect(call('views.open', { trigger_id: late, view: VIEW })).toEqual({ ok: false, error: 'expired_trigger_id' });
    expect(recorder.views.of('U1')).toHaveLength(1);
  });
});

describe('modals', () => {
  it('stand on top of each other, three at most, and each person has their own', () => {
    const { recorder, call } = stage();
    const open = (method: string, userId: string) => call(method, { trigger_id: recorder.triggers.mint({ userId }), view: VIEW });
    expect(open('views.push', 'U1')).toEqual({ ok: false, error: 'view_not_found' });
    open('views.open', 'U1');
    expect(open('views.push', 'U1')).toMatchObject({ ok: true, view: { previous_view_id: recorder.views.of('U1')[0]?.id } });
    open('views.push', 'U1');
    expect(open('views.push', 'U1')).toEqual({ ok: false, error: 'push_limit_reached' });
    expect(recorder.views.top('U2')).toBeNull();
    recorder.views.close('U1');
    expect(recorder.views.of('U1')).toHaveLength(2);
  });

  it('are updated by id, unless they have changed since the hash that is named', () => {
    const { recorder, call } = stage();
    call('views.open', { trigger_id: recorder.triggers.mint({ userId: 'U1' }), view: VIEW });
    const [{ id: view_id, hash } = { id: '', hash: '' }] = recorder.views.of('U1');
    expect(call('views.update', { view_id, hash, view: { ...VIEW, callback_id: 'b' } })).toMatchObject({ ok: true });
    expect(recorder.views.top('U1')).toMatchObject({ id: view_id, callback_id: 'b' });
    expect(call('views.update', { view_id, hash, view: VIEW })).toEqual({ ok: false, error: 'hash_conflict' });
    recorder.views.close('U1');
    expect(call('views.update', { view_id, view: VIEW })).toEqual({ ok: false, error: 'not_found' });
  });
});

describe('response URLs', () => {
  it('are used five times, within thirty minutes', () => {
    const { recorder, pass } = stage();
    const path = recorder.responseUrls.issue('actions', 'T1', { userId: 'U1', channel: 'C1' });
    for (let use = 0; use < 5; use += 1) expect(recorder.responseUrls.use(path)).toMatchObject({ userId: 'U1' });
    expect(recorder.responseUrls.use(path)).toBe('used_url');
    const late = recorder.responseUrls.issue('actions', 'T1', { userId: 'U1', channel: 'C1' });
    pass(30 * 60_000 + 1);
    expect(recorder.responseUrls.use(late)).toBe('expired_url');
    expect(recorder.responseUrls.use(`${late}x`)).toBe('no_such_url');
  });

  const target = { userId: 'U1', channel: 'C1', original: { ts: '5.0', isEphemeral: false } };

  it('answer to the person who clicked alone, unless they say otherwise', async () => {
    const { recorder, called, changes } = stage();
    expect(await answerResponse(recorder, target, { text: 'done' })).toBeNull();
    expect(recorder.ephemerals.seenBy('U1', 'C1')).toMatchObject([{ text: 'done', user: 'UBOT' }]);
    expect(recorder.ephemerals.seenBy('U2', 'C1')).toEqual([]);
    await answerResponse(recorder, target, { text: 'all', response_type: 'in_channel', thread_ts: '4.0' });
    await answerResponse(recorder, target, { text: 'new', replace_original: true });
    await answerResponse(recorder, target, { delete_original: true });
    expect(called).toEqual([
      ['chat.postMessage', { channel: 'C1', text: 'all', thread_ts: '4.0' }],
      ['chat.update', { channel: 'C1', text: 'new', ts: '5.0' }],
      ['chat.delete', { channel: 'C1', ts: '5.0' }],
    ]);
    expect(changes).toEqual(['C1', 'C1', 'C1', 'C1']);
    expect(await answerResponse(recorder, target, {})).toBe('no_text');
  });

  it('take nothing that Slack would refuse as a message', async () => {
    const { recorder } = stage(({ method }) => (method === 'chat.postMessage' ? 'invalid_blocks' : null));
    expect(await answerResponse(recorder, target, { text: 'done' })).toBe('invalid_blocks');
    expect(recorder.ephemerals.seenBy('U1', 'C1')).toEqual([]);
  });

  it('replace and delete what only one person sees', async () => {
    const { recorder } = stage();
    await answerResponse(recorder, target, { text: 'choose' });
    const [shown] = recorder.ephemerals.seenBy('U1', 'C1');
    const own = { ...target, original: { ts: shown?.ts ?? '', isEphemeral: true } };
    await answerResponse(recorder, own, { text: 'chosen', replace_original: true });
    expect(recorder.ephemerals.seenBy('U1', 'C1')).toMatchObject([{ text: 'chosen', ts: shown?.ts }]);
    await answerResponse(recorder, own, { delete_original: true });
    expect(recorder.ephemerals.seenBy('U1', 'C1')).toEqual([]);
  });
});

it('keeps ephemeral messages that Slack has taken, and announces what changes a room', () => {
  const { recorder, changes } = stage();
  const after = (method: string, args: object, body: object) =>
    recorder.after({ method, token: 't', args: { ...args } }, { status: 200, body: { ...body } });
  after('chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst' }, { ok: true, message_ts: '7.0' });
  after('chat.postEphemeral', { channel: 'C1', user: 'U9', text: 'psst' }, { ok: false, error: 'user_not_in_channel' });
  expect(recorder.ephemerals.seenBy('U1', 'C1')).toMatchObject([{ ts: '7.0', text: 'psst' }]);
  expect(recorder.ephemerals.seenBy('U9', 'C1')).toEqual([]);
  after('conversations.history', { channel: 'C1' }, { ok: true });
  after('chat.getPermalink', { channel: 'C1' }, { ok: true });
  expect(changes).toEqual(['C1']);
});

it('tells of everyone who is invited, and of no one whom Slack refused', () => {
  const { recorder } = stage();
  const joins: object[] = [];
  recorder.onJoin = (join) => joins.push(join);
  recorder.after(
    { method: 'conversations.invite', token: 't', args: { channel: 'C1', users: 'U1,U2,U3' } },
    { status: 200, body: { ok: true, errors: [{ user: 'U3', ok: false, error: 'user_not_found' }] } },
  );
  expect(joins).toEqual(['U1', 'U2'].map((userId) => ({ channel: 'C1', userId, inviter: 'UBOT' })));
});
