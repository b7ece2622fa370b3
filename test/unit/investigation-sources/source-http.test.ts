import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SourceError } from '../../../src/investigation-sources/source-error';
import { basic, bearer, createSourceClient, type SourceRequest } from '../../../src/investigation-sources/source-http';
import { type Behaviour, startScriptedService } from '../../support/scripted-service';
import { selfSigned } from '../../support/self-signed';

const signal = new AbortController().signal;
let service: Awaited<ReturnType<typeof startScriptedService>>;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const token = 'a-very-secret-token';
const secret = { value: () => token, refresh: () => token };
const client = (settings: { url?: string; limitMs?: number; secret?: typeof secret } = {}) =>
  createSourceClient(
    { name: 'Prometheus "main"', url: settings.url ?? service.url, secret: settings.secret ?? secret, authorize: bearer },
    settings.limitMs,
  );
const failure = async (request: Partial<SourceRequest> = {}, settings: Parameters<typeof client>[0] = {}): Promise<SourceError> => {
  const error = await client(settings)
    .ask({ path: '/x', ...request }, signal)
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  if (!(error instanceof SourceError)) throw new Error(`not a SourceError: ${String(error)}`);
  return error;
};

it('asks below the configured address, with its secret and its query', async () => {
  service.answers({ status: 200, body: { fine: true } });
  const settings = { url: `${service.url}/prefix/` };
  expect(await client(settings).ask({ path: '/api/v1/query?a=1', query: { query: 'up{job="a&b"}', none: undefined } }, signal)).toEqual({
    fine: true,
  });
  const [call] = service.calls;
  expect(call?.path).toBe('/prefix/api/v1/query?a=1&query=up%7Bjob%3D%22a%26b%22%7D');
  expect(call?.headers).toMatchObject({ authorization: `Bearer ${token}`, accept: 'application/json' });
});

it('posts JSON and forms', async () => {
  service.answers({ status: 200 });
  await client().ask({ path: '/s', body: { json: { size: 1 } } }, signal);
  await client().ask({ path: '/s', body: { form: { query: 'a b' } } }, signal);
  expect(service.calls.map(({ method, body, headers }) => [method, body, headers['content-type']])).toEqual([
    ['POST', '{"size":1}', 'application/json'],
    ['POST', 'query=a+b', 'application/x-www-form-urlencoded'],
  ]);
});

it('uses a renewed secret at once, and asks no third time', async () => {
  service.answers({ status: 401 }, { status: 200, body: {} });
  await client({ secret: { value: () => 'old', refresh: () => 'new' } }).ask({ path: '/x' }, signal);
  expect(service.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  service.answers({ status: 401 });
  await failure({}, { secret: { value: () => 'old', refresh: () => 'new' } });
  expect(service.calls).toHaveLength(2);
});

it('leads a path neither out of the configured address nor to another one', async () => {
  service.answers({ status: 200 });
  for (const path of ['/../admin', '/%2e%2e/admin', 'x', '//elsewhere/../../../admin', '/a/../../admin']) {
    const error = await failure({ path }, { url: `${service.url}/prefix` });
    expect([path, error.code]).toEqual([path, 'source_query_rejected']);
  }
  expect(service.calls).toEqual([]);
});

it.each([
  [
    400,
    { error: { reason: 'all shards failed', root_cause: [{ reason: 'Failed to parse query [a AND]' }] } },
    'source_query_rejected',
    'Failed to parse query [a AND]',
    'Correct the query.',
  ],
  [
    400,
    { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected end' },
    'source_query_rejected',
    'parse error: unexpected end',
    'Correct the query.',
  ],
  [401, { message: 'Bad credentials' }, 'source_refused', 'Bad credentials', 'Set a valid secret for it on the worker.'],
  [403, 'no', 'source_refused', 'no', 'Give its secret the permissions that docs/data-sources.md lists.'],
  [404, { message: '404 Project Not Found' }, 'source_refused', '404 Project Not Found', expect.stringContaining('Check its url')],
  [503, '<html>gone</html>', 'source_refused', '<html>gone</html>', expect.stringContaining('an error of its own')],
  [504, '', 'source_timeout', null, expect.stringContaining('overloaded')],
])('says what HTTP %i means, and what to do', async (status, body, code, said, hint) => {
  service.answers({ status, body });
  const error = await failure();
  expect(error).toMatchObject({ code, hint, status });
  expect(error.message).toBe(`Prometheus "main" at ${service.url}: HTTP ${status}${said === null ? '' : ` (${said})`}`);
});

it("prefers the words of the source's own API", async () => {
  service.answers({ status: 403 });
  expect((await failure({ remedyFor: (status) => (status === 403 ? 'Add the verb.' : null) })).hint).toBe('Add the verb.');
});

it('says how long a source asks to wait', async () => {
  service.answers({ status: 429, headers: { 'retry-after': '30' } });
  expect((await failure()).hint).toBe('It limits how often it is asked. It asks to wait for 30 s. Investigate again later.');
});

it('follows no redirect, and says where it would have led', async () => {
  service.answers({ status: 302, headers: { location: 'https://login.example.com/start?secret=1' } });
  const error = await failure();
  expect(error).toMatchObject({
    code: 'source_refused',
    hint: 'Redirects are not followed, which would lead to https://login.example.com. Set its url to the final address.',
  });
  expect(service.calls).toHaveLength(1);
});

it.each([
  ['JSON with escaped slashes', (given: string) => JSON.stringify({ sent: given }).replaceAll('/', '\\/')],
  ['HTML', (given: string) => `<pre>${given.replaceAll('&', '&amp;').replaceAll('/', '&#x2F;')}</pre>`],
  ['a dump', (given: string) => Buffer.from(given).toString('hex')],
])('never shows a secret that the source prints in %s', async (_, printed) => {
  const slashes = 'S3cr/et+T&k=n';
  service.answers(({ headers }) => ({ status: 500, body: printed(headers.authorization?.split(' ')[1] ?? '') }));
  const error = await failure({}, { secret: { value: () => slashes, refresh: () => slashes } });
  expect((error as Error).message).toContain('[secret removed]');
  expect((error as Error).message).not.toMatch(/S3cr|et\+T/);
});

it('never shows a secret that the source quotes', async () => {
  const encoded = Buffer.from('user:pass-word-1').toString('base64');
  service.answers({ status: 400, body: { message: `bad ${token} and ${encoded} and path-that-is-secret` } });
  const hiding = createSourceClient({
    name: 'S',
    url: `${service.url}/path-that-is-secret`,
    secret: { value: () => token, refresh: () => 'user:pass-word-1' },
    authorize: basic,
  });
  const error = await hiding.ask({ path: '/x' }, signal).catch((thrown: Error) => thrown);
  expect((error as Error).message).not.toMatch(/very-secret|path-that/);
});

it('reads no secret that it was asked with, where an answer quotes it', async () => {
  service.answers(({ headers }) => ({ status: 200, body: { sent: headers.authorization, a1: 1 } }));
  expect(await client().ask({ path: '/x' }, signal)).toEqual({ sent: 'Bearer [secret removed]', a1: 1 });
});

it('keeps the words of an answer that a short secret would be found in', async () => {
  const short = { value: () => 'key', refresh: () => 'key' };
  service.answers({ status: 200, body: { key: 'monkey' } });
  expect(await client({ secret: short }).ask({ path: '/x' }, signal)).toEqual({ key: 'monkey' });
});

it('shows no secret that an invisible character or a colour divides', async () => {
  service.answers({ status: 500, body: `bad\ttoken ${token.slice(0, 9)}\u001b[0m${token.slice(9)}` });
  expect((await failure()).message).toContain('(bad token [secret removed])');
});

it('rejects what is not JSON, and what is too long, without reading it to its end', async () => {
  service.answers({ status: 200, body: '<html>' });
  expect(await failure()).toMatchObject({ code: 'source_answer_unreadable', hint: 'Check that its url is the address of its API.' });
  let sent = 0;
  service.answers((_call, outgoing) => {
    outgoing.writeHead(200);
    const block = Buffer.alloc(1_048_576, 0x20);
    const more = (): void => {
      while (!outgoing.destroyed && sent < 200 && outgoing.write(block)) sent += 1;
      outgoing.once('drain', () => {
        sent += 1;
        more();
      });
    };
    more();
    return undefined;
  });
  expect(await failure()).toMatchObject({ code: 'source_answer_unreadable', hint: 'Narrow the query.' });
  expect(sent).toBeLessThan(100);
});

it("tells its own time limit from the end of the caller's", async () => {
  service.answers(() => undefined);
  expect(await failure({}, { limitMs: 50 })).toMatchObject({
    code: 'source_timeout',
    message: expect.stringMatching(/no answer within 50 ms$/),
  });
  const aborted = AbortSignal.abort();
  await expect(client().ask({ path: '/x' }, aborted)).rejects.toMatchObject({
    code: 'source_timeout',
    message: expect.stringMatching(/in the probe's time$/),
  });
});

it('says that nothing listens', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const url = `http://127.0.0.1:${(free.address() as AddressInfo).port}`;
  free.close();
  await once(free, 'close');
  expect(await failure({}, { url })).toMatchObject({
    code: 'source_unreachable',
    message: `Prometheus "main" at ${url}: unreachable (ECONNREFUSED)`,
  });
});

it('asks again where a kept connection was closed meanwhile, once', async () => {
  service.answers((_call, outgoing) => void outgoing.destroy(), { status: 200, body: { second: true } });
  expect(await client().ask({ path: '/x' }, signal)).toEqual({ second: true });
  service.answers((_call, outgoing) => void outgoing.destroy());
  expect((await failure()).code).toBe('source_unreachable');
  expect(service.calls).toHaveLength(2);
});

it.each<[string, string, Behaviour]>([
  ['was packed badly', 'Z_DATA_ERROR', { status: 200, headers: { 'content-encoding': 'gzip' }, body: 'not gzip' }],
  [
    'breaks off',
    'UND_ERR_SOCKET',
    (_call, outgoing) => {
      outgoing.writeHead(200, { 'content-length': '100' });
      outgoing.write('{"half":', () => outgoing.destroy());
      return undefined;
    },
  ],
])('does not say that a source whose answer %s is unreachable', async (_, why, behaviour) => {
  service.answers(behaviour);
  expect(await failure()).toMatchObject({
    code: 'source_answer_unreadable',
    message: `Prometheus "main" at ${service.url}: its answer breaks off or cannot be unpacked (${why})`,
  });
});

it('trusts the certificates of its file, which may be replaced, and no others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'source-'));
  const [ours, other] = [selfSigned(), selfSigned()];
  const server = createTlsServer({ key: ours.key.export({ type: 'pkcs8', format: 'pem' }), cert: ours.pem }, (_request, answer) =>
    answer.end('{"tls":true}'),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caFile = join(folder, 'ca.pem');
  const over = createSourceClient({
    name: 'K',
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    secret: null,
    authorize: bearer,
    caFile,
  });
  try {
    await expect(over.ask({ path: '/x' }, signal)).rejects.toMatchObject({
      code: 'source_unreachable',
      message: expect.stringContaining(caFile),
    });
    writeFileSync(caFile, other.pem);
    await expect(over.ask({ path: '/x' }, signal)).rejects.toMatchObject({ code: 'source_unreachable' });
    writeFileSync(caFile, ours.pem);
    // The chain is trusted; the certificate is for another name.
    await expect(over.ask({ path: '/x' }, signal)).rejects.toMatchObject({
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  }
});
