import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { byToken } from '../../../src/gateway/auth/person';
import { People } from '../../../src/gateway/people';
import { createServer } from '../../../src/gateway/server';
import { createMcpIntake } from '../../../src/mcp/http';
import { ALICE, agentStage } from '../../support/agent-stage';
import { ERAS } from '../../support/connect-agent';
import { completeState } from '../../support/sample-state';
import { waitUntil } from '../../support/wait-until';

const ID = 'PROD-20260101-001';
const TOKEN = 'a-right-token';
const log = pino({ level: 'silent' });

const servers: FastifyInstance[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Answered {
  readonly statusCode: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By Node's own client, which sends any host. */
async function send(
  port: number,
  { method, path, headers, body = '' }: { method: string; path: string; headers: Record<string, string>; body?: string },
): Promise<Answered> {
  const sent = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, 'content-length': Buffer.byteLength(body) } });
  sent.on('error', () => undefined);
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { statusCode: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

async function setUp({ areKept = true, stopping = new AbortController() } = {}) {
  const stage = agentStage([completeState()], { stopping: stopping.signal });
  const people = new People(byToken({ areKept, holderOf: (token) => (token === TOKEN ? { principal: ALICE } : { refused: 'unknown' }) }));
  const intake = createMcpIntake({ desk: stage.newDesk(), version: '1.0.0', log });
  const server = createServer({
    instances: new Map(),
    heartbeats: new Map(),
    intake: { deliver: async () => ({ accepted: [], ignored: [] }) },
    isReady: () => true,
    agents: { people, intake, hosts: ['incidents.example.com'] },
    log,
    now: () => stage.clock,
  } as unknown as Parameters<typeof createServer>[0]);
  servers.push(server);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const ask = (method: string, path: string, headers: Record<string, string> = {}) => send(port, { method, path, headers });
  const post = (headers: Record<string, string> = {}, body: object = LIST) =>
    send(port, {
      method: 'POST',
      path: '/mcp',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify(body),
    });
  return { stage, ask, post, url: new URL(`http://127.0.0.1:${port}/mcp`) };
}

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe('the address for agents', () => {
  it.each(['legacy', 'modern'] as const)('serves a client of the %s protocol, in the name of its person', async (era) => {
    const { stage, url } = await setUp();
    const client = new Client({ name: 'Agent One', version: '1.0.0' }, { versionNegotiation: { mode: ERAS[era] } });
    await client.connect(
      new StreamableHTTPClientTransport(url, {
        requestInit: { headers: { authorization: `Bearer ${TOKEN}`, 'user-agent': 'agent-one/2.0' } },
      }),
    );
    expect([client.getProtocolEra(), client.getInstructions()?.includes('incident-data')]).toEqual([era, true]);
    expect((await client.listTools()).tools).toHaveLength(10);
    const { content } = await client.callTool({ name: 'update_incident', arguments: { incident: ID, action: 'note', text: 'over HTTP' } });
    expect(content).toEqual([{ type: 'text', text: `Done: ${ID} has a new note. Its status is triggered.` }]);
    expect(stage.incidents.state(ID).timeline.at(-1)).toMatchObject({ actor: 'alice@example.com', via: 'agent-one', note: 'over HTTP' });
    await client.close();
  });

  it('asks the person at a client of the newer protocol first, by another round of the same call', async () => {
    const { stage, url } = await setUp();
    const client = new Client(
      { name: 'a', version: '1' },
      { versionNegotiation: { mode: ERAS.modern }, capabilities: { elicitation: { form: {} } } },
    );
    const questions: string[] = [];
    client.setRequestHandler('elicitation/create', ({ params }) => {
      questions.push(params.message);
      return questions.length === 1 ? { action: 'decline' } : { action: 'accept', content: { confirm: true } };
    });
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization: `Bearer ${TOKEN}` } } }));
    const resolve = () => client.callTool({ name: 'update_incident', arguments: { incident: ID, action: 'resolve' } });
    expect((await resolve()).content).toMatchObject([{ text: expect.stringContaining('said no') }]);
    expect(stage.incidents.state(ID).status).toBe('triggered');
    expect((await resolve()).content).toMatchObject([{ text: expect.stringContaining('is resolved') }]);
    expect(questions).toEqual(Array(2).fill(`Resolve, for everyone, incident ${ID}?`));
    await client.close();
  });

  it('is not there without a file of tokens', async () => {
    expect((await (await setUp({ areKept: false })).post()).statusCode).toBe(404);
  });

  it.each([
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('refuses %s, and says which scheme it wants', async (_, headers) => {
    const { statusCode, headers: answered } = await (await setUp()).post(headers);
    expect([statusCode, answered['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it('has no metadata for OAuth', async () => {
    const { ask } = await setUp();
    for (const name of ['oauth-protected-resource', 'oauth-protected-resource/mcp', 'oauth-authorization-server', 'openid-configuration'])
      expect((await ask('GET', `/.well-known/${name}`)).statusCode).toBe(404);
  });

  it.each(['GET', 'DELETE', 'PUT', 'OPTIONS'] as const)('takes no %s', async (method) => {
    const { statusCode, headers } = await (await setUp()).ask(method, '/mcp');
    expect([statusCode, headers.allow]).toEqual([405, 'POST']);
  });

  it.each(['localhost', 'localhost:8090', '127.0.0.1', '[::1]:8090', 'incidents.example.com', 'Incidents.Example.com:443'])(
    'answers as the host %s',
    async (host) => {
      expect((await (await setUp()).post({ host })).statusCode).toBe(200);
    },
  );

  it.each([
    'evil.example.com',
    '127.0.0.1.evil.example.com',
    'localhost.evil.example.com:8090',
    '10.0.0.1',
    'incidents.example.com.evil.example.com',
    'x y',
    '@localhost',
  ])('is no host called %s', async (host) => {
    expect((await (await setUp()).post({ host })).statusCode).toBe(403);
  });

  it.each(['https://evil.example.com', 'null', 'http://localhost.evil.example.com', 'file://', 'https://10.0.0.1'])(
    'takes nothing from a page of %s',
    async (origin) => {
      expect((await (await setUp()).post({ origin })).statusCode).toBe(403);
    },
  );

  it.each(['http://localhost:6274', 'http://127.0.0.1:3000', 'https://incidents.example.com'])(
    'takes requests from a page of %s',
    async (origin) => {
      expect((await (await setUp()).post({ origin })).statusCode).toBe(200);
    },
  );

  it('takes no body of more than a mebibyte', async () => {
    expect((await (await setUp()).post({}, { ...LIST, params: { more: 'x'.repeat(1_100_000) } })).statusCode).toBe(413);
  });

  it('answers what waits when the gateway stops', async () => {
    const stopping = new AbortController();
    const { post, stage } = await setUp({ stopping });
    stage.incidents.change(ID, { revision: 3 });
    let isAnswered = false;
    const params = { name: 'get_incident', arguments: { incident: ID, sinceRevision: 3, waitSeconds: 25 } };
    const waiting = post({}, { jsonrpc: '2.0', id: 1, method: 'tools/call', params }).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await waitUntil(() => stage.incidents.heard > 0);
    expect(isAnswered).toBe(false);
    stopping.abort();
    expect((await waiting).body).toContain('Nothing is newer than revision 3.');
  });
});
