import {
  condition,
  defineSignal,
  defineUpdate,
  log,
  makeContinueAsNewFunc,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import {
  addMaintenance,
  type Changed,
  endMaintenance,
  type KeptMaintenance,
  NONE_KEPT,
} from '../../incident/alert-groups/added-maintenance';
import { readAddMaintenance, readEndMaintenance } from '../../incident/alert-groups/read-maintenance';
import { readCommandBase } from '../../incident/commands/read-command';
import type { CommandBase } from '../../incident/model/commands';
import { isRefusal, type Refusal } from '../../incident/text/refusal';
import { ADD_MAINTENANCE, END_MAINTENANCE, MAINTENANCE_MEMO, type MaintenanceAnswer } from '../contract/maintenance-messages';
import { refusedWith } from '../contract/refused-with';
import { now } from '../state/now';

/**
 * All maintenances that people added. They are in the memo, which the server itself can show. It runs for ever, without a
 * timer, so that no id is given twice.
 *
 * `handover` is what an earlier run left; this run continues from there.
 */
export async function keepMaintenance(handover: KeptMaintenance = NONE_KEPT): Promise<never> {
  let kept = handover;
  let shown = handover.windows;

  function take<Request extends object>(
    name: string,
    description: string,
    read: (payload: unknown) => Request | Refusal,
    apply: (kept: KeptMaintenance, request: Request & CommandBase, nowIso: string) => Changed | Refusal,
  ): void {
    const outcomeOf = (payload: unknown): Changed | Refusal => {
      const [base, request] = [readCommandBase(payload), read(payload)];
      if (isRefusal(base)) return base;
      return isRefusal(request) ? request : apply(kept, { ...base, ...request }, now());
    };
    const signal = (payload: unknown): void => {
      const outcome = outcomeOf(payload);
      // A signal has no reply, and the client has made the same checks.
      if (isRefusal(outcome)) log.warn(`${name} was refused: ${outcome.message}`);
      else kept = outcome.kept;
    };
    const update = (payload: unknown): MaintenanceAnswer => {
      const outcome = outcomeOf(payload);
      if (isRefusal(outcome)) throw refusedWith(outcome);
      kept = outcome.kept;
      const { id, repeated } = outcome;
      return { id, repeated, window: kept.windows.find((window) => window.id === id) ?? null };
    };
    const validator = (payload: unknown): void => {
      const outcome = outcomeOf(payload);
      if (isRefusal(outcome)) throw refusedWith(outcome);
    };
    setHandler(defineSignal<[unknown]>(name), signal, { description });
    setHandler(defineUpdate<MaintenanceAnswer, [unknown]>(name), update, { description, validator });
  }

  take(
    ADD_MAINTENANCE,
    'Alerts that match are only recorded. {actor, when: {source?, severity?, labels?}, from?, to, reason}',
    readAddMaintenance,
    addMaintenance,
  );
  take(END_MAINTENANCE, 'Ends a maintenance before its time. {actor, id}', readEndMaintenance, endMaintenance);

  for (;;) {
    // Once for all changes that came together, and in the task that answers them.
    if (kept.windows !== shown) upsertMemo({ [MAINTENANCE_MEMO]: kept.windows });
    shown = kept.windows;
    if (workflowInfo().continueAsNewSuggested) return continueInNewRun(kept);
    await condition(() => kept.windows !== shown);
  }
}

async function continueInNewRun(kept: KeptMaintenance): Promise<never> {
  const options = { workflowType: 'keepMaintenance', memo: { [MAINTENANCE_MEMO]: kept.windows } };
  return makeContinueAsNewFunc<typeof keepMaintenance>(options)(kept);
}
