import type { FindingStatus } from './finding';
import type { NodeStatus } from './state';

/** One character for a status, the same wherever people look: terminal, Temporal UI, Slack. Never the only sign of it. */
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
