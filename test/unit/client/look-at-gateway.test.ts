import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { runChecks } from '../../../src/client/cli/verbs/doctor';
import { gatewayUrl } from '../../../src/client/gateway/ask-gateway';
import { lookAtGateway } from '../../../src/client/look-at-gateway';
import { createInstances } from '../../../src/gateway/instances';
import { createServer } from '../../../src/gateway/server';
import { configFile } from '../../support/config-file';

const { load } = configFile('doctor');
const SOURCES = {
  am: { type: 'alertmanager', auth: 'bearer', secrets: ['AM_TOKEN'] },
  board: { type: 'grafana', auth: 'signature', secrets: ['BOARD_KEY'], timestampHeader: 'X-Time' },
  aws: { type: 'cloudwatch', auth: 'signature', topics: ['arn:aws:sns:eu-west-1:123456789012:alarms'] },
  own: { type: 'generic', auth: 'none' },
};
const SECRETS = { AM_TOKEN: 'am-secret', BOARD_KEY: 'board-secret' };
const LOCAL = { host: '127.0.0.1', port: 0 };

const closing: (() => unknown)[] = [];
const { INCIDENT_GATEWAY_URL: before } = process.env;
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  if (before === undefined) delete process.env.INCIDENT_GATEWAY_URL;
  else process.env.INCIDENT_GATEWAY_URL = before;
});
const isAt = (server: Server | FastifyInstance['server']): void => {
  process.env.INCIDENT_GATEWAY_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

/** A gateway with this configuration, which must not take in anything. */
async function serve(sources: object, isReady = true): Promise<void> {
  const { gateway } = load({ sources }, SECRETS, 'gateway');
  const refuse = async (): Promise<never> => {
    throw new Error('the doctor sent an alert');
  };
  const server = createServer({
    instances: createInstances({ listen: LOCAL, sources: gateway?.sources ?? [], now: () => Date.now() }),
    heartbeats: new Map(),
    heartbeatIntake: { feed: refuse },
    intake: { deliver: refuse },
    isReady: () => isReady,
    log: pino({ level: 'silent' }),
    now: () => Date.now(),
  });
  closing.push(() => server.close());
  await server.listen(LOCAL);
  isAt(server.server);
}

async function serveOther(answer: RequestListener): Promise<void> {
  const server = createHttpServer(answer);
  closing.push(() => server.close());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  isAt(server);
}

const look = async (sources: object, env: NodeJS.ProcessEnv = SECRETS) =>
  (await runChecks([{ name: 'gateway', exit: 0, mend: '', look: () => lookAtGateway(load({ sources }, env)) }]))[0];

it('says which sources are on, and whether the gateway accepts their secrets', async () => {
  await serve(SOURCES);
  const url = gatewayUrl();
  expect(url).not.toMatch(/\/$/);
  expect(await look(SOURCES)).toMatchObject({
    ok: true,
    found: `${url} answers\nam: on; it accepts the secret that is set here\nboard: on; it accepts the secret that is set here\naws: on; its secret cannot be checked from here\nown: on; without authentication`,
  });
  expect((await look(SOURCES, {}))?.found).toContain('am: on; its secret cannot be checked from here');
});

it('says which secret the gateway refuses, and which source the running gateway does not have', async () => {
  await serve({ am: SOURCES.am, board: SOURCES.board });
  const result = await look(SOURCES, { AM_TOKEN: 'another-secret', BOARD_KEY: 'other' });
  expect(result).toMatchObject({ ok: false });
  expect(result?.found).toMatch(/\nam: on; it refuses the secret that is set here\nboard: on; it refuses/);
  expect(result?.found).toContain('\nown: the gateway does not have this source');
  expect(result?.mend).toMatch(/^Set the same secret here .* Restart the gateway: /);
  expect(JSON.stringify(result)).not.toContain('another');
});

it('needs no sources', async () => {
  await serve({});
  expect(await look({})).toMatchObject({ ok: true, found: `${gatewayUrl()} answers; no sources are configured` });
});

it('says that it has not reached Temporal', async () => {
  await serve(SOURCES, false);
  expect(await look(SOURCES)).toMatchObject({ ok: false, found: `${gatewayUrl()} answers, but has not reached Temporal yet` });
});

it('says that it is being stopped, and nothing about Temporal', async () => {
  await serveOther((_, response) => void response.writeHead(503).end('{"status":"stopping"}'));
  const result = await look(SOURCES);
  expect(result).toMatchObject({
    ok: false,
    found: `${gatewayUrl()} answers, but is being stopped`,
    mend: 'Start it again: npm run gateway',
  });
});

it.each<[string, RequestListener]>([
  ['a page', (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')],
  ['JSON of its own', (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')],
  ['an error of its own', (_, response) => void response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"no"}')],
  ['another place', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
])('says that something else is there, which answers with %s', async (_, answer) => {
  await serveOther(answer);
  const result = await look(SOURCES);
  expect(result?.found).toMatch(/^what answers at http\S+ is not the gateway \(HTTP \d+, /);
  expect(result?.mend).toContain('INCIDENT_GATEWAY_URL');
});

it('says that nothing is there', async () => {
  process.env.INCIDENT_GATEWAY_URL = 'http://127.0.0.1:1';
  expect((await look(SOURCES))?.found).toMatch(/^the gateway at http:\/\/127.0.0.1:1 does not answer \(/);
});

it.each(['localhost:8090', 'nowhere', 'ftp://localhost', 'http://a:b@localhost', 'http://localhost:8090/?token=a'])(
  'refuses %s, which is not an address',
  (url) => {
    process.env.INCIDENT_GATEWAY_URL = url;
    expect(() => gatewayUrl()).toThrow(/^INCIDENT_GATEWAY_URL: .* \(allowed: an http\(s\) URL such as http:\/\/127.0.0.1:8090\)/);
  },
);
