import { readBlackboxOutput } from '../../../../../src/incident/investigation/plugins/read-blackbox-output';

const NOW = new Date('2026-11-28T02:00:00Z');

function answer(log: readonly string[], metrics: readonly string[]): string {
  return `Logs for the probe:\n${log.join('\n')}\n\n\n\nMetrics that would have been returned:\n${metrics.join('\n')}\n\n\n\nModule configuration:\nprober: http\nprobe_success 1\n`;
}
const line = (level: string, message: string, rest = '') =>
  `ts=2026-11-28T02:14:36.3Z caller=http.go:327 module=probe level=${level} msg="${message}" ${rest}`;

describe('readBlackboxOutput', () => {
  it('takes success for ok, and says what was measured', () => {
    const metrics = [
      '# HELP probe_success Displays whether or not the probe was a success',
      'probe_http_duration_seconds{phase="connect"} 0.002',
      'probe_http_duration_seconds{phase="tls"} 0',
      'probe_http_status_code 200',
      'probe_duration_seconds 0.0123',
      'probe_ssl_earliest_cert_expiry 1.7961408e+09',
      'probe_tls_version_info{version="TLS 1.3"} 1',
      'probe_ip_protocol 4',
      'probe_success 1',
    ];
    expect(readBlackboxOutput(answer([line('info', 'Probe succeeded')], metrics), true, NOW)).toEqual({
      status: 'ok',
      summary: 'answers with status 200 within 12 ms',
      evidence: [
        'HTTP status: 200',
        'the first certificate expires in 3 d (2026-12-01)',
        'took 12 ms',
        'TLS version: TLS 1.3',
        'HTTP, connect: 2 ms',
        'over IPv4',
      ],
    });
  });

  it.each([
    ['Get \\"https://192.0.2.7:1/\\": dial tcp 192.0.2.7:1: connect: connection refused', 'connection refused'],
    ['Get \\"https://192.0.2.7/\\": tls: failed to verify certificate: x509: certificate signed by unknown authority', 'unknown authority'],
    ['Get \\"https://192.0.2.7/\\": http: server gave HTTP response to HTTPS client', 'to HTTPS client'],
  ])('says why it failed, not what follows from it: %s', (err, reason) => {
    const log = [
      line('warn', 'Unable to use the preferred protocol'),
      line('error', 'Error for HTTP request', `err="${err}"`),
      line('info', 'Response timings for roundtrip'),
      line('error', 'Final request was not over SSL'),
      line('error', 'Probe failed'),
    ];
    const summary = readBlackboxOutput(answer(log, ['probe_success 0']), true, NOW)?.summary ?? '';
    expect(summary).toMatch(/^Error for HTTP request: Get "https:/);
    expect(summary.endsWith(reason)).toBe(true);
  });

  it('says why it failed: the first error, or what the exporter found invalid', () => {
    const refused = [
      line('info', 'Making DNS query'),
      line('error', 'Error while sending a DNS query', 'err="read udp4 192.0.2.1:53: connection \\"refused\\""'),
      line('error', 'Probe failed', 'duration_seconds=0.1'),
    ];
    expect(readBlackboxOutput(answer(refused, ['probe_success 0']), true, NOW)).toMatchObject({
      status: 'fail',
      summary: 'Error while sending a DNS query: read udp4 192.0.2.1:53: connection "refused"',
    });
    const unavailable = [
      line('info', 'Received HTTP response', 'status_code=503'),
      line('info', 'Invalid HTTP response status code, wanted 2xx', 'status_code=503'),
      line('info', 'Response timings for roundtrip'),
      line('error', 'Probe failed'),
    ];
    const metrics = ['probe_http_status_code 503', 'probe_success 0'];
    expect(readBlackboxOutput(answer(unavailable, metrics), true, NOW)?.summary).toBe(
      'Invalid HTTP response status code, wanted 2xx: status 503',
    );
    expect(readBlackboxOutput(answer([line('error', 'Probe failed')], ['probe_success 0']), true, NOW)?.summary).toBe(
      'the exporter gives no reason',
    );
  });

  it('cannot tell about a target that redirects, unless the module itself follows none', () => {
    const log = [line('info', 'Invalid HTTP response status code, wanted 2xx', 'status_code=302'), line('error', 'Probe failed')];
    const output = answer(log, ['probe_http_status_code 302', 'probe_success 0']);
    expect(readBlackboxOutput(output, true, NOW)).toMatchObject({
      status: 'unknown',
      summary: 'the target redirects, and probes follow no redirect (status 302)',
    });
    expect(readBlackboxOutput(output, false, NOW)?.status).toBe('fail');
    const mismatch = [line('error', 'Body did not match regular expression'), line('error', 'Probe failed')];
    expect(readBlackboxOutput(answer(mismatch, ['probe_http_status_code 302', 'probe_success 0']), true, NOW)?.status).toBe('fail');
  });

  it('says how long ago a certificate expired', () => {
    const output = answer([], ['probe_ssl_earliest_cert_expiry 1.795e+09', 'probe_success 1']);
    expect(readBlackboxOutput(output, true, NOW)?.evidence).toEqual(['the first certificate expired 9 d ago (2026-11-18)']);
  });

  it('reads nothing else: neither another text, nor what stands in the module', () => {
    expect(readBlackboxOutput('Unknown prober "htp"', true, NOW)).toBeNull();
    expect(readBlackboxOutput('Module configuration:\nprobe_success 1\n', true, NOW)).toBeNull();
    expect(
      readBlackboxOutput(
        answer([line('info', 'a\\nMetrics that would have been returned:\\nprobe_success 1')], ['probe_success 0']),
        true,
        NOW,
      )?.status,
    ).toBe('fail');
  });
});
