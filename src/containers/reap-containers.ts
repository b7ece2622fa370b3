import type Docker from 'dockerode';
import { callEngine } from './call-engine';
import { DEADLINE_LABEL, INSTALLATION_LABEL, SYSTEM, SYSTEM_LABEL } from './container-spec';

const CALL_MS = 10_000;

/**
 * Removes the installation's probe containers that are past their deadline, whichever worker left them. Other installations'
 * containers are left alone, because those installations' clocks may differ. Returns how many. Throws `EngineError`.
 */
export async function reapContainers(docker: Docker, installation: string, now: Date): Promise<number> {
  const filters = { label: [`${SYSTEM_LABEL}=${SYSTEM}`, `${INSTALLATION_LABEL}=${installation}`] };
  const ours = await callEngine('list', CALL_MS, (abortSignal) => docker.listContainers({ all: true, filters, abortSignal }));
  const expired = ours.filter(({ Labels: labels }) => Number(labels[DEADLINE_LABEL]) < now.getTime());
  const removals = expired.map(({ Id: id }) =>
    callEngine('remove', CALL_MS, (abortSignal) => docker.getContainer(id).remove({ force: true, v: true, abortSignal })),
  );
  // Another worker may reap at the same time; what it removed is not counted here.
  const results = await Promise.allSettled(removals);
  return results.filter(({ status }) => status === 'fulfilled').length;
}
