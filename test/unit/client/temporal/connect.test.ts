import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { connectIncidentClient } from '../../../../src/client/temporal/connect';
import { loadConfig } from '../../../../src/config';

const before = process.env;
const servers: Server[] = [];
/** Something that listens, hangs up on everybody, and counts them. */
async function listener(): Promise<{ address: string; visits: () => number }> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, visits: () => visits };
}
afterEach(() => {
  process.env = before;
  for (const server of servers.splice(0)) server.close();
});

it('goes straight to a Temporal on this machine, whatever proxy the environment names', async () => {
  const [temporal, proxy] = [await listener(), await listener()];
  const env = {
    ...before,
    https_proxy: `http://${proxy.address}`,
    http_proxy: `http://${proxy.address}`,
    grpc_proxy: `http://${proxy.address}`,
  };
  delete (env as NodeJS.ProcessEnv).no_proxy;
  process.env = env;
  const config = loadConfig({ env: { ...env, TEMPORAL_ADDRESS: temporal.address }, purpose: 'client' });
  await expect(connectIncidentClient(config)).rejects.toMatchObject({ code: 'service_unreachable' });
  // The first visit is the dial that looks whether anything listens.
  expect(temporal.visits()).toBeGreaterThan(1);
  expect(proxy.visits()).toBe(0);
});

it('takes headers from the environment as they stand', async () => {
  const { address } = await listener();
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_GRPC_META_TEAM: 'payments' };
  const config = loadConfig({ env, purpose: 'client' });
  const failed = await connectIncidentClient(config).catch((error: Error) => error);
  expect(failed).toMatchObject({
    code: 'service_unreachable',
    message: expect.stringContaining('did not answer like a Temporal gRPC server within 4 s'),
    hint: expect.stringMatching(/^Nothing was changed\. Try again\. (?!.*Start Temporal).*load on the server/),
  });
  expect(config.temporal.connection.metadata).toEqual({ team: 'payments' });
});
