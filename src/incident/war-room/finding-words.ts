import type { Finding, Gist } from '../model/finding';
import type { UnknownGroup, Verdict } from './verdict';

/**
 * The most likely cause, or else what fails or warns, in one sentence without a full stop: `HTTP health (https://shop) fails:
 * HTTP 503`.
 */
export function describeWorst({ worst, others, conclusive, probes, cause }: Gist): string {
  if (cause !== undefined) return open(cause.statement);
  if (worst === null) return conclusive === 0 ? nothingSeen(probes) : 'no probe found anything wrong';
  const { status, summary } = worst;
  const further = others === 0 ? '' : `; ${others} more ${others === 1 ? 'probe' : 'probes'} ${VERBS[status][others === 1 ? 0 : 1]}`;
  return `${nameOf(worst)} ${VERBS[status][0]}: ${open(summary)}${further}`;
}

const VERBS = { fail: ['fails', 'fail'], warn: ['warns', 'warn'] } as const;

function nothingSeen(probes: number): string {
  const why =
    probes === 0 ? 'no probe matched' : probes === 1 ? 'the only probe could not tell' : `none of the ${probes} probes could tell`;
  return `the state is unknown: ${why}`;
}

/** What comes before `describeConfidence`. Without a cause, there is nothing to be sure of. */
export const confidenceLabel = ({ cause }: Pick<Gist, 'cause'>): string => (cause === undefined ? 'Observed' : 'How sure');

/** How sure the cause is, or without one, how well the state was observed; and on how many probes that rests. */
export function describeConfidence({ conclusive, probes, cause }: Gist, observed: number): string {
  const figure = cause === undefined ? `${observed}%` : `${confidenceWord(cause.confidence)} (confidence ${cause.confidence}%)`;
  return `${figure}: ${conclusive} of ${probes} ${probes === 1 ? 'probe' : 'probes'} could tell`;
}

function confidenceWord(confidence: number): string {
  if (confidence >= 80) return 'high';
  if (confidence >= 50) return 'fair';
  return confidence > 0 ? 'low' : 'none';
}

/** The same, with what the probes looked at, and whether failures were seen again. */
export function describeSureness({ gist, aspects, failures, isObserved }: Sureness, confidence: number): string {
  const covered = aspects.length === 0 ? '' : ` (${aspects.join(', ')})`;
  const unseen = isObserved || gist.conclusive === 0 ? '' : ', but none checked the system itself';
  const again = failures.all === 0 ? '' : `; ${seenAgain(failures)}`;
  return `${describeConfidence(gist, confidence)}${covered}${unseen}${again}`;
}

type Sureness = Pick<Verdict, 'gist' | 'aspects' | 'failures' | 'isObserved'>;

function seenAgain({ all, again }: Verdict['failures']): string {
  if (all === 1) return again === 1 ? 'the failure was seen twice' : 'the failure was seen only once';
  return again === 0
    ? `none of the ${all} failures was seen twice`
    : `${again} of ${all} failures ${again === 1 ? 'was' : 'were'} seen twice`;
}

const MAX_NAMED = 5;

type Named = Pick<Finding, 'title' | 'target' | 'service'>;

/** Probes by their titles; with their targets if others of the investigation share them. */
export function describeProbes(findings: readonly Named[], among: readonly Named[] = findings): string {
  const names = findings.map((finding) =>
    among.filter(({ title }) => title === finding.title).length > 1 ? nameOf(finding) : finding.title,
  );
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Which probes could not tell, and why: `3 probes (DNS, HTTP health, TLS): no answer`. */
export function describeUnknown({ reason, findings }: Pick<UnknownGroup, 'reason' | 'findings'>, all: number): string {
  if (findings.length > 1 && findings.length === all) return `all ${all} probes: ${open(reason)}`;
  const names = describeProbes(findings);
  return `${findings.length === 1 ? names : `${findings.length} probes (${names})`}: ${open(reason)}`;
}

/** With its target, or without one, with its service: probes of several services have the same title. */
export function nameOf({ title, target, service }: Pick<Finding, 'title' | 'target' | 'service'>): string {
  const about = target ?? service;
  return about === undefined ? title : `${title} (${about})`;
}

/** Without the full stop, since more follows. */
const open = (sentence: string): string => sentence.replace(/[.!]$/, '');
