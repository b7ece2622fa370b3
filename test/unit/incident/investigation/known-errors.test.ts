import fc from 'fast-check';
import { knownErrorsIn } from '../../../../src/incident/investigation/known-errors';
import { CAUSE_KINDS } from '../../../../src/incident/model/investigation/cause-kind';

const causes = (text: string): readonly string[] => knownErrorsIn(text).map(({ cause }) => cause);

/** As software prints them; the first cause is the one that is named first. */
const LINES: readonly (readonly [cause: string, component: string | null, line: string])[] = [
  ['connections_exhausted', 'database', 'FATAL:  sorry, too many clients already'],
  ['connections_exhausted', 'database', 'pq: remaining connection slots are reserved for roles with the SUPERUSER attribute'],
  ['connections_exhausted', 'database', "error: code: '53300', severity: 'FATAL'"],
  ['connections_exhausted', 'database', 'SQLSTATE[53300]: connection failure'],
  ['connections_exhausted', 'database', 'ERROR 1040 (HY000): Too many connections (mysql)'],
  ['connections_exhausted', 'database', 'ORA-12519, TNS:no appropriate service handler found'],
  ['connections_exhausted', 'database', 'HikariPool-1 - Connection is not available, request timed out after 30000ms.'],
  ['connections_exhausted', 'cache', '-ERR max number of clients reached'],
  ['disk_full', null, 'write /data/wal/000012: no space left on device'],
  ['disk_full', null, 'Error: ENOSPC: write'],
  ['disk_full', 'database', 'PANIC: could not write to file "pg_wal/xlogtemp.29" of postgres: No space left on device'],
  [
    'disk_full',
    'search',
    'elasticsearch: flood stage disk watermark [95%] exceeded on [node-1], all indices on this node will be marked read-only',
  ],
  ['out_of_memory_kill', null, 'Memory cgroup out of memory: Killed process 1234 (java) total-vm:8123456kB'],
  ['out_of_memory_kill', null, 'Container web terminated: OOMKilled'],
  ['memory_exhausted', null, 'java.lang.OutOfMemoryError: Java heap space'],
  ['memory_exhausted', null, 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['memory_exhausted', 'cache', "-OOM command not allowed when used memory > 'maxmemory'."],
  ['descriptors_exhausted', null, 'accept4: too many open files'],
  ['lock_contention', 'database', 'ERROR: deadlock detected at character 13'],
  ['lock_contention', 'database', 'Lock wait timeout exceeded; try restarting transaction'],
  ['lock_contention', 'database', 'sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked'],
  ['read_only', 'database', 'postgres: ERROR: cannot execute INSERT in a read-only transaction'],
  ['read_only', 'cache', "redis: READONLY You can't write against a read only replica."],
  ['certificate_expired', null, 'curl: (60) SSL certificate problem: certificate has expired'],
  [
    'certificate_expired',
    null,
    'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-28T10:00:00Z is after 2026-11-20T00:00:00Z',
  ],
  ['certificate_expired', null, "code: 'CERT_HAS_EXPIRED'"],
  [
    'clock_wrong',
    null,
    'x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-11-20T00:00:00Z',
  ],
  ['certificate_wrong_name', null, 'x509: certificate is valid for shop.example.com, not api.example.com'],
  ['certificate_wrong_name', null, "Hostname/IP does not match certificate's altnames: Host: localhost."],
  ['certificate_untrusted', null, 'x509: certificate signed by unknown authority'],
  ['certificate_untrusted', null, 'unable to verify the first certificate: UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['name_not_found', null, 'dial tcp: lookup payments on 10.96.0.10:53: no such host'],
  ['name_not_found', null, 'getaddrinfo ENOTFOUND payments.internal'],
  ['name_not_found', null, 'java.net.UnknownHostException: payments'],
  ['name_not_found', 'database', 'could not translate host name "pg-main" to address: Name or service not known (postgres)'],
  ['starting_up', 'database', 'FATAL: the database system is starting up'],
  ['login_rejected', 'database', 'FATAL: password authentication failed for user "shop"'],
  ['login_rejected', 'database', "Access denied for user 'shop'@'10.0.0.4' (using password: YES)"],
  ['replication_broken', 'database', 'requested WAL segment 0000000100000A has already been removed'],
  ['flow_blocked', 'queue', 'memory resource limit alarm set on node rabbit@mq-1.'],
  ['slow_query', 'database', 'canceling statement due to statement timeout'],
  ['slow_query', 'database', 'LOG:  duration: 31245.221 ms  statement: SELECT 1'],
  ['not_listening', 'database', 'dial tcp 10.0.0.12:5432: connect: connection refused'],
  ['not_listening', 'cache', 'Error: connect ECONNREFUSED 127.0.0.1:6379'],
  ['not_listening', null, 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1'],
  ['not_listening', 'database', '{"status":"down","database":"connection refused"}'],
  ['unreachable', null, 'connect: no route to host'],
  ['upstream_down', null, 'no live upstreams while connecting to upstream'],
  ['upstream_down', 'database', 'psycopg2.OperationalError: server closed the connection unexpectedly'],
  ['upstream_down', null, 'upstream connect error or disconnect/reset before headers. reset reason: connection failure'],
  ['no_answer', 'database', 'SQLSTATE connection timed out'],
  ['no_answer', null, 'connect ETIMEDOUT 10.1.2.3:443'],
  ['upstream_timeout', null, 'Get "https://pay.example.com/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'],
  ['upstream_timeout', null, 'upstream timed out (110: Operation timed out) while reading response header from upstream'],
  ['rate_limited', null, 'HTTP 429 Too Many Requests'],
  ['rate_limited', null, 'API rate limit exceeded for installation'],
  ['image_not_pulled', null, 'Back-off pulling image: ImagePullBackOff'],
  ['crash_loop', null, 'Back-off restarting failed container web in pod web-1'],
  ['crash_loop', null, 'panic: runtime error: index out of range [3] with length 3'],
  ['queue_backlog', null, 'java.util.concurrent.RejectedExecutionException: Task rejected'],
  ['misconfigured', 'database', 'ERROR: relation "orders_v2" does not exist at character 15'],
  ['misconfigured', null, 'required environment variable PAYMENT_URL is not set'],
  ['errors_returned', null, '10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] "GET /cart HTTP/1.1" 503 190'],
  ['errors_returned', null, 'request failed: status=502 path=/cart'],
];

it.each(LINES)('reads %s (%s) in: %s', (cause, component, line) => {
  expect(knownErrorsIn(line)[0]).toMatchObject({ cause, component });
});

/** What healthy software prints, and what only resembles an error. */
const HARMLESS = [
  'max_connections = 100',
  'connection pool size 20, timeout 30s, 0 waiting',
  'set socket timeout to 5000 ms',
  'request completed in 503 ms status=200',
  'GET /status/500 HTTP/1.1" 200 12',
  'status=500ms bucket',
  'took 5000ms, timeout=30000',
  'no deadlock detected',
  'deadlock detector started',
  'OOMKilled: false',
  '"OOMKilled":false,"Dead":false',
  'oom_score_adj set to -997',
  'setting oom_kill_disable=0',
  'rate limit exceeded: 0',
  'X-RateLimit-Remaining: 4999',
  'rate limiting enabled at 100 requests/s',
  'disk is not full',
  'disk fullness 45%',
  'certificate expires in 62 days',
  'certificate has not expired',
  'certificate renewed before it expired',
  'generated self-signed certificate for tests',
  '[INFO] 10.244.0.7:40113 - 4242 "A IN payments.shop.svc.cluster.local. udp 53 false 512" NXDOMAIN qr,aa,rd 146 0.0002s',
  'too many connections: 0',
  'duration: 12.4 ms  statement: SELECT 1',
  'connection reset by peer',
  'read: broken pipe',
  'client closed connection',
  'context canceled',
  'replication lag: 0.2 s',
  'replica is up to date',
  'HTTP/1.1" 200 503',
  'order 53300 was shipped',
  'user 42601 logged in, code: 200',
  'loaded 5 panic: handlers registered',
  'circuit breaker is closed',
  'queue is fully drained',
  'ERROR: null value in column "price" violates not-null constraint',
  'Failed password for invalid user admin from 203.0.113.9 port 4242 ssh2',
  'recovered from connection refused',
];

it.each(HARMLESS)('reads nothing in: %s', (line) => {
  expect(causes(line)).toEqual([]);
});

it('finds a real error behind a denied one', () => {
  expect(causes('no connection refused so far\nlater: connection refused')).toEqual(['not_listening']);
});

it('names the component that stands nearest', () => {
  const line = 'redis is fine; postgres on db-1: connection refused; kafka is fine';
  expect(knownErrorsIn(line)[0]?.component).toBe('database');
});

it('calls a status a cause only where no reason is given', () => {
  expect(causes('503 Service Unavailable: FATAL: sorry, too many clients already')).toEqual(['connections_exhausted']);
});

it('shows no secret, not even half of one', () => {
  const line = `${'x'.repeat(70)} xoxb-123456789012-abcdefghij connection refused`;
  expect(knownErrorsIn(line)[0]?.excerpt).not.toMatch(/xoxb|abcdefghij/);
});

it('reads any text in any order of its lines, in bounded time, without an unknown cause', () => {
  const line = fc.oneof(fc.constantFrom(...LINES.map(([, , text]) => text)), fc.constantFrom(...HARMLESS), fc.string());
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const found = causes(lines.join('\n'));
      expect(found.every((cause) => (CAUSE_KINDS as readonly string[]).includes(cause))).toBe(true);
      expect(new Set(found).size).toBe(found.length);
      expect([...causes([...lines].reverse().join('\n'))].sort()).toEqual([...found].sort());
    }),
    { numRuns: 300 },
  );
});

it('numbers, ids and words between harmless lines make no error', () => {
  const filler = fc.array(
    fc.oneof(fc.nat().map(String), fc.uuid(), fc.constantFrom('error', 'warn', 'timeout', 'connection', 'failed', 'memory', 'disk')),
    { maxLength: 8 },
  );
  fc.assert(fc.property(filler, (words) => expect(causes(words.join(' '))).toEqual([])));
});
