import { actionOf } from '../../../../../src/demo/slack/clicks/action';
import { asCommandText } from '../../../../../src/demo/slack/clicks/clicks';
import { signed } from '../../../../../src/demo/slack/clicks/gateway-door';
import { readManifest } from '../../../../../src/demo/slack/clicks/manifest';
import { messageActions, messageShortcut } from '../../../../../src/demo/slack/clicks/payloads';
import { missingInputs, stateOf } from '../../../../../src/demo/slack/clicks/state';

const WORKSPACE = { id: 'T1', domain: 'example', appId: 'A1', botUserId: 'UBOT' };
const DANA = { id: 'U1', name: 'dana' };
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });

it("signs as Slack's documentation shows by example", () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signed(body, '8f742231b10e8888abcd99yyyzzz85a5', 1_531_420_618)).toEqual({
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  });
});

describe('the payload of a click', () => {
  const click = {
    channel: { id: 'C1', name: 'incident-1' },
    message: { ts: '5.0', thread_ts: '4.0', text: 'x' },
    isEphemeral: false,
    attachmentId: null,
    actions: [],
    values: {},
    triggerId: '1.2.3',
    responseUrl: 'http://slack/actions/x',
  };

  it('names workspace, person, app, container, message and where to answer', () => {
    expect(messageActions(WORKSPACE, DANA, click)).toMatchObject({
      type: 'block_actions',
      team: { id: 'T1', domain: 'example' },
      user: { id: 'U1', username: 'dana', name: 'dana', team_id: 'T1' },
      api_app_id: 'A1',
      enterprise: null,
      is_enterprise_install: false,
      container: { type: 'message', message_ts: '5.0', channel_id: 'C1', is_ephemeral: false, thread_ts: '4.0' },
      channel: click.channel,
      message: click.message,
      state: { values: {} },
      trigger_id: '1.2.3',
      response_url: 'http://slack/actions/x',
    });
  });

  it('has no message if only one person saw it, and names the attachment that holds the button', () => {
    expect(messageActions(WORKSPACE, DANA, { ...click, isEphemeral: true })).not.toHaveProperty('message');
    expect(messageActions(WORKSPACE, DANA, { ...click, attachmentId: 1 }).container).toMatchObject({
      type: 'message_attachment',
      attachment_id: 1,
    });
  });

  it('of a shortcut has no app, but the time of the click', () => {
    const payload = messageShortcut(WORKSPACE, DANA, { ...click, callbackId: 'add', actionTs: '9.0' });
    expect(payload).toMatchObject({
      type: 'message_action',
      callback_id: 'add',
      message_ts: '5.0',
      action_ts: '9.0',
      channel: click.channel,
    });
    expect(payload).not.toHaveProperty('api_app_id');
  });
});

describe('an action', () => {
  it('of a button has its text and value; of a menu, the chosen option as it was sent', () => {
    const button = { type: 'button' as const, action_id: 'go', text: plain('Go'), value: 'v', style: 'primary' as const };
    expect(actionOf({ blockId: 'b', element: button }, undefined, '9.0')).toEqual({
      action_id: 'go',
      block_id: 'b',
      text: plain('Go'),
      value: 'v',
      style: 'primary',
      type: 'button',
      action_ts: '9.0',
    });
    const overflow = { type: 'overflow' as const, action_id: 'more', options: [option('a'), option('b')] };
    expect(actionOf({ blockId: 'b', element: overflow }, 'b', '9.0')).toMatchObject({ type: 'overflow', selected_option: option('b') });
    expect(actionOf({ blockId: 'b', element: overflow }, 'not on offer', '9.0')).toMatchObject({ selected_option: null });
  });
});

describe('the state of a modal', () => {
  const input = (block_id: string, element: object, optional = false) => ({
    type: 'input' as const,
    block_id,
    label: plain(block_id),
    optional,
    element: { action_id: 'v', ...element },
  });
  const blocks = [
    input('title', { type: 'plain_text_input', min_length: 3 }),
    input('level', { type: 'static_select', options: [option('high'), option('low')], initial_option: option('low') }),
    input('people', { type: 'multi_users_select' }, true),
    input('boxes', { type: 'checkboxes', options: [option('a'), option('b')] }),
    { type: 'divider' as const, block_id: 'd' },
  ] as never;

  it('has what was entered, else the initial value, in the form of each element', () => {
    expect(stateOf(blocks, { title: { v: 'Down' }, people: { v: ['U1'] }, boxes: { v: ['b', 'forged'] } })).toEqual({
      title: { v: { type: 'plain_text_input', value: 'Down' } },
      level: { v: { type: 'static_select', selected_option: option('low') } },
      people: { v: { type: 'multi_users_select', selected_users: ['U1'] } },
      boxes: { v: { type: 'checkboxes', selected_options: [option('b')] } },
    });
  });

  it('is not sent while something that is required is missing or too short', () => {
    expect(missingInputs(blocks, stateOf(blocks, {}))).toEqual({
      title: 'Please complete this required field.',
      boxes: 'Please complete this required field.',
    });
    expect(missingInputs(blocks, stateOf(blocks, { title: { v: 'ab' }, boxes: { v: ['a'] } }))).toEqual({
      title: 'Please enter at least 3 characters.',
    });
  });
});

it('writes people in a command as mentions, and escapes the rest', () => {
  const person = (id: string, name: string, realName: string) => ({ id, name, realName, isBot: false });
  const people = [person('U1', 'dana', 'Dana Brandt'), person('U2', 'dana.x', 'Dana X (ops)')];
  expect(asCommandText('assign @Dana X (ops) & @dana.x, not @danae <b>', people)).toBe(
    'assign <@U2|dana.x> &amp; <@U2|dana.x>, not @danae &lt;b&gt;',
  );
});

it('offers what the manifest registers', () => {
  const manifest = readManifest(
    'features:\n  slash_commands:\n    - command: /x\n  shortcuts:\n    - {name: N, type: global, callback_id: c}',
  );
  expect(manifest).toEqual({
    commands: [{ command: '/x', description: '', hint: '' }],
    globalShortcuts: [{ name: 'N', callbackId: 'c' }],
    messageShortcuts: [],
    events: [],
  });
});
