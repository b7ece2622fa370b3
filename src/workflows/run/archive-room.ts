import { currentPolicy } from '../../incident/model/current-policy';
import { problemOf } from '../calls/judge-failure';
import type { IncidentRun } from './incident-run';

/** The channel of a resolved incident is archived with it; one that cannot be stays, and the incident is closed all the same. */
export async function archiveRoom(incident: IncidentRun): Promise<void> {
  const { warRoom, status, incident: parsed } = incident.state();
  if (warRoom === null || status !== 'resolved' || parsed === null || !currentPolicy(parsed).archiveChannel) return;
  try {
    await incident.activities.call(
      'archiveChannel',
      { channelId: warRoom.channelId },
      { activityId: 'archiveChannel', summary: `#${warRoom.name}` },
    );
  } catch (error) {
    incident.record.degrade('archiveChannel', problemOf(error));
  }
}

/** Opens the channel of a closed incident again. Slack lets few bots do so: else a person must, and then retry the step. */
export async function reopenRoom(incident: IncidentRun): Promise<void> {
  const { warRoom } = incident.state();
  if (warRoom === null) return;
  try {
    await incident.activities.call(
      'unarchiveChannel',
      { channelId: warRoom.channelId },
      { activityId: 'unarchiveChannel', summary: `#${warRoom.name}` },
    );
  } catch (error) {
    incident.record.degrade('unarchiveChannel', problemOf(error));
  }
}
