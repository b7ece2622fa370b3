import type { Effect } from '../../incident/model/effects';
import type { IncidentState } from '../../incident/model/state';
import type { FollowUps } from '../incident-access';

// What is here, and every `byHand`, goes when no incident is open any more that was begun before `settle-after-changes`.

const nothing = (): void => {};

/** Of runs that settle: nothing need be followed up by hand. */
export const NO_FOLLOW_UPS: FollowUps = { publish: nothing, goOn: nothing, refreshHeadline: nothing };

/** After these the headline was edited; before all others. */
const EDITED_AFTER: ReadonlySet<Effect['kind']> = new Set(['retryStep', 'skipStep', 'resumeFrom', 'investigate', 'postReminder']);

/** When older runs edit the headline for a command or a deadline: first or last among its effects, or not at all. */
export function headlineEditByHand(before: IncidentState, after: IncidentState, effects: readonly Effect[]): 'first' | 'last' | null {
  if (effects.some(({ kind }) => EDITED_AFTER.has(kind))) return 'last';
  const shown = (state: IncidentState) => [
    state.status,
    state.closedAt,
    state.archiveDueAt,
    state.incident?.severity,
    state.incident?.title,
    state.reminder.dueAt,
    state.escalation,
    state.roles,
    state.assigned,
  ];
  const isChanged = JSON.stringify(shown(before)) !== JSON.stringify(shown(after));
  return isChanged && effects.length > 0 ? 'first' : null;
}
