import type { Finding } from '../../model/finding';
import type { Hypothesis } from '../../model/investigation/hypothesis';
import { alertSays, clueIn, failuresIn, formHypothesis, listed } from '../form-hypothesis';

/**
 * The first hypothesis as one text: what is wrong, what that explains, what else fails, what is odd but names no likely cause,
 * and what the alert's own text says.
 * Null if there is none.
 */
export function hypothesisSentence(hypotheses: readonly Hypothesis[], findings: readonly Finding[]): string | null {
  const [first] = hypotheses;
  if (first === undefined || first.basis === 'symptom') return formHypothesis(findings);
  const failures = failuresIn(findings);
  const named = new Set(first.for.map(({ finding }) => finding));
  const explained = failures.filter(({ key }) => named.has(key) && key !== first.for[0]?.finding);
  const others = failures.filter(({ key }) => !named.has(key));
  const aside = oddities(hypotheses, findings);
  const clue = clueIn(findings);
  return [
    first.statement,
    ...(explained.length === 0 ? [] : [`This explains: ${listed(explained)}.`]),
    ...(others.length === 0 ? [] : [`Also failing: ${listed(others)}.`]),
    ...(aside.length === 0 ? [] : [`Also unusual, but not taken as the cause: ${listed(aside)}.`]),
    ...(clue === undefined || named.has(clue.key) ? [] : alertSays(findings)),
  ].join(' ');
}

/** Warnings and changes that no hypothesis rests on: what is worth mending but breaks nothing, a deployment of another service. */
function oddities(hypotheses: readonly Hypothesis[], findings: readonly Finding[]): readonly Finding[] {
  const used = new Set(hypotheses.flatMap(({ for: reasons }) => reasons.map(({ finding }) => finding)));
  return findings.filter(
    ({ key, control, kind, status, facts = [] }) =>
      status === 'warn' && !control && !used.has(key) && (kind === 'health' || facts.some((fact) => fact.kind === 'change')),
  );
}
