import { once } from 'node:events';
import { createServer } from 'node:net';
import { hostAndPort, whyUnreachable } from '../../../../src/client/temporal/dial';

describe('hostAndPort', () => {
  it.each([
    ['temporal.example.com', 'temporal.example.com', 7233],
    ['127.0.0.1:80', '127.0.0.1', 80],
    ['[::1]:7233', '::1', 7233],
  ])('%s', (address, host, port) => expect(hostAndPort(address)).toEqual({ host, port }));
});

describe('whyUnreachable', () => {
  it('tells nothing when something listens, and says why when nothing does', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await whyUnreachable(`127.0.0.1:${port}`, 5_000)).toBeNull();
    server.close();
    await once(server, 'close');
    expect(await whyUnreachable(`127.0.0.1:${port}`, 5_000)).toBe('connection refused');
  });
});
