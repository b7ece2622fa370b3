import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { createRunProbe, type RunProbeDependencies } from '../../../src/activities/run-probe';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import type { LookUp } from '../../../src/containers/look-up-name';
import type { ContainerEngine } from '../../../src/containers/port';
import { REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import { selectProbes } from '../../../src/incident/investigation/select-probes';
import type { Finding } from '../../../src/incident/model/finding';
import type { Runbook } from '../../../src/incident/model/runbook';
import { createDataSources, NO_READERS } from '../../../src/investigation-sources/data-sources';
import { loadRunbooks } from '../../../src/runbooks/load-runbooks';
import { describeWith } from '../../support/needs';
import { sampleIncident } from '../../support/sample-incident';

// The TLS of a busybox image knows no signature algorithm that a server of today asks for by itself.
const BUSYBOX_TLS = { ciphers: 'ALL:@SECLEVEL=0', minVersion: 'TLSv1' } as const;
const OWN_RUNBOOKS = join(__dirname, '..', '..', '..', 'runbooks');

describeWith(['engine'], 'what probes reach, on a real engine', () => {
  const asked: string[] = [];
  let engine: ContainerEngine;
  let runbooks: readonly Runbook[];
  let gateway: string;
  let plain: Server;
  let secured: Server;
  beforeAll(async () => {
    const docker = new Docker({ socketPath: (process.env.TEST_DOCKER_HOST ?? '').replace('unix://', '') });
    engine = createDockerEngine({ dockerHost: process.env.TEST_DOCKER_HOST, installation: randomUUID() });
    runbooks = await loadRunbooks([OWN_RUNBOOKS]);
    const { IPAM } = await docker.getNetwork('bridge').inspect();
    gateway = (await engine.gateways()).find((address) => address.startsWith(String(IPAM?.Config?.[0]?.Subnet).split('.')[0] ?? '')) ?? '';
    plain = await listening(createServer(answer));
    secured = await listening(createTlsServer({ ...selfSigned(), ...BUSYBOX_TLS }, answer));
  });
  afterAll(() => {
    for (const server of [plain, secured]) {
      server.close();
      server.closeAllConnections();
    }
  });

  const answer = ({ url, headers }: IncomingMessage, response: ServerResponse): void => {
    asked.push(`${headers.host}${url}`);
    if (url === '/redirect') response.writeHead(302, { Location: `http://${gateway}:${portOf(plain)}/internal` }).end();
    else if (url === '/down') response.writeHead(503).end('no connection left');
    else if (url === '/large') response.end('x'.repeat(300_000));
    else if (url === '/late') setTimeout(() => response.end('fine'), 900);
    else response.end('fine');
  };

  /** Runs one of the project's own probes; the servers of this test are on the engine's host, which is let through here. */
  const probing = (id: string, target: string, world: { lookUp?: LookUp; gateways?: readonly string[] } = {}): Promise<Finding> => {
    const incident = sampleIncident({ targets: [target] });
    const probe = selectProbes(incident, { runbooks, problem: null }, REACH_ALL).probes.find((one) => one.probe === id);
    if (probe === undefined) throw new Error(`${id} does not look at ${target}`);
    const dependencies: RunProbeDependencies = {
      engine: world.gateways === undefined ? { ...engine, gateways: async () => [] } : engine,
      runbooks: async () => ({ runbooks, problem: null }),
      services: async () => ({ services: [], problem: null }),
      sources: createDataSources(NO_READERS),
      reach: REACH_ALL,
      lookUp: async () => world.lookUp ?? { outcome: 'found', addresses: [gateway], tookMs: 1 },
      image: process.env.INCIDENT_PROBE_IMAGE ?? '',
      toolsImage: null,
      secrets: {},
      network: 'bridge',
      now: () => new Date(),
    };
    asked.length = 0;
    return createRunProbe(dependencies)({ incident, probe, attempt: 1, run: `${randomUUID().slice(-10)}-1` });
  };

  it.each(['http', 'https'])('follows no redirect (%s)', async (scheme) => {
    const port = portOf(scheme === 'http' ? plain : secured);
    const finding = await probing('http-health', `${scheme}://shop.example:${port}/redirect`);
    expect(finding).toMatchObject({
      status: 'ok',
      summary: expect.stringMatching(/HTTP 302 .* a redirect to .*\/internal, which was not followed/),
    });
    expect(asked).toEqual([`shop.example:${port}/redirect`]);
  });

  it.each(['http', 'https'])('asks the address that the name had when it was looked up, by that name (%s)', async (scheme) => {
    const port = portOf(scheme === 'http' ? plain : secured);
    expect(await probing('http-health', `${scheme}://shop.example:${port}/`)).toMatchObject({ status: 'ok' });
    expect(asked).toEqual([`shop.example:${port}/`]);
  });

  it.each(['http', 'https'])('takes the time of the answer alone (%s)', async (scheme) => {
    const url = `${scheme}://shop.example:${portOf(scheme === 'http' ? plain : secured)}`;
    const timeOf = async (path: string) => {
      const { summary } = await probing('http-health', url + path);
      return Number(/^HTTP 200 in (?:under )?(\d+) ms$/.exec(summary)?.[1]);
    };
    const prompt = Math.min(await timeOf('/'), await timeOf('/'), await timeOf('/'));
    expect(await timeOf('/late')).toBeGreaterThan(prompt + 500);
  });

  it('reads the dates of a certificate, and whether outdated TLS is accepted', async () => {
    const url = `https://shop.example:${portOf(secured)}/`;
    expect(await probing('tls-expiry', url)).toMatchObject({ status: 'warn', summary: expect.stringMatching(/expires in [12] days?/) });
    expect(await probing('tls-legacy', url)).toMatchObject({ status: 'warn', summary: expect.stringContaining('TLS 1.0') });
    expect(await probing('tls-expiry', `https://shop.example:${portOf(plain)}/`)).toMatchObject({
      status: 'unknown',
      summary: 'The server answers, but not with TLS',
    });
  });

  it('reads what a database says before any login', async () => {
    let said = 'R\0\0\0\u0008\0\0\0\u0003';
    const database = createTcpServer((socket) => socket.on('error', () => {}).end(said));
    // PgBouncer's port: the least likely of those that the probe knows to be taken on this machine.
    database.listen(6432, gateway);
    await once(database, 'listening');
    expect(await probing('database-answers', 'shop.example:6432')).toMatchObject({ status: 'ok', summary: 'PostgreSQL accepts clients' });
    said = 'E\0\0\0\u0020SFATAL\0C53300\0Msorry, too many clients already\0\0';
    expect(await probing('database-answers', 'shop.example:6432')).toMatchObject({
      status: 'fail',
      summary: 'the server says "sorry, too many clients already"',
      evidence: expect.arrayContaining([expect.stringContaining('sorry, too many clients already')]),
    });
    database.close();
  });

  it('reads a bounded part of a large body, and shows that of an error', async () => {
    expect(await probing('http-health', `http://shop.example:${portOf(plain)}/large`)).toMatchObject({ status: 'ok' });
    const down = await probing('http-health', `http://shop.example:${portOf(plain)}/down`);
    expect(down).toMatchObject({ status: 'fail', reproduced: true, evidence: expect.arrayContaining(['body: no connection left']) });
  });

  it('never runs against the engine’s own machine, by address or by name', async () => {
    for (const target of [`${gateway}:${portOf(plain)}`, `rebind.example:${portOf(plain)}`]) {
      const finding = await probing('tcp-connect', target, { gateways: [gateway] });
      expect(finding).toMatchObject({ status: 'unknown', summary: expect.stringContaining("engine's host") });
    }
    expect(asked).toEqual([]);
  });

  it('says that a name does not resolve, or that it cannot tell, and asks no name server again', async () => {
    const target = 'http://later.example:80/';
    const gone = { lookUp: { outcome: 'not_found' } as const };
    expect(await probing('http-health', target, gone)).toMatchObject({
      status: 'fail',
      summary: expect.stringContaining('does not resolve'),
    });
    expect(await probing('dns-resolve', target, gone)).toMatchObject({ status: 'fail', reproduced: true });
    const silent = { lookUp: { outcome: 'no_answer' } as const };
    expect(await probing('tcp-connect', target, silent)).toMatchObject({ status: 'unknown' });
    expect(await probing('dns-resolve', target, silent)).toMatchObject({ status: 'unknown' });
    expect(await probing('dns-resolve', target)).toMatchObject({ status: 'ok', summary: expect.stringContaining(gateway) });
  });

  it('tells what refuses from what is silent', async () => {
    expect(await probing('http-health', 'http://shop.example:1/')).toMatchObject({ status: 'fail', summary: 'connection refused' });
  });
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listening(server: Server): Promise<Server> {
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  return server;
}

function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'self-signed-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=shop.example', '-keyout', key, '-out', cert];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
