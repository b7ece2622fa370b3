import type { FindingStatus } from './finding';
import type { NodeStatus } from './state';

/**
 * One character per status, the same in the terminal, the Temporal UI and Slack. It is never the only sign of the status.
 */
export const NODE_MARKS: Readonly<Record<NodeStatus, string>> = {
  done: '✓',
  failed: '✗',
  blocked: '⛔',
  waiting: '⏸',
  skipped: '–',
  running: '⏳',
  pending: '·',
};
export const FINDING_MARKS: Readonly<Record<FindingStatus, string>> = { ok: '✓', warn: '!', fail: '✗', unknown: '?' };

/** What a status says about a step, to follow its name. */
export const STATUS_VERBS: Readonly<Record<NodeStatus, string>> = {
  pending: 'is pending',
  running: 'is running',
  done: 'is done',
  failed: 'failed',
  skipped: 'was skipped',
  blocked: 'is blocked',
  waiting: 'is waiting',
};
