import { METHODS } from '../../../../../src/demo/slack/strict/methods';
import { missingScope, refusalOf } from '../../../../../src/demo/slack/strict/refusal-of';
import { MANIFEST_SCOPES } from '../../../../../src/slack/scopes';
import { calledMethods } from '../../../../support/called-methods';

const ask = (method: string, args: Record<string, unknown>) => refusalOf({ method, token: 'xoxb', args });
const post = (content: Record<string, unknown>) => ask('chat.postMessage', { channel: 'C1', ...content });
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string, more = {}) => ({ type: 'section', text: mrkdwn(text), ...more });
const button = (more = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const option = (value: string, more = {}) => ({ text: plain(value), value, ...more });
const input = (element: unknown) => ({ type: 'input', label: plain('What'), element });
const modal = (more = {}) => ({ type: 'modal', title: plain('Add a note'), blocks: [section('x')], ...more });
const many = <One>(count: number, one: (index: number) => One): One[] => Array.from({ length: count }, (_, index) => one(index));

it.each<[string, unknown[]]>([
  [
    'every block of a message',
    [
      { type: 'header', text: plain('x'.repeat(150)), block_id: 'a' },
      section('x'.repeat(3_000), { fields: many(10, () => mrkdwn('x')), accessory: button({ style: 'danger', value: 'x'.repeat(2_000) }) }),
      { type: 'context', elements: [mrkdwn('x'), plain('y'), { type: 'image', image_url: 'https://a.io/x.png', alt_text: 'x' }] },
      { type: 'divider' },
      { type: 'image', image_url: 'https://a.io/x.png', alt_text: 'x' },
      actions(
        button({ url: 'https://a.io', confirm: { title: plain('Sure?'), text: mrkdwn('x'), confirm: plain('Yes'), deny: plain('No') } }),
        { type: 'overflow', action_id: 'more', options: many(5, (index) => option(`${index}`)) },
        {
          type: 'static_select',
          action_id: 'a',
          placeholder: plain('x'),
          options: [option('1'), option('2')],
          initial_option: option('2'),
        },
        { type: 'multi_users_select', action_id: 'b', max_selected_items: 3 },
        { type: 'users_select', action_id: 'c' },
        { type: 'radio_buttons', action_id: 'd', options: [option('1')] },
        { type: 'checkboxes', action_id: 'e', options: [{ text: mrkdwn('*1*'), value: '1', description: plain('x') }] },
        { type: 'multi_static_select', action_id: 'f', option_groups: [{ label: plain('x'), options: [option('1')] }] },
      ),
    ],
  ],
])('accepts %s', (_, blocks) => {
  expect(post({ blocks })).toBeNull();
  expect(post({ attachments: [{ color: '#d00000', fallback: 'x', blocks }] })).toBeNull();
});

it.each<[string, unknown, RegExp]>([
  [
    'a header that is too long',
    { type: 'header', text: plain('x'.repeat(151)) },
    /^must be less than 151 characters \[json-pointer:\/blocks\/0\/text\/text\]$/,
  ],
  ['a header in mrkdwn', { type: 'header', text: mrkdwn('x') }, /\/text\/type\]$/],
  ['an empty text', section(''), /^must be more than 0 characters \[json-pointer:\/blocks\/0\/text\/text\]$/],
  ['a section that is too long', section('x'.repeat(3_001)), /less than 3001/],
  ['a section without text', { type: 'section' }, /either text or fields/],
  ['too many fields', { type: 'section', fields: many(11, () => mrkdwn('x')) }, /^no more than 10 items allowed/],
  ['a field that is too long', { type: 'section', fields: [mrkdwn('x'.repeat(2_001))] }, /less than 2001/],
  ['an unknown property', section('x', { colour: 'red' }), /colour/],
  ['an unknown type', { type: 'marquee' }, /\/blocks\/0\/type\]$/],
  ['verbatim plain text', { type: 'header', text: { ...plain('x'), verbatim: true } }, /verbatim/],
  ['an input in a message', input({ type: 'plain_text_input' }), /\/blocks\/0\/type\]$/],
  ['an empty context', { type: 'context', elements: [] }, /fewer than 1 item/],
  ['a context of eleven', { type: 'context', elements: many(11, () => mrkdwn('x')) }, /no more than 10/],
  ['an image that is not on the web', { type: 'image', image_url: 'ftp://a.io/x.png', alt_text: 'x' }, /valid URL/],
  ['an image without words', { type: 'image', image_url: 'https://a.io/x.png' }, /alt_text/],
  ['too many buttons', actions(...many(26, (index) => button({ action_id: `${index}` }))), /no more than 25/],
  ['two elements of one action_id', actions(button(), button()), /action_id must be unique/],
  ['a long button', actions(button({ text: plain('x'.repeat(76)) })), /less than 76/],
  ['a long value', actions(button({ value: 'x'.repeat(2_001) })), /less than 2001/],
  ['a long action_id', actions(button({ action_id: 'x'.repeat(256) })), /less than 256/],
  ['a colour of its own', actions(button({ style: 'green' })), /\/style\]$/],
  ['six entries in an overflow menu', actions({ type: 'overflow', options: many(6, (index) => option(`${index}`)) }), /no more than 5/],
  ['a long value of an entry', actions({ type: 'overflow', options: [option('a', { value: 'x'.repeat(151) })] }), /less than 151/],
  ['an address in a select menu', actions({ type: 'static_select', options: [option('a', { url: 'https://a.io' })] }), /url/],
  ['a menu of nothing', actions({ type: 'static_select' }), /either options or option_groups/],
  [
    'an initial option that is not offered',
    actions({ type: 'static_select', options: [option('a')], initial_option: option('b') }),
    /match the options/,
  ],
  ['two options of one value', actions({ type: 'radio_buttons', options: [option('a'), option('a')] }), /must be unique/],
  ['eleven checkboxes', actions({ type: 'checkboxes', options: many(11, (index) => option(`${index}`)) }), /no more than 10/],
  ['a long confirmation', actions(button({ confirm: { text: plain('x'.repeat(301)) } })), /less than 301/],
])('refuses %s', (_, block, message) => {
  const refusal = post({ blocks: [block] });
  expect(refusal?.error).toBe('invalid_blocks');
  expect(refusal?.messages.join('\n')).toMatch(message);
  expect(post({ text: 'x', attachments: [{ color: '#d00000', blocks: [block] }] })?.error).toBe('invalid_attachments');
});

it.each<[string, string, Record<string, unknown>]>([
  ['no_text', 'nothing', {}],
  ['no_text', 'nothing but empty lists', { text: '', blocks: [], attachments: [] }],
  ['invalid_arguments', 'half a character', { text: 'x\ud83d' }],
  ['msg_too_long', 'a long text', { text: 'x'.repeat(40_001) }],
  ['invalid_blocks_format', 'what is not JSON', { blocks: '[{' }],
  ['invalid_blocks_format', 'half a character', { blocks: [section('x\ud83d')] }],
  ['invalid_blocks', 'fifty-one blocks', { blocks: many(51, () => ({ type: 'divider' })) }],
  ['invalid_blocks', 'two blocks of one id', { blocks: many(2, () => ({ type: 'divider', block_id: 'a' })) }],
  ['msg_blocks_too_long', 'long blocks', { blocks: many(5, () => section('x'.repeat(2_900))) }],
  [
    'attachment_payload_limit_exceeded',
    'long blocks',
    { attachments: [{ color: 'good', blocks: many(5, () => section('x'.repeat(2_900))) }] },
  ],
  ['invalid_attachments', 'a colour by name', { attachments: [{ color: 'red', blocks: [] }] }],
  ['too_many_attachments', 'a hundred and one', { attachments: many(101, () => ({ color: 'good', blocks: [] })) }],
  ['invalid_metadata_format', 'a list', { text: 'x', metadata: { event_type: 'a', event_payload: [] } }],
  ['invalid_metadata_format', 'something deep', { text: 'x', metadata: { event_type: 'a', event_payload: { a: { b: { c: 1 } } } } }],
  ['invalid_metadata_format', 'no type', { text: 'x', metadata: { event_payload: {} } }],
  ['metadata_too_large', 'long metadata', { text: 'x', metadata: { event_type: 'a', event_payload: { key: 'x'.repeat(8_000) } } }],
])('answers %s to %s', (error, _, content) => {
  expect(post(content)?.error).toBe(error);
});

it('takes a shorter text in an edit', () => {
  const edit = (text: string) => ask('chat.update', { channel: 'C1', ts: '1.2', text })?.error;
  expect([edit('x'.repeat(4_000)), edit('x'.repeat(4_001)), edit('é'.repeat(2_001))]).toEqual([undefined, 'msg_too_long', 'msg_too_long']);
});

it.each<[string, string, Record<string, unknown>]>([
  ['invalid_name_required', 'conversations.create', {}],
  ['invalid_name_maxlength', 'conversations.create', { name: 'x'.repeat(81) }],
  ['invalid_name_specials', 'conversations.create', { name: 'Incident-1' }],
  ['invalid_name_specials', 'conversations.create', { name: 'incident 1' }],
  ['invalid_name_punctuation', 'conversations.create', { name: '--' }],
  ['no_user', 'conversations.invite', { channel: 'C1', users: '' }],
  ['too_many_users', 'conversations.invite', { channel: 'C1', users: many(101, (index) => `U${index}`).join() }],
  ['too_long', 'conversations.setTopic', { channel: 'C1', topic: 'x'.repeat(251) }],
  ['too_long', 'conversations.setPurpose', { channel: 'C1', purpose: 'x'.repeat(251) }],
  ['invalid_ts_oldest', 'conversations.history', { channel: 'C1', oldest: 'yesterday' }],
  ['invalid_ts_latest', 'conversations.replies', { channel: 'C1', ts: '1.2', latest: 'now' }],
  ['invalid_link', 'bookmarks.add', { channel_id: 'C1', title: 'x', type: 'link', link: 'mailto:a@b.c' }],
  ['invalid_bookmark_type', 'bookmarks.add', { channel_id: 'C1', title: 'x', type: 'file', link: 'https://a.io' }],
  ['invalid_arguments', 'pins.add', { timestamp: '1.2' }],
  ['invalid_arguments', 'chat.postMessage', { text: 'x' }],
  ['unknown_method', 'conversations.explode', {}],
])('answers %s to %s of %j', (error, method, args) => {
  expect(ask(method, args)?.error).toBe(error);
});

it.each<[string, unknown, RegExp]>([
  ['a long title', modal({ title: plain('x'.repeat(25)) }), /less than 25 characters \[json-pointer:\/view\/title\/text\]/],
  ['a long submit', modal({ submit: plain('x'.repeat(25)) }), /less than 25/],
  ['no blocks', modal({ blocks: [] }), /fewer than 1/],
  ['a hundred and one blocks', modal({ blocks: many(101, () => ({ type: 'divider' })) }), /no more than 100/],
  ['long private metadata', modal({ private_metadata: 'x'.repeat(3_001) }), /less than 3001/],
  ['a long callback_id', modal({ callback_id: 'x'.repeat(256) }), /less than 256/],
  ['an input without submit', modal({ blocks: [input({ type: 'plain_text_input' })] }), /\/view\/submit\]$/],
  ['an input of a button', modal({ submit: plain('Go'), blocks: [input(button())] }), /\/element\/type\]$/],
  ['a home tab', { type: 'home', blocks: [section('x')] }, /\/view\/type\]/],
  ['text that is not JSON', '{', /^$/],
])('refuses a view with %s', (_, view, message) => {
  for (const method of ['views.open', 'views.push', 'views.update']) {
    const refusal = ask(method, { trigger_id: '1.2.x', view });
    expect(refusal?.error).toBe('invalid_arguments');
    expect(refusal?.messages.join('\n')).toMatch(message);
  }
});

it('accepts a view that is filled in, but not one over 250 kB', () => {
  const view = modal({
    submit: plain('Add'),
    callback_id: 'note',
    private_metadata: '{}',
    blocks: [
      input({ type: 'plain_text_input', action_id: 'text', multiline: true, max_length: 3_000 }),
      input({ type: 'multi_users_select' }),
    ],
  });
  expect(ask('views.open', { view })).toBeNull();
  expect(ask('views.open', { view: modal({ blocks: many(100, () => section('x'.repeat(3_000))) }) })?.error).toBe('view_too_large');
});

it('names the scope that is missing', () => {
  expect(missingScope({ method: 'pins.add', token: '', args: {} }, ['chat:write'])).toBe('pins:write');
  expect(missingScope({ method: 'conversations.create', token: '', args: {} }, ['groups:write'])).toBeNull();
});

it('knows every method that the adapter calls, and the manifest has its scopes', () => {
  const called = calledMethods();
  expect(called.length).toBeGreaterThan(20);
  expect(called.filter((method) => METHODS[method] === undefined)).toEqual([]);
  expect(called.flatMap((method) => missingScope({ method, token: '', args: {} }, MANIFEST_SCOPES) ?? [])).toEqual([]);
});
