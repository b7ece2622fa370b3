/**
 * What can be wrong with a service or one of its parts. A probe that sees one of these directly names it; nothing is inferred
 * from the words of a summary.
 */
export const CAUSE_KINDS = [
  'not_listening',
  'unreachable',
  'no_answer',
  'name_not_found',
  'name_wrong',
  'dnssec_broken',
  'delegation_broken',
  'certificate_expired',
  'certificate_expiring',
  'certificate_untrusted',
  'certificate_wrong_name',
  'domain_expired',
  'domain_expiring',
  'connections_exhausted',
  'descriptors_exhausted',
  'disk_full',
  'inodes_exhausted',
  'memory_exhausted',
  'out_of_memory_kill',
  'cpu_saturated',
  'crash_loop',
  'not_ready',
  'image_not_pulled',
  'node_unhealthy',
  'at_scaling_limit',
  'slow_query',
  'lock_contention',
  'read_only',
  'replication_broken',
  'replication_lag',
  'starting_up',
  'login_rejected',
  'queue_backlog',
  'no_consumers',
  'flow_blocked',
  'evicting',
  'upstream_down',
  'upstream_timeout',
  'dependency_failing',
  'errors_returned',
  'slow',
  'rate_limited',
  'misconfigured',
  'bad_deploy',
  'clock_wrong',
  'traffic_surge',
  'traffic_drop',
  'vendor_outage',
] as const;
export type CauseKind = (typeof CAUSE_KINDS)[number];

export function isCauseKind(value: unknown): value is CauseKind {
  return typeof value === 'string' && (CAUSE_KINDS as readonly string[]).includes(value);
}
