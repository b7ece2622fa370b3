import type { CauseKind } from '../model/investigation/cause-kind';

/** An error as software words it. */
export interface ErrorPattern {
  readonly cause: CauseKind;
  /** What is broken, if the words alone say so. */
  readonly component: string | null;
  readonly pattern: RegExp;
}

/** Words, whatever their case. */
function says(cause: CauseKind, component: string | null, ...patterns: readonly string[]): ErrorPattern {
  return { cause, component, pattern: new RegExp(patterns.map((one) => `(?:${one})`).join('|'), 'gi') };
}

/** Codes, which are words in capitals of their own. */
function codes(cause: CauseKind, component: string | null, ...names: readonly string[]): ErrorPattern {
  return { cause, component, pattern: new RegExp(`\\b(?:${names.join('|')})\\b`, 'g') };
}

/** A code of the SQL standard or of PostgreSQL, as drivers print it. */
function sqlState(cause: CauseKind, ...states: readonly string[]): ErrorPattern {
  const state = `(?:${states.join('|')})`;
  return { cause, component: 'database', pattern: new RegExp(`SQL ?STATE\\W{1,4}${state}\\b|\\bcode["']?: ?["']${state}\\b`, 'gi') };
}

/**
 * Errors in the words of widespread software, the most telling first. Each is a whole phrase or a code that is printed when it
 * happens: no settings, no names of metrics, no single words. What clients do all the time, such as closing connections, is
 * left out. Nothing else has words for them: `runbooks/evidence.yaml` gets the errors that are found in the alert.
 */
export const ERROR_PATTERNS: readonly ErrorPattern[] = [
  says(
    'connections_exhausted',
    'database',
    'too many clients already|remaining connection slots are reserved|too many connections for (?:role|database)',
    'no more connections allowed \\(max_client_conn\\)|HikariPool-\\d+ - Connection is not available',
    'QueuePool limit of size \\d+ overflow \\d+ reached|timeout acquiring a connection',
    'max_user_connections. active connections',
  ),
  says('connections_exhausted', 'cache', 'max number of clients reached'),
  says('connections_exhausted', null, 'too many (?:open )?connections', 'connection pool (?:is )?exhausted', 'connection limit exceeded'),
  codes('connections_exhausted', 'database', 'ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS|ORA-00018|ORA-1251[69]|ORA-12520'),
  sqlState('connections_exhausted', '53300'),
  says(
    'disk_full',
    null,
    'no space left on device|disk (?:is )?full\\b|disk quota exceeded|not enough space on the disk',
    'flood[- ]stage (?:disk )?watermark \\[[^\\]]*\\] exceeded|disk usage exceeded flood-stage watermark',
  ),
  codes('disk_full', null, 'ENOSPC', 'EDQUOT', 'ORA-01653', 'ORA-01654', 'ORA-19809'),
  sqlState('disk_full', '53100'),
  says('inodes_exhausted', null, 'no free inodes', 'out of inodes'),
  says(
    'out_of_memory_kill',
    null,
    'invoked oom-killer|\\bOOM[- ]?Killed\\b|oom-kill:constraint|out of memory: kill(?:ed)? process',
    'memory cgroup out of memory',
  ),
  says(
    'memory_exhausted',
    null,
    'java\\.lang\\.OutOfMemoryError|heap out of memory|cannot allocate memory|runtime: out of memory',
    'allowed memory size of \\d+ bytes exhausted|OutOfMemoryException\\b|fatal error: out of memory',
  ),
  says('memory_exhausted', 'cache', 'OOM command not allowed when used memory'),
  codes('memory_exhausted', null, 'ENOMEM', 'std::bad_alloc', 'MemoryError'),
  codes('memory_exhausted', 'database', 'ORA-0403[01]'),
  sqlState('memory_exhausted', '53200'),
  says('descriptors_exhausted', null, 'too many open files', 'file table overflow'),
  codes('descriptors_exhausted', null, 'EMFILE', 'ENFILE'),
  says(
    'lock_contention',
    'database',
    'deadlock (?:detected|found)|was deadlocked on|lock wait timeout exceeded',
    'canceling statement due to lock timeout|could not obtain lock on|database is locked',
  ),
  codes('lock_contention', 'database', 'ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ORA-00060', 'ORA-00054', 'SQLITE_BUSY'),
  sqlState('lock_contention', '40P01', '55P03'),
  says(
    'read_only',
    null,
    'in a read-only transaction',
    "can't write against a read only replica",
    'read-only file system|running with the --read-only option|index read-only / allow delete',
  ),
  codes('read_only', null, 'EROFS', 'NotWritablePrimary'),
  sqlState('read_only', '25006'),
  says(
    'certificate_expired',
    null,
    'certificate (?:has |is )?expired(?! or is not yet valid: current time \\S+ is before)',
    'ssl_error_expired_cert_alert',
    'ERR_CERT_DATE_INVALID|CertificateExpiredException',
  ),
  codes('certificate_expired', null, 'CERT_HAS_EXPIRED'),
  says(
    'clock_wrong',
    null,
    'certificate is not yet valid|is not yet valid: current time \\S+ is before|CERT_NOT_YET_VALID',
    'RequestTimeTooSkewed',
  ),
  says(
    'certificate_wrong_name',
    null,
    'x509: certificate is (?:not )?valid for [^,]{1,200}, not |certificate verify failed: hostname mismatch',
    "does not match certificate's altnames",
    'no subject alternative (?:dns )?names? (?:matching|present)|ERR_CERT_COMMON_NAME_INVALID',
  ),
  codes('certificate_wrong_name', null, 'ERR_TLS_CERT_ALTNAME_INVALID'),
  says(
    'certificate_untrusted',
    null,
    'certificate signed by unknown authority|unable to get local issuer certificate',
    'self[- ]signed certificate in (?:certificate )?chain',
    'certificate verify failed(?!: certificate has expired|: hostname mismatch)|PKIX path building failed',
    'alert unknown ca\\b|ERR_CERT_AUTHORITY_INVALID',
  ),
  codes(
    'certificate_untrusted',
    null,
    'SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?',
  ),
  says(
    'name_not_found',
    null,
    'no such host|could not resolve host|name or service not known|temporary failure in name resolution',
    'nodename nor servname provided|could not translate host name|host not found in upstream',
    'java\\.net\\.UnknownHostException|getaddrinfo failed|DNS_PROBE_FINISHED_NXDOMAIN|status: NXDOMAIN',
  ),
  codes('name_not_found', null, 'ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME'),
  says('starting_up', 'database', 'the database system is (?:starting up|in recovery mode)'),
  says('starting_up', 'cache', 'redis is loading the dataset in memory'),
  sqlState('starting_up', '57P03'),
  says(
    'login_rejected',
    'database',
    'password authentication failed for user',
    "access denied for user '",
    'no pg_hba\\.conf entry for',
    "login failed for user '",
  ),
  says('login_rejected', 'cache', 'NOAUTH authentication required', 'WRONGPASS invalid username-password'),
  says('login_rejected', 'queue', 'ACCESS_REFUSED - login was refused'),
  codes('login_rejected', 'database', 'ER_ACCESS_DENIED_ERROR', 'ORA-01017', 'ORA-28000'),
  sqlState('login_rejected', '28P01'),
  says(
    'replication_broken',
    'database',
    'requested WAL segment \\S+ has already been removed|Slave_SQL_Running: No|Replica_SQL_Running: No',
    'NOREPLICAS not enough good replicas',
  ),
  says('replication_lag', 'database', 'replica is (?:lagging|falling behind)|replication lag (?:is )?(?:too high|above|exceeds|over)\\b'),
  says('flow_blocked', 'queue', '(?:memory|disk) resource limit alarm set', 'connection\\.blocked'),
  says(
    'slow_query',
    'database',
    'canceling statement due to statement timeout|maximum statement execution time exceeded',
    '\\bduration: \\d{5,}(?:\\.\\d+)? ms\\b',
  ),
  sqlState('slow_query', '57014'),
  says('not_listening', null, 'connection refused', 'actively refused it', 'ORA-12541', "can't connect to (?:local )?mysql server"),
  codes('not_listening', null, 'ECONNREFUSED', 'WSAECONNREFUSED'),
  says('unreachable', null, 'no route to host', 'network is unreachable', 'host is unreachable'),
  codes('unreachable', null, 'EHOSTUNREACH', 'ENETUNREACH'),
  says(
    'upstream_down',
    'database',
    'server closed the connection unexpectedly|terminating connection due to administrator command',
    'the database system is shutting down|mysql server has gone away|lost connection to mysql server',
    'MongoServerSelectionError',
  ),
  sqlState('upstream_down', '57P01'),
  says('upstream_down', 'cache', 'CLUSTERDOWN'),
  says(
    'upstream_down',
    null,
    'no live upstreams|no healthy upstream|upstream connect error or disconnect',
    'upstream prematurely closed connection|CallNotPermittedException|circuit breaker is open',
  ),
  says('no_answer', null, 'connection timed out', 'connect(?:ion)? timeout exceeded', 'connect timed out'),
  codes('no_answer', null, 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'),
  says(
    'upstream_timeout',
    null,
    'upstream timed out|upstream request timeout|\\bi/o timeout\\b|context deadline exceeded|read timed out',
    'java\\.net\\.SocketTimeoutException|Client\\.Timeout exceeded|request timed out|operation timed out',
    '504 gateway time-?out',
  ),
  codes('upstream_timeout', null, 'DEADLINE_EXCEEDED', 'ESOCKETTIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT'),
  says(
    'rate_limited',
    null,
    'too many requests\\b|rate limit (?:was |has been )?(?:exceeded|reached)|rate limited\\b|rateLimitExceeded',
    'ThrottlingException|RequestLimitExceeded|pull rate limit',
  ),
  says('image_not_pulled', null, 'pull access denied', 'manifest unknown', 'failed to pull image'),
  codes('image_not_pulled', null, 'ErrImagePull', 'ImagePullBackOff'),
  says('crash_loop', null, 'segmentation fault', '\\(core dumped\\)', 'back-off restarting failed container'),
  // As Go prints it. PostgreSQL's PANIC has a reason of its own.
  { cause: 'crash_loop', component: null, pattern: /^panic: |\bpanic: runtime error/gm },
  codes('crash_loop', null, 'CrashLoopBackOff', 'SIGSEGV'),
  says('queue_backlog', null, 'RejectedExecutionException', 'queue is full\\b'),
  says('misconfigured', 'database', 'relation "[^"]{1,100}" does not exist', "unknown column '", "unknown database '", 'no such table: '),
  says(
    'misconfigured',
    null,
    'missing required (?:environment|env|config)|required environment variable \\S{1,80} (?:is )?(?:not set|missing)',
  ),
  codes('misconfigured', 'database', 'ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR', 'ORA-00942', 'ORA-00904'),
  sqlState('misconfigured', '42P01', '42703', '3D000'),
  says(
    'errors_returned',
    null,
    '\\b500 internal server error|\\b502 bad gateway|\\b503 service unavailable|HTTP/\\d(?:\\.\\d)?"? 5\\d\\d\\b',
    '\\bstatus(?: ?code)?["\']?[=:]? ?5\\d\\d\\b(?! ?m?s\\b)',
  ),
];
