import type { Finding } from '../../model/finding';
import type { Hypothesis } from '../../model/investigation/hypothesis';
import { clueIn, failuresIn, formHypothesis } from '../form-hypothesis';

const MAX_LISTED = 3;

/**
 * The first hypothesis as one text: what is wrong, what that explains, what else fails, and what the alert's own text says.
 * Null if there is none.
 */
export function hypothesisSentence(hypotheses: readonly Hypothesis[], findings: readonly Finding[]): string | null {
  const [first] = hypotheses;
  if (first === undefined || first.basis === 'symptom') return formHypothesis(findings);
  const failures = failuresIn(findings);
  const named = new Set(first.for.map(({ finding }) => finding));
  const explained = failures.filter(({ key }) => named.has(key) && key !== first.for[0]?.finding);
  const others = failures.filter(({ key }) => !named.has(key));
  const clue = clueIn(findings);
  return [
    first.statement,
    ...(explained.length === 0 ? [] : [`This explains: ${listed(explained)}.`]),
    ...(others.length === 0 ? [] : [`Also failing: ${listed(others)}.`]),
    ...(clue === undefined || named.has(clue.key) ? [] : [`${clue.title}: ${clue.summary.replace(/[.!]$/, '')}.`]),
  ].join(' ');
}

const name = ({ title, target }: Finding): string => (target === null ? title : `${title} (${target})`);

function listed(findings: readonly Finding[]): string {
  const more = findings.length > MAX_LISTED ? ` and ${findings.length - MAX_LISTED} more` : '';
  return `${findings.slice(0, MAX_LISTED).map(name).join(', ')}${more}`;
}
