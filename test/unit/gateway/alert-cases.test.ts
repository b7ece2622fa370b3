import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { IncomingAlerts } from '../../../src/client/temporal/alert-client';
import { createInstances } from '../../../src/gateway/instances';
import { createServer } from '../../../src/gateway/server';
import { KNOWN_SOURCES } from '../../../src/incident/alerts/vendors';
import { type Answer, rawRequest } from '../../support/raw-request';

interface Good {
  readonly source?: string;
  readonly status?: string;
  readonly status_also_ok?: readonly string[];
  readonly reject_also_ok?: boolean;
  readonly incidents_to_open?: number;
}
interface Bad {
  readonly verdict: 'accept' | 'reject';
  readonly also_ok?: string;
  readonly shape: string;
  readonly error_must_name?: string;
}

const folder = process.env.ALERT_CASES_DIR;
const entriesOf = <Entry>(path: string): [string, Entry][] =>
  folder === undefined
    ? [['none', {} as Entry]]
    : Object.entries((JSON.parse(readFileSync(join(folder, path), 'utf8')) as { files: Record<string, Entry> }).files);
const instanceOf = (source: string | undefined): string => KNOWN_SOURCES.find((name) => name === source) ?? 'auto';

const describeCases = folder === undefined ? describe.skip : describe;
describeCases('the cases of ALERT_CASES_DIR, sent to the gateway', () => {
  const delivered: IncomingAlerts[] = [];
  const outside = jest.fn();
  let server: FastifyInstance;
  let port: number;
  beforeAll(async () => {
    const listen = { host: '127.0.0.1', port: 0 };
    const now = (): number => Date.parse('2026-11-24T00:00:00.000Z');
    server = createServer({
      instances: createInstances({ listen, sources: [], now, fetch: outside }),
      intake: {
        async deliver(alerts) {
          delivered.push(alerts);
          return { accepted: alerts.events.map(({ status, title }) => ({ group: 'alert-x', status, title })), ignored: [] };
        },
      },
      heartbeats: new Map(),
      heartbeatIntake: { feed: async () => undefined },
      isReady: () => true,
      log: pino({ level: 'silent' }),
      now,
    });
    await server.listen(listen);
    port = (server.server.address() as AddressInfo).port;
    jest.spyOn(globalThis, 'fetch').mockImplementation(outside);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
  });
  beforeEach(() => void delivered.splice(0));

  const send = (file: string, source: string | undefined): Promise<Answer> =>
    rawRequest({ port, method: 'POST', path: `/webhooks/${instanceOf(source)}`, body: readFileSync(join(folder ?? '', file)) });

  it.each(entriesOf<Good>('EXPECTED.json'))('%s', async (file, expected) => {
    const { source, status, status_also_ok = [], reject_also_ok, incidents_to_open } = expected;
    const { statusCode } = await send(file, source);
    if (statusCode !== 202) return expect([statusCode, reject_also_ok]).toEqual([400, true]);
    // The folder knows no acknowledgement: it calls that firing, and opens nothing for it.
    const also = incidents_to_open === 0 ? ['acknowledged'] : [];
    expect([status, ...status_also_ok, ...also]).toContain(delivered[0]?.events[0]?.status);
  });

  it.each(entriesOf<Bad>('malformed/EXPECTED.json'))('malformed/%s', async (file, { verdict, also_ok = '', shape, error_must_name }) => {
    const { statusCode, json } = await send(join('malformed', file), shape === 'canonical' ? undefined : shape);
    const isAccepted = statusCode === 202;
    expect([verdict, also_ok.split(' ')[0]]).toContain(isAccepted ? 'accept' : 'reject');
    if (!isAccepted) expect(statusCode).toBe(400);
    if (!isAccepted && verdict === 'reject') expect(json().error.field).toBe(error_must_name);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect((await rawRequest({ port, method: 'GET', path: '/healthz' })).statusCode).toBe(200);
  });

  it('make the gateway ask for nothing outside', () => {
    expect(outside).not.toHaveBeenCalled();
  });
});
