import { upsertMemo } from '@temporalio/workflow';
import { AlertGroup } from '../../../src/workflows/alert-group/alert-group';
import { Heartbeat } from '../../../src/workflows/heartbeat/heartbeat';
import { keepMaintenance as keepAsIs } from '../../../src/workflows/maintenance/keep-maintenance';

export * from '../../../src/workflows';

/** The workflows for alerts with commands swapped: what the replay gate must not let pass. */

interface Shown {
  show(): void;
  perform(step: unknown): Promise<void>;
}
/** What listings show comes before a step instead of after it. */
const group = AlertGroup.prototype as unknown as Shown;
const { perform } = group;
group.perform = function (step): Promise<void> {
  this.show();
  return perform.call(this, step);
};

interface Due {
  isMissed: boolean;
  isLate: boolean;
  report(isLate: boolean): Promise<void>;
  lookUp(): Promise<unknown>;
  meetDeadline(): Promise<void>;
}
/** It reports before it looks up whether the heartbeat is configured. */
const heartbeat = Heartbeat.prototype as unknown as Due;
heartbeat.meetDeadline = async function (): Promise<void> {
  if (this.isMissed !== this.isLate) await this.report(this.isMissed);
  await this.lookUp();
};

/** The memo comes before the first answer instead of after it. */
export function keepMaintenance(handover: Parameters<typeof keepAsIs>[0]): ReturnType<typeof keepAsIs> {
  upsertMemo({ early: true });
  return keepAsIs(handover);
}
