import { hasEnded } from '../escalation/call-relevance';
import { isUnacknowledged } from '../escalation/escalation';
import type { Button, HeadlineButtons } from '../model/buttons';
import type { CallForPeopleMessage, OutcomeMessage, RecoveredMessage, ReminderMessage } from '../model/room-message';
import type { IncidentState } from '../model/state';

const MENU: readonly Button[] = ['takeCommand', 'changeSeverity', 'addPeople', 'investigateAgain', 'decline'];

type Life = Pick<IncidentState, 'status' | 'closedAt' | 'archiveDueAt'>;

/**
 * The buttons that apply in this state. They follow from what the headline shows anyway, so they never make it worth an edit.
 */
export function headlineButtons({ status, closedAt, archiveDueAt }: Life): HeadlineButtons {
  if (status === 'cancelled' || closedAt !== null) return { seen: [], menu: [] };
  if (status === 'resolved') return { seen: archiveDueAt === null ? [] : ['reopen'], menu: [] };
  return { seen: [...(isUnacknowledged({ status }) ? (['acknowledge'] as const) : []), 'escalate', 'resolve'], menu: MENU };
}

/** The buttons that a page really has: those for candidates need some. */
export function drawnInCall({ buttons = [], unresolved }: CallForPeopleMessage): readonly Button[] {
  const hasChoice = unresolved.some(({ candidates = [], isPending }) => isPending !== true && candidates.length > 0);
  return buttons.filter((one) => one !== 'addCandidate' || hasChoice);
}

/** The buttons of a page. `addCandidate` stands for a button for each person whom a name could mean. */
export function callButtons({ status, closedAt }: Pick<Life, 'status' | 'closedAt'>): readonly Button[] {
  if (hasEnded({ status }) || closedAt !== null) return [];
  return isUnacknowledged({ status }) ? ['addCandidate', 'acknowledge', 'decline'] : ['addCandidate'];
}

/** Messages that ask whether the incident is over, or whether it is after all not. */
export type LifeMessage = ReminderMessage | RecoveredMessage | OutcomeMessage;

/**
 * The button of such a message. It stays beneath the outcome when the incident closes, because its room is then archived and
 * nothing in it can be edited.
 */
export function lifeButtons({ status }: Pick<Life, 'status'>, kind: LifeMessage['kind']): readonly Button[] {
  if (kind === 'outcome') return status === 'resolved' ? ['reopen'] : [];
  return hasEnded({ status }) ? [] : ['resolve'];
}
