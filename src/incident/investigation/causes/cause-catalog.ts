import type { CauseKind } from '../../model/investigation/cause-kind';

/**
 * How deep a cause lies. A `root` needs no further explanation: someone can act on it. An `effect` is broken for a reason that a
 * root of the same place may give. A `symptom` is what users notice. A `notice` is worth mending, but breaks nothing yet.
 */
export type Depth = 'root' | 'effect' | 'symptom' | 'notice';

interface CauseEntry {
  readonly depth: Depth;
  /** Follows the name of what it is about. */
  readonly says: string;
  /** What would confirm or refute it. */
  readonly confirm: string;
  /** What to do first, if the finding recommends nothing. */
  readonly action: string;
}

const entry = (depth: Depth, says: string, confirm: string, action: string): CauseEntry => ({ depth, says, confirm, action });

export const CAUSE_CATALOG: Readonly<Record<CauseKind, CauseEntry>> = {
  name_not_found: entry('root', 'does not resolve', 'Ask its name servers for the record directly.', 'Restore the DNS record.'),
  name_wrong: entry(
    'root',
    'resolves to the wrong address',
    'Compare the record with the address of the service.',
    'Correct the DNS record.',
  ),
  dnssec_broken: entry(
    'root',
    'fails DNSSEC validation',
    'Ask a resolver with and without validation.',
    'Sign the zone again, or correct the DS record.',
  ),
  delegation_broken: entry(
    'root',
    'has a broken delegation',
    'Ask each of its name servers for the SOA record.',
    'Correct the NS records, or start the name server.',
  ),
  certificate_expired: entry(
    'root',
    'has an expired certificate',
    'Read the validity of the certificate.',
    'Renew the certificate and reload the server.',
  ),
  domain_expired: entry(
    'root',
    'has a domain that has expired or is blocked',
    'Ask the registry for the expiry date and status.',
    'Renew the domain at its registrar.',
  ),
  certificate_untrusted: entry(
    'root',
    'has a certificate that clients do not trust',
    'Verify the chain with a current CA bundle.',
    'Install the whole chain, or a certificate from a trusted issuer.',
  ),
  certificate_wrong_name: entry(
    'root',
    'has a certificate for another name',
    'Compare the names in the certificate with the host.',
    'Install the certificate for this host.',
  ),
  certificate_expiring: entry(
    'notice',
    'has a certificate that expires soon',
    'Read the validity of the certificate.',
    'Renew the certificate.',
  ),
  domain_expiring: entry('notice', 'has a domain that expires soon', 'Ask the registry for the expiry date.', 'Renew the domain.'),
  connections_exhausted: entry(
    'root',
    'has no free connections',
    'Count its connections by client and state.',
    'Close idle connections, then find the client that keeps them open.',
  ),
  descriptors_exhausted: entry(
    'root',
    'has no free file descriptors',
    'Count the open files of the process.',
    'Raise the limit, restart the process, and look for a leak.',
  ),
  disk_full: entry('root', 'has a full disk', 'Read the free space of the file system.', 'Free space, then find what filled it.'),
  inodes_exhausted: entry(
    'root',
    'has no free inodes',
    'Read the free inodes of the file system.',
    'Delete small files that are no longer needed.',
  ),
  memory_exhausted: entry(
    'root',
    'has used up its memory',
    'Compare its memory use with the limit.',
    'Free memory or raise the limit, then find out when its use began to grow.',
  ),
  out_of_memory_kill: entry(
    'root',
    'was killed for using too much memory',
    'Read why its last container or process ended.',
    'Raise the memory limit, then look for a leak.',
  ),
  cpu_saturated: entry(
    'root',
    'has no processor time left',
    'Compare its processor use with the limit.',
    'Add capacity, or stop what uses it up.',
  ),
  lock_contention: entry(
    'root',
    'is held up by a lock',
    'List the sessions that wait, and what they wait for.',
    'End the session that holds the lock.',
  ),
  slow_query: entry('root', 'is busy with slow queries', 'List its longest-running queries.', 'End the slow query, then look at its plan.'),
  misconfigured: entry('root', 'is misconfigured', 'Check its configuration.', 'Roll back the last configuration change.'),
  bad_deploy: entry(
    'root',
    'was changed shortly before the trouble',
    'Compare the errors before and after the change.',
    'Roll back the change.',
  ),
  image_not_pulled: entry(
    'root',
    'cannot pull its image',
    "Read the pod's events.",
    'Correct the image name, or the credentials for its registry.',
  ),
  login_rejected: entry(
    'root',
    'rejects the login of a client',
    'Log in with the same user by hand.',
    'Correct the password, or the permissions of the user.',
  ),
  rate_limited: entry(
    'root',
    'limits the rate of its clients',
    'Read the status codes and limits in its answers.',
    'Send fewer requests, or raise the limit.',
  ),
  vendor_outage: entry(
    'root',
    'reports an outage of its own',
    "Read the vendor's status page.",
    "Follow the vendor's updates, and fail over if you can.",
  ),
  // No root: vendors announce maintenance that no one notices, too.
  vendor_maintenance: entry('effect', 'reports maintenance', "Read the vendor's status page.", 'Wait until the maintenance ends.'),
  traffic_surge: entry(
    'root',
    'gets far more requests than usual',
    'Compare the requests by client.',
    'Add capacity, or limit the client that sends the most.',
  ),
  node_unhealthy: entry('root', 'runs on an unhealthy node', "Read the node's conditions.", 'Drain the node.'),
  at_scaling_limit: entry(
    'root',
    'has reached its scaling limit',
    'Compare the replicas with the limit, and the load with the target.',
    'Raise the replica limit.',
  ),
  no_consumers: entry('root', 'has a queue that no one reads', 'List the consumers of the queue.', 'Start the consumers.'),
  flow_blocked: entry('effect', 'blocks its publishers', 'Read its alarms.', 'Free the memory or disk space that the alarm is about.'),
  replication_broken: entry(
    'root',
    'has stopped replicating',
    'Read the replication status of the replica.',
    'Fix what the replica reports, then start replication again.',
  ),
  replication_lag: entry(
    'effect',
    'lags behind its primary',
    'Compare the positions of primary and replica.',
    'Look for long transactions and high load on the replica.',
  ),
  crash_loop: entry(
    'effect',
    'keeps crashing',
    'Read the last lines of its log before a crash.',
    'Fix what the log names, or roll back the last change.',
  ),
  not_ready: entry('effect', 'is not ready', 'Read why its readiness check fails.', 'Fix what its readiness check waits for.'),
  read_only: entry(
    'effect',
    'accepts no writes',
    'Find out whether it is a replica, or was switched to read-only.',
    'Write to the primary, or turn read-only mode off.',
  ),
  starting_up: entry(
    'effect',
    'is still starting',
    'Read its log to see how far it has come.',
    'Wait until it is ready, then find out why it restarted.',
  ),
  evicting: entry(
    'notice',
    'drops entries to make room',
    'Compare its memory use with the limit.',
    'Raise its memory limit if the cache misses hurt.',
  ),
  queue_backlog: entry(
    'effect',
    'has a growing backlog',
    'Compare the rates at which messages arrive and are taken.',
    'Add consumers, or find out what slows them.',
  ),
  not_listening: entry(
    'effect',
    'refuses connections',
    'Check whether its process is running, and on which port it listens.',
    'Start it, and find out why it stopped.',
  ),
  unreachable: entry('effect', 'cannot be reached', 'Try from another network.', 'Check the network and firewalls in between.'),
  upstream_down: entry('effect', 'has no working upstream', 'Send the upstream a request directly.', 'Get the upstream running again.'),
  upstream_timeout: entry(
    'effect',
    'waits too long for its upstream',
    'Measure the upstream directly.',
    'Find out what the upstream is waiting for.',
  ),
  dependency_failing: entry(
    'effect',
    'says that something it needs is failing',
    'Check the dependency that it names.',
    'Restore the dependency that it names.',
  ),
  no_answer: entry('symptom', 'does not answer in time', 'Try again with a longer time limit.', 'Find out what it is waiting for.'),
  errors_returned: entry(
    'symptom',
    'returns errors',
    'Read its log from when the trouble began.',
    "Check the service's log and its last deployment.",
  ),
  slow: entry('symptom', 'is slow', 'Compare its own time with that of the services it calls.', 'Find out what it is waiting for.'),
  traffic_drop: entry(
    'symptom',
    'gets far fewer requests than usual',
    'Compare the requests by client.',
    'Check the clients that stopped calling, and the network in between.',
  ),
  clock_wrong: entry('notice', 'has the wrong time', 'Compare its clock with a time server.', 'Fix its time synchronisation.'),
};

const DEPTHS: readonly Depth[] = ['root', 'effect', 'symptom', 'notice'];

/** 0 for what needs no further explanation; more for what another cause may explain. */
export const depthOf = (cause: CauseKind): number => DEPTHS.indexOf(CAUSE_CATALOG[cause].depth);
