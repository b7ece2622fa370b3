import { gravestOutcome } from '../../incident/commands/alert-outcome';
import type { CommandBase, ReadAlert, ReadAlertUpdate } from '../../incident/model/commands';
import { isRefusal } from '../../incident/text/refusal';
import type { Outcome } from '../inbox/inbox';

export type AlertBase = CommandBase & Pick<ReadAlertUpdate, 'onRecovery' | 'group'>;

/**
 * One delivery may hold several alerts; each acts once. Firing alerts come first, since a recovery among them does not end
 * the incident.
 */
export function updatesOf(base: AlertBase, read: readonly ReadAlert[]): readonly ReadAlertUpdate[] {
  const isFiring = ({ event }: ReadAlert): boolean => event.status === 'firing';
  const anyFires = read.some(isFiring);
  const updates = read.map((alert, index): ReadAlertUpdate => {
    const among = anyFires && !isFiring(alert) ? { isAmongFiring: true } : {};
    return { ...base, ...partOf(base, index), ...alert, ...among, name: 'alertUpdated' };
  });
  return [...updates.filter(isFiring), ...updates.filter((update) => !isFiring(update))];
}

function partOf({ requestId }: { readonly requestId?: string }, index: number): { requestId?: string } {
  return requestId === undefined || index === 0 ? {} : { requestId: `${requestId}#${index + 1}` };
}

/** Combines the outcomes of several alerts: refused if none could act; repeated if those that acted had all acted before. */
export function summedUp(outcomes: readonly Outcome[]): Outcome {
  const acted = outcomes.flatMap((outcome) => (isRefusal(outcome) ? [] : [outcome]));
  const refusal = acted.length === 0 ? outcomes.find(isRefusal) : undefined;
  if (refusal !== undefined) return refusal;
  const alert = gravestOutcome(acted.flatMap((done) => done.alert ?? []));
  return { repeated: acted.every(({ repeated }) => repeated), ...(alert === undefined ? {} : { alert }) };
}
