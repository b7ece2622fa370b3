import type Docker from 'dockerode';
import { callEngine } from './call-engine';
import { BY_HAND, DEADLINE_LABEL, INSTALLATION_LABEL, KEPT_SYSTEM, SYSTEM, SYSTEM_LABEL } from './container-spec';

const CALL_MS = 10_000;

/**
 * Removes the installation's probe containers that are past their deadline, whichever worker left them. Other installations'
 * containers are left alone, because those installations' clocks may differ. Nobody else removes what a command left that was
 * killed; by a clock that differs, too, only if it has ended. Containers of actions have a deadline days after their end.
 * Returns how many. Throws `EngineError`.
 */
export async function reapContainers(docker: Docker, installation: string, now: Date): Promise<number> {
  const listed = [SYSTEM, KEPT_SYSTEM].map((system) => {
    const filters = { label: [`${SYSTEM_LABEL}=${system}`] };
    return callEngine('list', CALL_MS, (abortSignal) => docker.listContainers({ all: true, filters, abortSignal }));
  });
  const expired = (await Promise.all(listed)).flat().filter(({ Labels: labels, State: state }) => {
    const owner = labels[INSTALLATION_LABEL] ?? '';
    const isOurs = owner === installation || (owner.startsWith(BY_HAND) && state !== 'running');
    return isOurs && Number(labels[DEADLINE_LABEL]) < now.getTime();
  });
  const removals = expired.map(({ Id: id }) =>
    callEngine('remove', CALL_MS, (abortSignal) => docker.getContainer(id).remove({ force: true, v: true, abortSignal })),
  );
  // Another worker may reap at the same time; what it removed is not counted here.
  const results = await Promise.allSettled(removals);
  return results.filter(({ status }) => status === 'fulfilled').length;
}
