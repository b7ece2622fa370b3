import { currentPolicy } from '../../incident/model/incident';
import { problemOf } from '../calls/judge-failure';
import type { IncidentRun } from './incident-run';

/** Archives the channel of a resolved incident. If that fails, the channel stays and the incident is closed anyway. */
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

/**
 * Unarchives the channel of a closed incident. Slack lets few bots do this; otherwise a person must unarchive it and then
 * retry the step.
 */
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
