import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFailingService } from '../../../src/demo/failing-service';

describe('startFailingService', () => {
  it('says which engine could not run it, and what to do, and leaves no container', async () => {
    const asked: string[] = [];
    const engine = createServer(({ method, url = '' }, answer) => {
      const path = url.replace(/\?.*/, '');
      asked.push(`${method} ${path}`);
      answer.setHeader('content-type', 'application/json');
      if (path.endsWith('/json')) return answer.end('[]');
      if (path.endsWith('/create')) return answer.writeHead(201).end('{"Id":"shop"}');
      if (path.endsWith('/start')) return answer.writeHead(500).end('{"message":"failed to create shim task: invalid rootfs"}');
      return answer.writeHead(204).end();
    });
    engine.listen(0, '127.0.0.1');
    await once(engine, 'listening');
    const dockerHost = `tcp://127.0.0.1:${(engine.address() as AddressInfo).port}`;
    const starting = startFailingService(dockerHost, 'busybox');
    await expect(starting).rejects.toMatchObject({
      message: expect.stringMatching(
        new RegExp(`^couldn't get the demo service: the container engine at ${dockerHost} couldn't run a container: .*invalid rootfs`),
      ),
      hint: expect.stringContaining('set DOCKER_HOST'),
    });
    expect(asked.at(-1)).toBe('DELETE /containers/shop');
    engine.close();
  });
});
