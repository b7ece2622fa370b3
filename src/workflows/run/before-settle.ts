import type { Effect } from '../../incident/model/effects';
import type { IncidentState } from '../../incident/model/state';
import type { FollowUps } from '../incident-access';

// Remove this file and every `byHand` once no open incident was started before `settle-after-changes`.

const nothing = (): void => {};

/** For runs that settle, where nothing has to be followed up by hand. */
export const NO_FOLLOW_UPS: FollowUps = { publish: nothing, goOn: nothing, refreshHeadline: nothing, show: nothing };

/** The headline was edited after these effects, before all others. */
const EDITED_AFTER: ReadonlySet<Effect['kind']> = new Set(['retryStep', 'skipStep', 'resumeFrom', 'investigate', 'postReminder']);

/** When older runs edit the headline for a command or a deadline: before or after its effects, or not at all. */
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
