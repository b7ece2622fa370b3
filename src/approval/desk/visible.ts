import { NoSuchIncidentError } from '../../client/temporal/errors';
import type { Reading } from '../../client/temporal/read-state';
import { isVisible } from '../../client/temporal/seen-from-outside';
import type { Identified } from '../../incident/model/actions/claims';
import type { ApprovalDesk } from './desk';
import { slackIdsIn } from './identities';

/**
 * The incident as this person sees it. A private one does not exist for those who are not in its room, and for no agent.
 * @throws NoSuchIncidentError, ServiceUnreachableError
 */
export async function readFor(desk: ApprovalDesk, person: Identified, incidentId: string): Promise<Reading> {
  const reading = await desk.incidents.read(incidentId);
  if (isVisible(reading) || (await isInRoom(desk, person, reading))) return reading;
  throw new NoSuchIncidentError(incidentId);
}

async function isInRoom({ directory, log }: ApprovalDesk, { identities, agent }: Identified, { state }: Reading): Promise<boolean> {
  const room = state?.warRoom?.channelId;
  if (agent !== undefined || directory === null || room === undefined) return false;
  try {
    const found = await Promise.all(slackIdsIn(identities).map((userId) => directory.isMember(room, userId)));
    return found.includes(true);
  } catch (error) {
    log.warn(
      { code: (error as { code?: string }).code ?? 'unknown' },
      "couldn't ask Slack who is in a private room; nobody counts as in it",
    );
    return false;
  }
}
