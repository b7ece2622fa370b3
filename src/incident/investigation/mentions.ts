import type { Aspect, FindingStatus } from '../model/finding';
import type { MentionFact } from '../model/investigation/fact';
import { knownErrorsIn } from './known-errors';

/** How the evidence of a probe marks what the target itself says. */
const SAID_BY_TARGET = 'body: ';

/**
 * What the target, or the alert, says of the cause, where the probe found something wrong: known errors in the body of a health
 * page, and in the alert's text.
 */
export function mentionsIn(
  { status, evidence }: { readonly status: FindingStatus; readonly evidence: readonly string[] },
  { aspect }: { readonly aspect: Aspect },
): readonly MentionFact[] {
  if (status !== 'fail' && status !== 'warn') return [];
  const said = evidence.filter((line) => aspect === 'evidence' || line.startsWith(SAID_BY_TARGET));
  const text = said.map((line) => (line.startsWith(SAID_BY_TARGET) ? line.slice(SAID_BY_TARGET.length) : line)).join('\n');
  return knownErrorsIn(text).map(({ cause, component, excerpt }) => ({ kind: 'mention', cause, component, service: null, text: excerpt }));
}
