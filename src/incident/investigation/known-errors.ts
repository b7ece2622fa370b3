import type { CauseKind } from '../model/investigation/cause-kind';
import { cleanLine } from '../text/clean-text';
import { hideSecrets } from '../text/hide-secrets';
import { ERROR_PATTERNS } from './known-error-table';

/** An error that a text reports. */
export interface KnownError {
  readonly cause: CauseKind;
  /** What the text says is broken: `database`, `cache`, `queue`, `search`; null if it does not say. */
  readonly component: string | null;
  /** The part of the text that says so, in one line. Untrusted text. */
  readonly excerpt: string;
}

/** Longer texts are read only so far: a log line, a health body and an alert fit. */
const MAX_READ = 20_000;
const BEFORE_CHARS = 80;
const AFTER_CHARS = 120;
const EXCERPT_CHARS = 160;

/** What denies the words that follow: `no deadlock detected`, `without connection refused`. */
const DENIED_BEFORE = /\b(?:no|not|non|never|without|zero|0|isn't|wasn't|recovered from|if|unless)[ "']{1,3}$/i;
/** What denies the words before: `OOMKilled: false`, `too many connections = 0`. */
const DENIED_AFTER =
  /^["']? {0,3}(?:count|errors?|total)?["']? {0,3}[=:] {0,3}["']?(?:false|no|none|null|off|disabled|0(?![.\d]*[1-9]))\b/i;

/** What is broken, by names and by usual ports. */
const COMPONENTS: readonly (readonly [string, RegExp])[] = [
  [
    'database',
    /\b(?:postgres\w*|pgbouncer|mysql\w*|mariadb|databases?|db|jdbc|sqlstate|oracle|mongo\w*|cockroach\w*|cassandra|hikaripool)\b|\bORA-\d|:(?:5432|6432|3306|1521|1433|27017|26257|9042)\b/gi,
  ],
  ['cache', /\b(?:redis|valkey|memcached?|cache)\b|:(?:6379|11211)\b/gi],
  ['queue', /\b(?:rabbitmq|amqp|kafka|broker|activemq|pulsar)\b|:(?:5672|5671|9092|61616)\b/gi],
  ['search', /\b(?:elasticsearch|opensearch|solr)\b|:9200\b/gi],
];

/**
 * The known errors that a text reports, each cause once, the most telling first. It is hearsay: a text may quote, translate or
 * deny an error, and only plain denials are recognised.
 */
export function knownErrorsIn(text: string): readonly KnownError[] {
  // Secrets are removed before anything is cut, so that no half of one is left.
  const read = hideSecrets(text.slice(0, MAX_READ));
  const found = new Map<CauseKind, KnownError>();
  for (const { cause, component, pattern } of ERROR_PATTERNS) {
    if (found.has(cause)) continue;
    for (const { 0: words, index } of read.matchAll(pattern)) {
      if (isDenied(read, index, index + words.length)) continue;
      const around = lineAround(read, index, index + words.length);
      found.set(cause, { cause, component: component ?? componentIn(around, words), excerpt: cleanLine(around.line, EXCERPT_CHARS) });
      break;
    }
  }
  return withoutSymptoms([...found.values()]);
}

/** A status says nothing if the same text names the reason. */
function withoutSymptoms(errors: readonly KnownError[]): readonly KnownError[] {
  const reasons = errors.filter(({ cause }) => cause !== 'errors_returned');
  return reasons.length > 0 ? reasons : errors;
}

function isDenied(text: string, start: number, end: number): boolean {
  return DENIED_BEFORE.test(text.slice(Math.max(0, start - 24), start)) || DENIED_AFTER.test(text.slice(end, end + 24));
}

function lineAround(text: string, start: number, end: number): { readonly line: string; readonly at: number } {
  const from = Math.max(text.lastIndexOf('\n', start - 1) + 1, start - BEFORE_CHARS);
  const next = text.indexOf('\n', end);
  const to = Math.min(next < 0 ? text.length : next, end + AFTER_CHARS);
  return { line: text.slice(from, to), at: start - from };
}

/** What stands before an error is usually its subject: `redis: connection refused; postgres is fine`. */
const AFTER_PENALTY = 40;

/** The component that is named nearest to the error. */
function componentIn({ line, at }: { readonly line: string; readonly at: number }, words: string): string | null {
  let nearest: string | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const [component, pattern] of COMPONENTS) {
    for (const { 0: name, index } of line.matchAll(pattern)) {
      const gap = index < at ? at - index - name.length : index - at - words.length + AFTER_PENALTY;
      if (gap >= distance) continue;
      [nearest, distance] = [component, gap];
    }
  }
  return nearest;
}
