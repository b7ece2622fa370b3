import { directMessageTo } from '../../incident/people/direct-messages';
import { directCallOf, isDirectCallWanted } from '../../incident/war-room/direct-call';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import { whileWanted } from '../calls/while-wanted';
import type { DirectItem } from '../contract/run-handover';
import type { IncidentAccess } from '../incident-access';
import { MESSAGE_DELETED } from '../room/room-messenger';

/** The attempt is cancelled once the message is obsolete. */
export async function sendDirect(incident: IncidentAccess, { key, userId, name, why }: DirectItem): Promise<void> {
  const isWanted = (): boolean => isDirectCallWanted(incident.state(), why);
  if (isWanted()) {
    const posting = { to: { kind: 'person', userId } as const, key, message: directCallOf(incident.state(), why) };
    const about = { activityId: `direct.${incident.nextNumber()}`, summary: name };
    await whileWanted(isWanted, () => incident.messenger.postElsewhere(posting, about));
  }
  incident.record.clearDegradation(directMessageTo(name));
  incident.elsewhere.closeAnswers();
}

/** One after the other: nobody waits for it, and whoever presses such a button is told why it does nothing. */
export async function deliverClosings(incident: IncidentAccess): Promise<void> {
  const { messenger, record } = incident;
  for (;;) {
    const [next] = messenger.answers.outdated(incident.state());
    if (next === undefined) return;
    const { key, channelId, ts } = next.answer;
    try {
      await messenger.edit({
        channelId,
        ts,
        key,
        message: next.message,
        activityId: `closeAnswers.${incident.nextNumber()}`,
        summary: key,
      });
      messenger.answers.note(key, channelId, ts, next.message);
    } catch (error) {
      if (wasCancelled(error)) throw error;
      messenger.answers.forget(key);
      const problem = problemOf(error);
      if (problem.code !== MESSAGE_DELETED) record.degrade('closeAnswers', problem);
    }
  }
}
