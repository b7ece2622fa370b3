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
