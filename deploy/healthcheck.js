'use strict';
/**
 * Health check of a worker's container: exit 0 when the Temporal server has lately seen a worker of this host ask for
 * work. A process that runs but polls nothing is so told from one that works. Slack and the engine are left out on
 * purpose: while they are down the worker is right to stay, and its log says so.
 */
const { hostname } = require('node:os');
const { Connection } = require('@temporalio/client');
const { loadConfig } = require('../dist/config');
const { CONTAINERS_QUEUE, RESPONSE_QUEUE } = require('../dist/workflows/activity-options');

const QUEUES = [RESPONSE_QUEUE, CONTAINERS_QUEUE];
const DEADLINE_MS = 8_000;
const ACTIVITY_QUEUE = 2;
/** A poll lasts a minute at most. */
const SEEN_WITHIN_MS = 120_000;

async function main() {
  const { temporal } = loadConfig({ purpose: 'client' });
  const connection = await Connection.connect(temporal.connection);
  try {
    const ask = (name) =>
      connection.workflowService.describeTaskQueue({ namespace: temporal.namespace, taskQueue: { name }, taskQueueType: ACTIVITY_QUEUE });
    const answers = await connection.withDeadline(Date.now() + DEADLINE_MS, () => Promise.all(QUEUES.map(ask)));
    const seen = answers.flatMap(({ pollers }) => pollers ?? []).filter(isOurs);
    if (seen.length > 0) return;
    throw new Error(`no worker of ${hostname()} asks ${QUEUES.join(' or ')} for work`);
  } finally {
    await connection.close();
  }
}

/** A worker's identity is `pid@host`. */
function isOurs({ identity, lastAccessTime }) {
  const seenAt = Number(lastAccessTime?.seconds ?? 0) * 1_000;
  return String(identity).endsWith(`@${hostname()}`) && seenAt > Date.now() - SEEN_WITHIN_MS;
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
