import type { FindingStatus } from '../finding';
import type { NodeStatus } from '../state';

/** Signs beside the colours, from characters that every font has. */
export const NODE_MARKS: Readonly<Record<NodeStatus, string>> = {
  done: '✓',
  failed: '✗',
  blocked: '■',
  waiting: '‖',
  skipped: '–',
  running: '…',
  pending: '·',
};
export const FINDING_MARKS: Readonly<Record<FindingStatus, string>> = { ok: '✓', warn: '!', fail: '✗', unknown: '?' };
