/**
 * `proposed`, then, if a person approves it, `approved`, `running`, `checking`, and on failure `rollingBack`. Every other status
 * is an end: `done` (a command that was confirmed), `verified`, `rolledBack`; `notRun` (nothing was changed); `failed` (it
 * failed and was not, or could not be, undone); `unknown` (nobody can tell, so a person decides); `rejected`, `expired`.
 */
export const PROPOSAL_STATUSES = [
  'proposed',
  'approved',
  'running',
  'checking',
  'rollingBack',
  'done',
  'verified',
  'rolledBack',
  'notRun',
  'failed',
  'unknown',
  'rejected',
  'expired',
] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** What is run: the action itself, or what undoes it. */
export type StepOfAction = 'does' | 'rollback';

/** `notRun`: certainly nothing happened. `unknown`: nobody can tell. */
export type StepResult = 'succeeded' | 'failed' | 'notRun' | 'unknown';
