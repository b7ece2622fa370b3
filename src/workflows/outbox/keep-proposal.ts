import { proposalOf } from '../../incident/commands/proposals';
import type { ProposalMessage } from '../../incident/model/actions/proposal-message';
import type { IncidentState } from '../../incident/model/state';
import { digestOf } from '../../incident/text/digest';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import type { IncidentAccess } from '../incident-access';

/** What went wrong, in the list of troubles. */
const SHOWING = 'showProposal';

/** Posts a proposal in the channel, or edits it there, until it shows what holds now. */
export async function keepProposal(incident: IncidentAccess, id: string): Promise<void> {
  const { messenger, record } = incident;
  const key = incident.keyOf('proposal', id);
  for (;;) {
    const message = proposalMessage(incident.state(), id);
    const { warRoom } = incident.state();
    if (message === null || warRoom === null) return;
    const wanted = digestOf(JSON.stringify(message));
    if (wanted === messenger.proposalsShown.get(key)) return;
    // One that an interrupted run may have posted is found, not posted, and shows what held then.
    const isNew = messenger.stands(key, warRoom.channelId) || !messenger.isBegun(key);
    const posting = { channelId: warRoom.channelId, threadTs: undefined, key, message };
    const about = { activityId: `proposal.${incident.nextNumber()}`, summary: id };
    try {
      await messenger.post({ activity: 'postMessage', ...posting, ...about });
      record.clearDegradation(SHOWING);
      if (isNew) messenger.proposalsShown.set(key, wanted);
    } catch (error) {
      if (wasCancelled(error)) throw error;
      record.degrade(SHOWING, problemOf(error));
      // Slack would refuse the same again.
      messenger.proposalsShown.set(key, wanted);
    }
  }
}

/** What the room is shown; null if it is no longer remembered. */
function proposalMessage(state: IncidentState, id: string): ProposalMessage | null {
  const whole = proposalOf(state, id);
  if (whole === null) return null;
  const { work: _, ...proposal } = whole;
  return { kind: 'proposal', incidentId: state.incidentId, proposal };
}
