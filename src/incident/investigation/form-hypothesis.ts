import type { Aspect, Finding } from '../model/finding';

/** Causes before symptoms: a name that does not resolve explains a page that does not answer, never the reverse. */
const CAUSES_FIRST: readonly Aspect[] = ['network', 'dependencies', 'capacity', 'change', 'availability', 'performance', 'evidence'];
const MAX_LISTED = 3;

/**
 * The hypothesis that the findings support: the deepest failure, what it may explain, and what the alert's own text says.
 * Null if nothing fails: no cause was found, and none is invented.
 */
export function formHypothesis(findings: readonly Finding[]): string | null {
  const failures = failuresIn(findings);
  const [deepest] = failures;
  if (deepest === undefined) return null;
  const explained = failures.slice(1).filter((other) => mayExplain(deepest, other));
  const others = failures.slice(1).filter((other) => !mayExplain(deepest, other));
  return [
    `${name(deepest)} fails: ${ended(deepest.summary)}`,
    ...explain(deepest, explained, findings),
    ...(others.length === 0 ? [] : [`Also failing: ${listed(others)}.`]),
    ...alertSays(findings),
  ].join(' ');
}

/** What fails in the system, causes before symptoms. */
export function failuresIn(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter(({ control, kind, status }) => !control && kind === 'health' && status === 'fail')
    .sort((a, b) => depth(a) - depth(b) || b.weight - a.weight);
}

const depth = ({ aspect }: Finding): number => CAUSES_FIRST.indexOf(aspect);
function name({ title, target, service, asksSource }: Finding): string {
  const about = target ?? (asksSource === true ? service : undefined);
  return about === undefined ? title : `${title} (${about})`;
}
const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

function hostOf(target: string | null): string | null {
  if (target === null) return null;
  return target
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?].*$/, '')
    .replace(/:\d+$/, '');
}

/** Trouble with a host may explain failures on that host; trouble with a dependency may explain any symptom. */
function mayExplain(cause: Finding, symptom: Finding): boolean {
  const sameHost = cause.target !== null && hostOf(cause.target) === hostOf(symptom.target);
  return sameHost || (cause.aspect === 'dependencies' && depth(symptom) > depth(cause));
}

function explain(deepest: Finding, explained: readonly Finding[], findings: readonly Finding[]): readonly string[] {
  if (explained.length > 0) return [`This may also explain: ${listed(explained)}.`];
  const reachable = findings.some(
    (other) => other.aspect === 'network' && other.status === 'ok' && !other.control && hostOf(other.target) === hostOf(deepest.target),
  );
  return reachable && deepest.aspect !== 'network' ? ['The host is reachable, so check the service itself first.'] : [];
}

/** Findings by title and target, three at most. */
export function listed(findings: readonly Finding[]): string {
  const more = findings.length > MAX_LISTED ? ` and ${findings.length - MAX_LISTED} more` : '';
  return `${findings.slice(0, MAX_LISTED).map(name).join(', ')}${more}`;
}

/** What the alert's own text points to, as sentences; none if it points to nothing. */
export function alertSays(findings: readonly Finding[]): readonly string[] {
  const said = clueIn(findings);
  return said === undefined ? [] : [`${said.title}: ${ended(said.summary)}`];
}

/** What the alert's own text points to. */
export function clueIn(findings: readonly Finding[]): Finding | undefined {
  return findings.find(({ aspect, kind, status }) => aspect === 'evidence' && kind === 'correlation' && status === 'warn');
}
