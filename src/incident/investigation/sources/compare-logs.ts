import type { MentionFact } from '../../model/investigation/fact';
import type { Reading } from '../../model/investigation/reading';
import type { Service } from '../../model/investigation/service';
import { cleanLine } from '../../text/clean-text';
import { hideSecrets } from '../../text/hide-secrets';
import { times } from '../../text/number-words';
import { utcTime } from '../../text/utc-time';
import { knownErrorsIn } from '../known-errors';
import { isContinuation, messageIn, signatureOf } from './log-signature';
import { subjectOf } from './log-subject';

export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

/** Error lines of one span of time. */
export interface LogSample {
  /** All of them; `lines` may be fewer. */
  readonly count: number;
  readonly lines: readonly LogLine[];
}

export interface LogSamples {
  /** Around the start of the trouble. */
  readonly trouble: LogSample;
  /** As long, just before that. */
  readonly before: LogSample;
  /** As long, a day earlier. Null if the source holds no logs of that time. */
  readonly dayBefore: LogSample | null;
}

const MAX_SIGNATURES = 6;
const SAMPLE_CHARS = 200;
const MAX_MENTIONS = 5;
/** A known error that has always been there is a cause only if it is this many times as frequent as before. */
const SURGE = 3;
const MIN_SURGE_LINES = 5;

export interface Signature {
  readonly signature: string;
  readonly count: number;
  /** In the earlier spans together. */
  readonly before: number;
  readonly isNew: boolean;
  readonly first: LogLine;
}

/** Lines of the trouble, grouped by what they say; new ones first, then by how much more frequent they are. The order of lines does not matter. */
export function signaturesIn({ trouble, before, dayBefore }: LogSamples): readonly Signature[] {
  const earlier = countsOf([...before.lines, ...(dayBefore?.lines ?? [])]);
  const groups = new Map<string, { count: number; first: LogLine }>();
  for (const line of trouble.lines) {
    if (isContinuation(line.text)) continue;
    const signature = signatureOf(line.text);
    if (signature === '') continue;
    const group = groups.get(signature);
    if (group === undefined) groups.set(signature, { count: 1, first: line });
    else {
      group.count += 1;
      if (isEarlier(line, group.first)) group.first = line;
    }
  }
  const signatures = [...groups].map(([signature, { count, first }]) => {
    const known = earlier.get(signature) ?? 0;
    return { signature, count, before: known, isNew: known === 0, first };
  });
  const growth = ({ count, before: known }: Signature): number => count - known;
  return signatures.sort((a, b) => Number(b.isNew) - Number(a.isNew) || growth(b) - growth(a) || (a.signature < b.signature ? -1 : 1));
}

function countsOf(lines: readonly LogLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of lines) {
    const signature = signatureOf(text);
    counts.set(signature, (counts.get(signature) ?? 0) + 1);
  }
  return counts;
}

function isEarlier(one: LogLine, other: LogLine): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.text < other.text);
}

/**
 * What the error lines of a service say about the trouble.
 * @param service Whose log it is; null if it is nobody's in particular.
 * @param services All that the query is about.
 */
export function readLogs(samples: LogSamples, service: Service | null, services: readonly Service[]): Reading {
  const { trouble, before, dayBefore } = samples;
  const signatures = signaturesIn(samples);
  const fresh = signatures.filter(({ isNew }) => isNew);
  const mentions = mentionsIn(signatures, service, services);
  const top = signatures.find(({ isNew, count, before: known }) => isNew || count > known);
  return {
    fields: {
      lines: trouble.count,
      before: before.count,
      dayBefore: dayBefore?.count ?? null,
      times: rounded(trouble.count / Math.max(before.count, dayBefore?.count ?? 0, 1)),
      new: fresh.length,
      newLines: fresh.reduce((sum, { count }) => sum + count, 0),
      top: top === undefined ? null : sampleOf(top),
      cause: mentions[0]?.cause ?? null,
    },
    evidence: [
      ...signatures
        .filter(({ isNew, count, before: known }) => isNew || count > known)
        .slice(0, MAX_SIGNATURES)
        .map(told),
      ...partial('the trouble', trouble),
      ...partial('the time before', before),
    ],
    facts: mentions,
    series: [],
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function sampleOf({ first }: Signature): string {
  return cleanLine(hideSecrets(messageIn(first.text)), SAMPLE_CHARS);
}

function told(signature: Signature): string {
  const { count, before, isNew, first } = signature;
  const since = utcTime(new Date(first.atMs).toISOString());
  const often = isNew ? `new, ${times(count)} since ${since}` : `${times(count)}, ${times(before)} before`;
  return `${often}: ${sampleOf(signature)}`;
}

/** Counts are exact, but only so many lines are compared. */
function partial(when: string, { count, lines }: LogSample): readonly string[] {
  return count > lines.length ? [`only ${lines.length} of ${count} lines of ${when} were compared`] : [];
}

/** Known errors among what is new or much more frequent: each cause of each service once. */
function mentionsIn(signatures: readonly Signature[], service: Service | null, services: readonly Service[]): readonly MentionFact[] {
  const facts = new Map<string, MentionFact>();
  for (const { isNew, count, before, first } of signatures) {
    if (!isNew && (count < SURGE * before || count - before < MIN_SURGE_LINES)) continue;
    // Structured lines name the host and the code in other fields than the message, so the whole line is read.
    for (const { cause, component, excerpt } of knownErrorsIn(first.text)) {
      const subject = subjectOf(first.text, service, services);
      const key = `${subject} ${cause}`;
      if (facts.has(key)) continue;
      facts.set(key, {
        kind: 'mention',
        cause,
        component,
        service: subject,
        text: `the log${service === null ? '' : ` of ${service.name}`} says: ${excerpt}`,
      });
    }
  }
  return [...facts.values()].slice(0, MAX_MENTIONS);
}
