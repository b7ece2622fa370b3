import { publicTitleOf } from '../model/incident';
import type { IncidentState } from '../model/state';
import { publicOwnerOf } from './owner';

/**
 * Title, owner and services as everyone sees them who can list incidents; null before the event is read.
 * @param has.byHand Whether an incident of which an alert asked for privacy shows no more than a private one, as its card does.
 *   Absent in older runs.
 */
export function listingOf(
  state: IncidentState,
  has: { readonly byHand: boolean },
): { readonly title: string; readonly owner: string | null; readonly services?: readonly string[] } | null {
  const { incident } = state;
  if (incident === null) return null;
  const isHidden = incident.privacy === 'private' || state.asksForPrivacy === true;
  const services = incident.services === undefined ? {} : { services: isHidden ? [] : incident.services };
  if (has.byHand && state.asksForPrivacy === true)
    return { title: publicTitleOf({ ...incident, privacy: 'private' }), owner: null, ...services };
  return { title: publicTitleOf(incident), owner: publicOwnerOf(state), ...services };
}
