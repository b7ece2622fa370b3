import { cleanLine } from '../text/clean-text';

/** They are shown, and travel with the state. */
const MAX_IDS = 100;
const MAX_CHARS = 200;

/** The groups of alerts behind an incident, by the ids of their workflows, oldest first. */
export interface AlertGroupIds {
  readonly ids: readonly string[];
  /** True if there were more than are listed. */
  readonly hasMore: boolean;
}

/** The state with a group listed. */
export function withAlertGroup<State extends { readonly alertGroups?: AlertGroupIds }>(state: State, group: string | undefined): State {
  const id = group === undefined ? '' : cleanLine(group, MAX_CHARS);
  const { ids, hasMore } = state.alertGroups ?? { ids: [], hasMore: false };
  if (id === '' || ids.includes(id) || hasMore) return state;
  return { ...state, alertGroups: ids.length < MAX_IDS ? { ids: [...ids, id], hasMore } : { ids, hasMore: true } };
}
