import { drawBlocks } from '../../../../../src/demo/slack/draw/blocks';
import { drawMessage } from '../../../../../src/demo/slack/draw/message';
import { drawModal } from '../../../../../src/demo/slack/draw/modal';
import { sampleReader } from '../../../../support/sample-reader';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const HOSTILE = `"><script>alert(1)</script><img src=x onerror='x'>`;
const draw = (...blocks: object[]): string => drawBlocks(blocks, sampleReader()).text;
const SETTING = { channel: 'C1', isEphemeral: false, isPinned: false, namesAuthor: true, showsThread: true, shortcuts: [] };

/** Every block and element, with the same text wherever one has text. */
const ALL = (text: string): object[] => {
  const options = [{ text: plain(text), value: text, description: plain(text) }];
  const shared = { action_id: text, placeholder: plain(text) };
  const elements = [
    {
      type: 'button',
      text: plain(text),
      value: text,
      style: text,
      action_id: text,
      confirm: { title: plain(text), text: plain(text), confirm: plain(text), deny: plain(text) },
    },
    { type: 'button', text: plain(text), url: `https://example.com/${text}`, action_id: text },
    { type: 'overflow', options, action_id: text },
    { type: 'static_select', options, ...shared },
    { type: 'static_select', option_groups: [{ label: plain(text), options }], ...shared },
    { type: 'multi_static_select', options, ...shared },
    { type: 'users_select', ...shared },
    { type: 'multi_users_select', ...shared },
    { type: 'radio_buttons', options, action_id: text },
    { type: 'checkboxes', options, action_id: text },
    { type: 'plain_text_input', initial_value: text, ...shared },
    { type: 'plain_text_input', initial_value: text, multiline: true, ...shared },
    { type: 'image', image_url: text, alt_text: text },
    { type: text },
  ];
  return [
    { type: 'header', text: plain(text) },
    { type: 'divider' },
    { type: 'section', block_id: text, text: { type: 'mrkdwn', text }, fields: [plain(text)], accessory: elements[0] },
    { type: 'context', elements: [plain(text), { type: 'image', image_url: text, alt_text: text }] },
    { type: 'image', image_url: text, alt_text: text, title: plain(text) },
    { type: 'actions', block_id: text, elements },
    ...elements.map((element) => ({ type: 'input', block_id: text, label: plain(text), hint: plain(text), element })),
    { type: text },
  ];
};

it('lets no text of any block or element become markup', () => {
  const drawn = draw(...ALL(HOSTILE));
  expect(drawn).not.toMatch(/<script|<img|onerror='/);
  // The same blocks with harmless text have the same tags: hostile text has added none.
  const tags = (markup: string): string[] => [...markup.matchAll(/<\/?([a-z][a-z0-9]*)/g)].map(([, tag]) => tag ?? '');
  expect(tags(drawn).filter((tag) => tag !== 'a')).toEqual(tags(draw(...ALL('harmless'))).filter((tag) => tag !== 'a'));
});

it('fetches nothing: no element of the page has an address to load from', () => {
  expect(draw(...ALL('https://outside.example.com/x.png'))).not.toMatch(/\bsrc=|url\(|<link|<iframe|srcset/);
});

it('gives each element the ids by which a click finds it again', () => {
  const button = { type: 'button', text: plain('Go'), action_id: 'go', value: 'v' };
  expect(draw({ type: 'actions', block_id: 'b9', elements: [button] })).toContain('data-act="press" data-block="b9" data-action="go"');
});

it('names a block that the project may not send', () => {
  expect(draw({ type: 'video' })).toContain('video: this block is not drawn here.');
});

describe('a message', () => {
  const message = { type: 'message' as const, ts: '1772733600.000100', user: 'UBOT', bot_id: 'B1', text: 'Only for notifications' };

  it('shows its blocks instead of its text, and the colour of an attachment', () => {
    const attachments = [{ color: '#d00000', blocks: [{ type: 'header' as const, text: plain('Down') }] }];
    const { text } = drawMessage({ ...message, attachments }, sampleReader(), SETTING);
    expect(text).toContain('fill="#d00000"');
    expect(text).toContain('Down');
    expect(text).not.toContain('Only for notifications');
  });

  it.each(['red"/><script>', 'url(https://x)', 'expression(1)'])('takes no colour like %j', (color) => {
    expect(drawMessage({ ...message, attachments: [{ color, text: 'x' }] }, sampleReader(), SETTING).text).toContain('fill="#ddd"');
  });

  it('says who wrote it and when, that it is an app, and how many replies it has', () => {
    const { text } = drawMessage({ ...message, reply_count: 2, reply_users: ['U1'] }, sampleReader(), SETTING);
    expect(text).toMatch(/<b>Incident<\/b><span class="badge">APP<\/span><time title="[^"]*">7:00 PM<\/time>/);
    expect(text).toContain('2 replies');
  });

  it('says of one that only one person sees that it is so, and offers to dismiss it', () => {
    const { text } = drawMessage(message, sampleReader(), { ...SETTING, isEphemeral: true });
    expect(text).toContain('Only visible to you');
    expect(text).toContain('data-act="dismiss"');
  });
});

it('shows in a modal what is wrong with an input, beside that input', () => {
  const input = { type: 'input', block_id: 'title', label: plain('Title'), element: { type: 'plain_text_input', action_id: 'v' } };
  const view = { id: 'V1', hash: 'h', title: plain('Declare'), submit: plain('Go'), close: null, blocks: [input] as never };
  const { text } = drawModal(view, sampleReader(), { title: 'Too short' });
  expect(text).toMatch(/data-block="title" data-action="v"[^>]*><p class="error" role="alert">Too short<\/p>/);
});
