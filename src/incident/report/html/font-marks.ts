import type { NodeStatus } from '../../model/state';

/** Symbols in addition to colours, from characters in every font: a page must not depend on an emoji font. */
export const NODE_MARKS: Readonly<Record<NodeStatus, string>> = {
  done: '✓',
  failed: '✗',
  blocked: '■',
  waiting: '‖',
  skipped: '–',
  running: '…',
  pending: '·',
};
