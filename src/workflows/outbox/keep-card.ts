import { cardChannel, cardOf } from '../../incident/war-room/card';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import { whileWanted } from '../calls/while-wanted';
import type { IncidentAccess } from '../incident-access';
import { digestOfCard } from './elsewhere';

/** What went wrong, in the list of troubles. */
const SHOWING = 'keepCard';

/**
 * Posts the card, or edits it, until it shows what holds now. Text that must not be shown any more stops the attempt that
 * still shows it; if that may have been posted, it is found and edited.
 */
export async function keepCard(incident: IncidentAccess): Promise<void> {
  const { messenger, record } = incident;
  for (;;) {
    const message = cardOf(incident.state());
    const wanted = digestOfCard(message);
    if (wanted === messenger.cardShown) return;
    const isCurrent = (): boolean => digestOfCard(cardOf(incident.state())) === wanted;
    try {
      const done = await whileWanted(isCurrent, () => show(incident, message));
      if (done === 'nowhere') return;
      if (done !== 'shown') continue;
      messenger.cardShown = wanted;
      record.clearDegradation(SHOWING);
    } catch (error) {
      if (wasCancelled(error)) throw error;
      record.degrade(SHOWING, problemOf(error));
      // Slack would refuse the same again.
      messenger.cardShown = wanted;
    }
  }
}

/** `found`: it was posted before, and may show something else. */
async function show(incident: IncidentAccess, message: ReturnType<typeof cardOf>): Promise<'shown' | 'found' | 'nowhere'> {
  const { messenger } = incident;
  const key = incident.keyOf('card');
  const standing = messenger.placeOf(key);
  const about = { activityId: `card.${incident.nextNumber()}`, summary: 'the card' };
  if (standing !== null) {
    await messenger.edit({ ...standing, key, message, ...about });
    return 'shown';
  }
  // One that may have been posted has to be found, although no card would be posted now.
  const channel = messenger.isBegun(key) ? incident.state().incident?.policy.broadcast?.channel : cardChannel(incident.state());
  if (channel === undefined || channel === null) return 'nowhere';
  const { found } = await messenger.postElsewhere({ to: { kind: 'channel', channel }, key, message }, about);
  return found ? 'found' : 'shown';
}
