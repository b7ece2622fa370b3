import { type Browser, chromium, type Page } from 'playwright-core';
import { describeWith } from '../../support/needs';
import { type PageStage, startPageStage } from '../../support/page-stage';
import { waitUntil } from '../../support/wait-until';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const HEADLINE = {
  text: 'CRITICAL incident A-1',
  blocks: [
    { type: 'header', text: plain('🚨 INCIDENT RESPONSE ACTIVATED') },
    {
      type: 'actions',
      block_id: 'buttons',
      elements: [
        { type: 'button', action_id: 'incident.acknowledge', text: plain('Acknowledge'), value: 'acknowledge A-1 3', style: 'primary' },
        { type: 'overflow', action_id: 'incident.more', options: [{ text: plain('Take command'), value: 'takeCommand A-1 3' }] },
      ],
    },
  ],
};
const MODAL = {
  type: 'modal' as const,
  callback_id: 'declare',
  title: plain('Declare an incident'),
  submit: plain('Declare'),
  blocks: [
    { type: 'input', block_id: 'title', label: plain('What is broken?'), element: { type: 'plain_text_input', action_id: 'value' } },
  ],
};

describeWith(['browser'], 'the war room page, in Chromium', () => {
  let stage: PageStage;
  let browser: Browser;
  let channel: string;
  let dana: string;
  const loaded: string[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    stage = await startPageStage();
    browser = await chromium.launch({ executablePath: process.env.TEST_BROWSER ?? '', args: ['--no-sandbox'] });
    const { members = [] } = await stage.app.users.list({});
    dana = members.find(({ name }) => name === 'dana')?.id ?? '';
    channel = (await stage.app.conversations.create({ name: 'incident-a-1' })).channel?.id ?? '';
    await stage.app.conversations.invite({ channel, users: dana });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  });

  async function open(width = 1_200): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    page.on('request', (request) => loaded.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${stage.pageUrl}/?room=${channel}`);
    await page.waitForSelector('h1:has-text("incident-a-1")');
    return page;
  }

  it('shows a message as it comes, and sends a click to the app as Slack does; the answer appears to that person alone', async () => {
    const page = await open();
    const { ts } = await stage.app.chat.postMessage({ channel, ...HEADLINE } as never);
    await page.click('button:has-text("Acknowledge")');
    await waitUntil(() => stage.received.some(({ type }) => type === 'block_actions'));
    const click = stage.received.find(({ type }) => type === 'block_actions') as never as { response_url: string };
    expect(click).toMatchObject({
      user: { id: dana, username: 'dana' },
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
      actions: [{ action_id: 'incident.acknowledge', block_id: 'buttons', value: 'acknowledge A-1 3', type: 'button' }],
    });
    await fetch(click.response_url, { method: 'POST', body: JSON.stringify({ text: 'You acknowledged *A-1*.' }) });
    await page.waitForSelector('.ephemeral b:has-text("A-1")');
    await page.selectOption('#people', { label: 'Omar Castillo' });
    await page.waitForSelector('.joinable');
    expect(await page.locator('.ephemeral').count()).toBe(0);
    // A menu, as another person.
    await page.click('.overflow summary');
    await page.click('text=Take command');
    await waitUntil(() => stage.received.filter(({ type }) => type === 'block_actions').length === 2);
    expect(stage.received.at(-1)).toMatchObject({
      user: { username: 'omar' },
      actions: [{ action_id: 'incident.more', selected_option: { value: 'takeCommand A-1 3' } }],
    });
  });

  it('opens the modal that the app opens, shows its errors, and closes it once the app has taken it', async () => {
    const page = await open();
    stage.answer(async (received) => {
      if (received.type === 'shortcut') await stage.app.views.open({ trigger_id: String(received.trigger_id), view: MODAL as never });
      if (received.type !== 'view_submission') return '';
      const { title } = (received as never as { view: { state: { values: Record<string, { value: { value: string } }> } } }).view.state
        .values;
      return (title?.value.value.length ?? 0) < 5 ? { response_action: 'errors', errors: { title: 'Longer, please' } } : '';
    });
    await page.click('main .plus summary');
    await page.click('text=Declare an incident');
    await page.click('.modal button:has-text("Declare")');
    await page.waitForSelector('.error:has-text("required")');
    await page.fill('.modal input', 'Shop');
    await page.click('.modal button:has-text("Declare")');
    await page.waitForSelector('.error:has-text("Longer, please")');
    await page.fill('.modal input', 'Shop is down');
    await page.click('.modal button:has-text("Declare")');
    await page.waitForSelector('.modal', { state: 'detached' });
    expect(stage.received.filter(({ type }) => type === 'view_submission')).toHaveLength(2);
  });

  it('takes commands and messages; nothing that people write becomes markup', async () => {
    const page = await open();
    stage.answer((received) => ({ text: `You typed ${(received as never as { text: string }).text}` }));
    const type = async (words: string): Promise<void> => {
      await page.fill('main .composer textarea', words);
      await page.keyboard.press('Enter');
    };
    await type('/incident note @dana: <b>down</b>');
    await page.waitForSelector('.ephemeral:has-text("You typed note @Dana Brandt: <b>down</b>")');
    await type('<img src=x onerror=alert(1)> see https://example.com/x');
    await page.waitForSelector('.message:has-text("<img src=x onerror=alert(1)>") a[href="https://example.com/x"]');
    expect(await page.locator('#messages img').count()).toBe(0);
    expect(stage.received.at(-1)).toMatchObject({ command: '/incident', user_id: dana, channel_id: channel });
  });

  it('shows a direct message of the app to its reader, and leads from a permalink to the room', async () => {
    const { channel: direct } = await stage.app.chat.postMessage({ channel: dana, text: 'You are being paged.' });
    expect(direct).toMatch(/^D/);
    const page = await open();
    await page.click('#sidebar .name:text-is("Incident")');
    await page.waitForSelector('.message:has-text("You are being paged.")');
    const { ts = '' } = await stage.app.chat.postMessage({ channel, text: 'Here it is.' });
    const { permalink = '' } = await stage.app.chat.getPermalink({ channel, message_ts: ts });
    await page.goto(permalink);
    await page.waitForSelector('h1:has-text("incident-a-1")');
    const { usergroups = [] } = await stage.app.usergroups.list({});
    const { users } = await stage.app.usergroups.users.list({ usergroup: usergroups[0]?.id ?? '' });
    expect(users).toHaveLength(2);
  });

  it('fits a phone, with a thread over the whole width; nothing is loaded from elsewhere, and nothing is refused', async () => {
    const page = await open(390);
    const { messages = [] } = await stage.app.conversations.history({ channel });
    const thread_ts = messages.find(({ text }) => text === HEADLINE.text)?.ts ?? '';
    await stage.app.chat.postMessage({ channel, thread_ts, text: `\`\`\`${'long '.repeat(200)}\`\`\` ${'x'.repeat(300)}` });
    await page.click('.replies');
    await page.waitForSelector('#thread pre');
    expect(await page.locator('aside').boundingBox()).toMatchObject({ x: 0, width: 390 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.click('[data-act=closeThread]');
    await page.click('[data-act=back]');
    await page.waitForSelector('nav >> text=incident-a-1');
    expect(loaded.filter((url) => ![stage.pageUrl, stage.slack.inspectorUrl ?? ''].some((own) => url.startsWith(own)))).toEqual([]);
    expect(problems).toEqual([]);
  });
});
