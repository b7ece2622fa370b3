import type { CauseKind } from '../../model/investigation/cause-kind';

/** States in which nothing gets as far as the server. */
const NOT_REACHED: ReadonlySet<CauseKind> = new Set(['not_listening', 'name_not_found', 'unreachable']);

/** What only a server that takes connections suffers from. A server that ran out of memory or disk may have ended, so these are not. */
const WHILE_SERVING: ReadonlySet<CauseKind> = new Set([
  'certificate_expired',
  'certificate_untrusted',
  'certificate_wrong_name',
  'connections_exhausted',
  'slow_query',
  'lock_contention',
  'read_only',
  'replication_broken',
  'replication_lag',
  'login_rejected',
  'queue_backlog',
  'no_consumers',
  'flow_blocked',
  'evicting',
  'rate_limited',
  'errors_returned',
  'slow',
]);

/** True if a server that is not reached, in this state, cannot suffer from that cause. */
export function excludes(state: CauseKind, cause: CauseKind): boolean {
  return NOT_REACHED.has(state) && WHILE_SERVING.has(cause);
}
