import { once } from 'node:events';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import Fastify from 'fastify';
import { BARE_ALERTS_QUEUE, BARE_READY, BARE_SIGNAL } from './bare-alerts-names';
import { bareBundle } from './bare-workers';

/**
 * What the gateway and the group of alerts are compared with, as processes of their own: a server that passes each body on
 * with one signal-with-start and answers 202, and a worker whose workflow counts the signals.
 */
async function main([role, address = '', port = '']: readonly string[]): Promise<void> {
  if (role === 'gateway') await serve(address, Number(port));
  else await work(address);
}

async function serve(address: string, port: number): Promise<void> {
  const client = new Client({ connection: await Connection.connect({ address }) });
  const server = Fastify({ logger: false });
  server.post<{ Body: { groupLabels: { shard: string } } }>('/', async ({ body }, reply) => {
    const workflowId = `bare-${body.groupLabels.shard}`;
    await client.workflow.signalWithStart('countDeliveries', {
      workflowId,
      taskQueue: BARE_ALERTS_QUEUE,
      args: [],
      signal: BARE_SIGNAL,
      signalArgs: [body],
    });
    return reply.code(202).send({ accepted: [{ group: workflowId }] });
  });
  await server.listen({ host: '127.0.0.1', port });
  process.stdout.write(BARE_READY);
  await once(process, 'SIGTERM');
  process.exit(0);
}

async function work(address: string): Promise<void> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({ connection, taskQueue: BARE_ALERTS_QUEUE, workflowBundle: await bareBundle() });
  process.stdout.write(BARE_READY);
  await worker.run();
  process.exit(0);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
