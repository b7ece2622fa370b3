import type { Finding } from '../../model/finding';
import type { Hypothesis } from '../../model/investigation/hypothesis';
import type { ServiceScope } from '../../model/investigation/service';
import { alertSays, clueIn, failuresIn, formHypothesis, listed } from '../form-hypothesis';

const MAX_NAMED = 5;

/**
 * The first hypothesis as one text: what is wrong, what that explains, what else fails, what is odd but names no likely cause,
 * what the alert's own text says, and how many dependencies fail.
 * Null if there is none.
 */
export function hypothesisSentence(hypotheses: readonly Hypothesis[], findings: readonly Finding[], scope: ServiceScope): string | null {
  const [first] = hypotheses;
  const said = first === undefined || first.basis === 'symptom' ? formHypothesis(findings) : causeSentence(first, hypotheses, findings);
  return said === null ? null : [said, ...failingDependencies(findings, scope)].join(' ');
}

function causeSentence(first: Hypothesis, hypotheses: readonly Hypothesis[], findings: readonly Finding[]): string {
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

/** How far the trouble reaches: `2 of 7 dependencies of Shop fail: Redis, Payments; the others answer.` None if a single one is known. */
function failingDependencies(findings: readonly Finding[], scope: ServiceScope): readonly string[] {
  const dependencies = scope.filter(({ relation }) => relation === 'dependency');
  const looked = findings.filter(({ control, kind, status }) => !control && kind === 'health' && status !== 'unknown');
  const failing = dependencies.filter(({ name }) => looked.some(({ service, status }) => service === name && status === 'fail'));
  if (dependencies.length < 2 || failing.length === 0) return [];
  const unseen = dependencies.filter(({ name }) => !looked.some(({ service }) => service === name)).length;
  const answering = dependencies.length - failing.length - unseen;
  const affected = scope.filter(({ relation }) => relation === 'affected').map(({ title }) => title);
  const more = failing.length > MAX_NAMED ? ` and ${failing.length - MAX_NAMED} more` : '';
  const named = failing.slice(0, MAX_NAMED).map(({ title }) => title);
  const reach = `${failing.length} of ${dependencies.length} dependencies of ${affected.join(' and ')} ${verb(failing.length, 'fail')}: ${named.join(', ')}${more}`;
  const others =
    unseen === 0 ? `the ${answering === 1 ? 'other' : 'others'} ${verb(answering, 'answer')}` : `${answering} ${verb(answering, 'answer')}`;
  return [`${[reach, ...(answering === 0 ? [] : [others]), ...(unseen === 0 ? [] : [`${unseen} could not be checked`])].join('; ')}.`];
}

const verb = (count: number, word: string): string => (count === 1 ? `${word}s` : word);
