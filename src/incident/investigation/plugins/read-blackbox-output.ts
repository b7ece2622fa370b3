import { ageOf } from '../../text/durations';
import { type LogLine, readExporterLog, reasonIn } from './read-exporter-log';
import { readExporterMetrics, type Sample } from './read-exporter-metrics';
import type { PluginReading } from './read-plugin-output';

const LOG = 'Logs for the probe:';
const METRICS = 'Metrics that would have been returned:';
const CONFIGURATION = 'Module configuration:';
const REDIRECTED = 'the target redirects, and probes follow no redirect';

/**
 * Reads what the blackbox exporter answers with `debug=true`: its log, the metrics and the module. `probe_success` is the
 * status. Null if it did not answer so.
 * @param wouldFollow Whether the module follows redirects elsewhere. Here none is followed, so that its own judgement of the
 * redirect is missing.
 * @param now Certificates expire relative to it.
 */
export function readBlackboxOutput(stdout: string, wouldFollow: boolean, now: Date): PluginReading | null {
  const [log = '', rest = ''] = after(stdout, LOG).split(`\n${METRICS}\n`);
  const samples = readExporterMetrics(rest.split(`\n${CONFIGURATION}\n`)[0] ?? '');
  const success = sampleOf(samples, 'probe_success');
  if (success === null) return null;
  const lines = readExporterLog(log);
  const evidence = describeSamples(samples, now);
  const code = sampleOf(samples, 'probe_http_status_code') ?? 0;
  if (success === 1) return { status: 'ok', summary: describeSuccess(samples), evidence };
  if (wouldFollow && code >= 300 && code < 400 && lines.some(refusesStatus)) {
    return { status: 'unknown', summary: `${REDIRECTED} (status ${code})`, evidence };
  }
  const reason = reasonIn(lines) ?? 'the exporter gives no reason';
  return { status: 'fail', summary: reason, evidence };
}

function after(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(at + mark.length);
}

const refusesStatus = ({ message }: LogLine): boolean => message.startsWith('Invalid HTTP response status code');

function sampleOf(samples: readonly Sample[], name: string): number | null {
  return samples.find((sample) => sample.name === name)?.value ?? null;
}

function describeSuccess(samples: readonly Sample[]): string {
  const took = sampleOf(samples, 'probe_duration_seconds');
  const code = sampleOf(samples, 'probe_http_status_code');
  const what = code === null || code === 0 ? 'answers as expected' : `answers with status ${code}`;
  return took === null ? what : `${what} within ${inMs(took)}`;
}

type Describe = (sample: Sample, now: Date) => string | null;
const inMs = (seconds: number): string => `${Math.max(1, Math.round(seconds * 1000))} ms`;
const count =
  (what: string): Describe =>
  ({ value }) =>
    `${what}: ${value}`;
const phase =
  (what: string): Describe =>
  ({ labels, value }) =>
    value === 0 ? null : `${what}, ${labels.phase}: ${inMs(value)}`;

/** What people look at first comes first. Metrics that are not named here say little. */
const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  probe_http_status_code: count('HTTP status'),
  probe_ssl_earliest_cert_expiry: ({ value }, now) => describeExpiry(value, now),
  probe_failed_due_to_regex: ({ value }) => (value === 1 ? 'the body or a header did not match what the module expects' : null),
  probe_dns_query_succeeded: ({ value }) => (value === 1 ? 'the name server answered' : 'the name server did not answer the query'),
  probe_dns_answer_rrs: count('DNS answer records'),
  probe_dns_authority_rrs: count('DNS authority records'),
  probe_dns_additional_rrs: count('DNS additional records'),
  probe_duration_seconds: ({ value }) => `took ${inMs(value)}`,
  probe_tls_version_info: ({ labels }) => `TLS version: ${labels.version}`,
  probe_http_duration_seconds: phase('HTTP'),
  probe_dns_duration_seconds: phase('DNS'),
  probe_icmp_duration_seconds: phase('ICMP'),
  probe_http_uncompressed_body_length: count('bytes of the body'),
  probe_ip_protocol: ({ value }) => (value === 0 ? null : `over IPv${value}`),
};

function describeSamples(samples: readonly Sample[], now: Date): readonly string[] {
  return Object.entries(DESCRIPTIONS).flatMap(([name, describe]) =>
    samples.filter((sample) => sample.name === name).flatMap((sample) => describe(sample, now) ?? []),
  );
}

function describeExpiry(seconds: number, now: Date): string | null {
  if (!Number.isFinite(seconds) || seconds <= 0) return null;
  const at = new Date(seconds * 1000);
  const left = at.getTime() - now.getTime();
  const when = left < 0 ? `expired ${ageOf(-left)} ago` : `expires in ${ageOf(left)}`;
  return `the first certificate ${when} (${at.toISOString().slice(0, 10)})`;
}
