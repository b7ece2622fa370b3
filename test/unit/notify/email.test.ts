import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createEmailPager, type MailSettings } from '../../../src/notify/email';
import { NotifyError } from '../../../src/notify/notify-error';
import type { Pager } from '../../../src/notify/port';
import { PRIVATE_WORDS, sampleEnd, samplePage } from '../../support/sample-page';

const PASSWORD = 'tell-tale-password';

let mails: { readonly to: readonly string[]; readonly mail: string }[] = [];
let stop: () => Promise<void> = async () => {};
afterEach(() => stop());

/** A mail server that lets `incidents` in with the password, and behaves otherwise as told. */
async function mailServer(options: SMTPServerOptions = {}): Promise<number> {
  mails = [];
  const server = new SMTPServer({
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth: ({ password }, _session, done) =>
      password === PASSWORD ? done(null, { user: 'incidents' }) : done(new Error(`no such password ${password}`)),
    onData: (stream, session, done) => {
      void text(stream).then((mail) => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  stop = async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    stop = async () => {};
  };
  return (server.server.address() as AddressInfo).port;
}

function pagerAt(port: number, changes: Partial<MailSettings> = {}): Pager {
  return createEmailPager({
    host: '127.0.0.1',
    port,
    tls: 'none',
    from: 'Incidents <incidents@example.com>',
    to: [],
    user: 'incidents',
    secret: { value: () => PASSWORD, refresh: () => PASSWORD },
    ...changes,
  });
}

const failure = async (work: Promise<unknown>): Promise<NotifyError> => {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof NotifyError)) throw error;
  expect(JSON.stringify([error, error.message, error.hint, error.stack, error.cause])).not.toContain(PASSWORD);
  return error;
};
const header = (mail: string | undefined, name: string): string => new RegExp(`^${name}: (.+)$`, 'mi').exec(mail ?? '')?.[1]?.trim() ?? '';

it('a page is a mail to its people, and its repetition the same mail', async () => {
  const pager = pagerAt(await mailServer());
  await expect(pager.page(samplePage())).resolves.toEqual({ refused: [] });
  await pager.page(samplePage());
  await pager.page(samplePage({ key: 'PROD-20260101-001/page/1' }));
  const [first, again, next] = mails.map(({ mail }) => header(mail, 'Message-ID'));
  expect(first).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
  expect([again === first, next === first]).toEqual([true, false]);
  expect(mails[0]?.to).toEqual(['ana@example.com']);
  expect(header(mails[0]?.mail, 'Subject')).toBe('PROD-20260101-001: Checkout is down');
  expect(mails[0]?.mail).toContain('War room: https://slack.example.com/room');
});

it('the acknowledgement and the resolution belong to the thread of the page', async () => {
  const pager = pagerAt(await mailServer());
  await pager.page(samplePage());
  await pager.acknowledge(sampleEnd());
  await pager.resolve(sampleEnd({ key: 'PROD-20260101-001/resolved' }));
  expect(mails.map(({ mail }) => header(mail, 'Subject')).slice(1)).toEqual([
    'PROD-20260101-001: acknowledged',
    'PROD-20260101-001: resolved',
  ]);
  expect(new Set(mails.map(({ mail }) => header(mail, 'References'))).size).toBe(1);
  expect(new Set(mails.map(({ mail }) => header(mail, 'Message-ID'))).size).toBe(3);
});

it('a private incident’s mail says nothing of it but its id and severity', async () => {
  await pagerAt(await mailServer()).page(samplePage({ isPrivate: true }));
  expect(mails[0]?.mail).not.toMatch(PRIVATE_WORDS);
  expect(mails[0]?.mail).toContain('PROD-20260101-001: critical incident');
});

it('a title cannot add a header', async () => {
  await pagerAt(await mailServer()).page(samplePage({ title: 'x\r\nBcc: eve@example.com' }));
  expect(mails[0]?.to).toEqual(['ana@example.com']);
  expect(header(mails[0]?.mail, 'Bcc')).toBe('');
});

it('configured addresses take precedence, and without any address nothing is sent', async () => {
  const port = await mailServer();
  await pagerAt(port, { to: ['night@example.com'] }).page(samplePage());
  expect(mails[0]?.to).toEqual(['night@example.com']);
  expect(await failure(pagerAt(port).page(samplePage({ recipients: [] })))).toMatchObject({
    code: 'notify_no_recipient',
    retryable: false,
  });
});

it('a wrong password is tried once more if it was changed, and is not told', async () => {
  const port = await mailServer();
  await pagerAt(port, { secret: { value: () => 'old', refresh: () => PASSWORD } }).page(samplePage());
  expect(mails).toHaveLength(1);
  await stop();
  const denying = await mailServer({ onAuth: ({ password }, _session, done) => done(new Error(`no such password ${password}`)) });
  expect(await failure(pagerAt(denying).page(samplePage()))).toMatchObject({ code: 'notify_credentials', retryable: false });
});

it('a server that quotes what it was sent does not make the password known', async () => {
  const password = 'tell tale/password';
  const base64 = (value: string): string => Buffer.from(value).toString('base64');
  for (const quoted of [password, encodeURIComponent(password), base64(password), base64(`\0incidents\0${password}`)]) {
    const port = await mailServer({ onAuth: (_, _session, done) => done(new Error(`refused AUTH PLAIN ${quoted}`)) });
    const pager = pagerAt(port, { secret: { value: () => password, refresh: () => password } });
    expect((await failure(pager.page(samplePage()))).message).toMatch(/refused AUTH PLAIN \[secret removed\]\)$/);
    await stop();
  }
});

it('an address that is refused beside others is reported', async () => {
  const port = await mailServer({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('gone') ? Object.assign(new Error('unknown'), { responseCode: 550 }) : null),
  });
  const page = samplePage({ recipients: ['ana@example.com', 'gone@example.com'] });
  await expect(pagerAt(port).page(page)).resolves.toEqual({ refused: ['gone@example.com'] });
  expect(await failure(pagerAt(port).page(samplePage({ recipients: ['gone@example.com'] })))).toMatchObject({
    code: 'notify_refused',
    retryable: false,
  });
});

it('a server that is busy is tried again later, one that is away too', async () => {
  const busy = await mailServer({
    onMailFrom: (_address, _session, done) => done(Object.assign(new Error('busy'), { responseCode: 451 })),
  });
  expect(await failure(pagerAt(busy).page(samplePage()))).toMatchObject({ code: 'notify_service_failed', retryable: true });
  await stop();
  expect(await failure(pagerAt(busy).page(samplePage()))).toMatchObject({ code: 'notify_unreachable', retryable: true, ambiguous: false });
});

it('a mail whose answer is lost may have been taken', async () => {
  const stopping = new AbortController();
  const port = await mailServer({ onData: (stream) => void stream.resume().on('end', () => stopping.abort()) });
  const error = await failure(pagerAt(port).page(samplePage(), stopping.signal));
  expect(error).toMatchObject({ code: 'notify_unreachable', retryable: true, ambiguous: true });
});

it('a server that offers no encryption gets no mail if encryption is asked for', async () => {
  expect(await failure(pagerAt(await mailServer(), { tls: 'starttls' }).page(samplePage()))).toMatchObject({ retryable: false });
  expect(mails).toEqual([]);
});
