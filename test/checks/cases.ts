import type { FindingStatus } from '../../src/incident/model/finding';

/** A check as a runbook has it, and what it must say of a service that is broken, and of one that does not answer. Good is ok. */
export interface CheckCase {
  readonly name: string;
  readonly check: { readonly plugin: readonly string[] } | { readonly blackbox: { readonly module: object; readonly target: string } };
  readonly bad: FindingStatus;
  readonly unreachable: FindingStatus;
  /** Part of the sample in `npm test`. */
  readonly sample?: boolean;
}

const HOST = '{{target.host}}';
type More = Partial<Omit<CheckCase, 'name' | 'check'>>;
const plugin = (name: string, args: readonly string[], more: More = {}): CheckCase => ({
  name: [name, ...args].join(' '),
  check: { plugin: [name, '-H', HOST, '-t', '5', ...args] },
  bad: 'fail',
  unreachable: 'fail',
  ...more,
});
const blackbox = (name: string, module: object, target: string, more: More = {}): CheckCase => ({
  name: `blackbox ${name}`,
  check: { blackbox: { module: { timeout: '4s', ...module }, target } },
  bad: 'fail',
  unreachable: 'fail',
  ...more,
});
const http = (name: string, settings: object, path = '/', scheme = 'http', more: More = {}): CheckCase =>
  blackbox(`http: ${name}`, { prober: 'http', http: settings }, `${scheme}://${HOST}${path}`, more);
const talk = (name: string, port: number, lines: readonly object[], more: More = {}): CheckCase =>
  blackbox(`tcp: ${name}`, { prober: 'tcp', tcp: { query_response: lines } }, `${HOST}:${port}`, more);
const dns = (name: string, settings: object, more: More = {}): CheckCase =>
  blackbox(`dns: ${name}`, { prober: 'dns', dns: settings }, `${HOST}:53`, more);
const ANY_CERTIFICATE = { tls_config: { insecure_skip_verify: true } };
const WWW = ['-l', 'www.shop.test'];

export const CASES: readonly CheckCase[] = [
  plugin('check_http', [], { sample: true }),
  plugin('check_http', ['-u', '/page'], { bad: 'warn', sample: true }),
  plugin('check_http', ['-u', '/login'], { bad: 'warn' }),
  plugin('check_http', ['-s', 'fine']),
  plugin('check_http', ['-e', 'HTTP/1.1 200']),
  plugin('check_http', ['-r', 'shop is (fine|busy)']),
  plugin('check_http', ['-S']),
  plugin('check_http', ['-S', '-C', '30,14'], { bad: 'warn', sample: true }),
  plugin('check_http', ['-S', '-p', '8443', '-C', '30,14']),
  plugin('check_http', ['-j', 'HEAD']),
  plugin('check_curl', []),
  plugin('check_curl', ['-u', '/page'], { bad: 'warn' }),
  plugin('check_curl', ['-s', 'fine']),
  plugin('check_tcp', ['-p', '6379', '-E', '-s', 'PING\\r\\n', '-e', '+PONG', '-M', 'crit']),
  plugin('check_tcp', ['-p', '6379', '-E', '-s', 'PING\\r\\n', '-e', '+PONG'], { bad: 'warn' }),
  plugin('check_tcp', ['-p', '22', '-e', 'SSH-2.0', '-M', 'crit']),
  plugin('check_tcp', ['-p', '443', '-S', '-D', '30,14'], { bad: 'warn' }),
  plugin('check_ssh', [], { sample: true }),
  plugin('check_smtp', [], { bad: 'warn', sample: true }),
  plugin('check_ftp', [], { bad: 'warn' }),
  plugin('check_imap', [], { bad: 'warn' }),
  plugin('check_pop', [], { bad: 'warn' }),
  plugin('check_nntp', [], { bad: 'warn' }),
  plugin('check_time', ['-c', '60'], { unreachable: 'unknown' }),
  plugin('check_time', ['-w', '60'], { bad: 'warn', unreachable: 'unknown' }),
  plugin('check_pgsql', ['-d', 'postgres', '-l', 'postgres'], { sample: true }),
  {
    ...plugin('check_mysql', []),
    check: { plugin: ['check_mysql', '-H', HOST, '-u', 'probe', '-p', 'sesame'] },
  },
  plugin('check_ntp_time', ['-w', '0.5', '-c', '1']),
  plugin('check_ntp_time', ['-w', '0.5', '-c', '1', '-q'], { bad: 'unknown' }),
  {
    ...plugin('check_dns', []),
    name: 'check_dns www',
    check: { plugin: ['check_dns', '-H', 'www.shop.test', '-s', HOST, '-a', '192.0.2.10', '-t', '5'] },
    sample: true,
  },
  {
    ...plugin('check_dns', []),
    name: 'check_dns only-good',
    check: { plugin: ['check_dns', '-H', 'only-good.test', '-s', HOST, '-t', '5'] },
  },
  plugin('check_dig', [...WWW, '-a', '192.0.2.10'], { bad: 'warn', unreachable: 'warn' }),
  plugin('check_dig', ['-l', 'shop.test', '-T', 'MX', '-a', 'mail.shop.test'], { bad: 'warn', unreachable: 'warn' }),
  http('2xx', {}, '/', 'http', { sample: true }),
  http('status 200', { valid_status_codes: [200] }, '/page'),
  http('a body that must match', { fail_if_body_not_matches_regexp: ['fine'], valid_status_codes: [200, 503] }, '/', 'http', {
    sample: true,
  }),
  http('a body that must not match', { fail_if_body_matches_regexp: ['no connection'], valid_status_codes: [200, 503] }),
  http('a header', { fail_if_header_not_matches: [{ header: 'X-Ready', regexp: 'yes' }], valid_status_codes: [200, 503] }),
  http('POST', { method: 'POST', body: '{}' }),
  http('TLS', { ...ANY_CERTIFICATE, fail_if_not_ssl: true }, '/', 'https', { sample: true }),
  http('HEAD of a page', { method: 'HEAD' }, '/page'),
  http('a login', { headers: { Accept: 'text/html' } }, '/login'),
  talk('SSH', 22, [{ expect: '^SSH-2.0-' }], { sample: true }),
  talk('SMTP', 25, [{ expect: '^220 ' }, { send: 'EHLO prober\r' }, { expect: '^250' }, { send: 'QUIT\r' }]),
  talk('IMAP', 143, [{ expect: 'OK' }]),
  talk('POP3', 110, [{ expect: '^\\+OK' }]),
  talk('FTP', 21, [{ expect: '^220' }]),
  talk('Redis', 6379, [{ send: 'PING\r' }, { expect: '^\\+PONG' }]),
  dns(
    'A',
    { query_name: 'www.shop.test', query_type: 'A', validate_answer_rrs: { fail_if_not_matches_regexp: ['192\\.0\\.2\\.10'] } },
    { sample: true },
  ),
  dns('A over TCP', {
    query_name: 'www.shop.test',
    query_type: 'A',
    transport_protocol: 'tcp',
    validate_answer_rrs: { fail_if_matches_regexp: ['198\\.51\\.100\\.'] },
  }),
  dns('MX', { query_name: 'shop.test', query_type: 'MX', validate_answer_rrs: { fail_if_not_matches_regexp: ['mail\\.shop\\.test'] } }),
  dns('TXT', { query_name: 'shop.test', query_type: 'TXT', validate_answer_rrs: { fail_if_not_matches_regexp: ['spf1'] } }),
  dns('no NXDOMAIN', { query_name: 'only-good.test', query_type: 'A', valid_rcodes: ['NOERROR'] }),
  http('a target that redirects', { valid_status_codes: [200] }, '/moved', 'http', { bad: 'unknown' }),
];
