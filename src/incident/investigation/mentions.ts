import type { FindingStatus } from '../model/finding';
import type { CauseKind } from '../model/investigation/cause-kind';
import type { MentionFact } from '../model/investigation/fact';
import { cleanLine } from '../text/clean-text';
import { hideSecrets } from '../text/hide-secrets';
import { type FailingComponent, failingComponents } from './health-body';
import { knownErrorsIn } from './known-errors';

const MAX_NAME = 60;
const MAX_TEXT = 160;

interface Heard {
  readonly status: FindingStatus;
  /** What the target itself says, as it is; of a probe that reads the alert, the errors known in it; empty if nothing was heard. */
  readonly said: string;
}

/**
 * What the target, or the alert, says of the cause, where the probe found something wrong: the components that a health page
 * calls broken, and known errors in its text or in that of the alert.
 */
export function mentionsIn({ status, said }: Heard): readonly MentionFact[] {
  if (status !== 'fail' && status !== 'warn') return [];
  const components = failingComponents(said);
  if (components.length > 0) return components.flatMap(mentionsOf);
  return knownErrorsIn(said).map(({ cause, component, excerpt }) => mention(cause, component, excerpt));
}

/** Why a component is broken, if the page says so; else that it is. */
function mentionsOf({ name: given, status, said }: FailingComponent): readonly MentionFact[] {
  const name = cleanLine(hideSecrets(given), MAX_NAME);
  const errors = knownErrorsIn(`${name}: ${said}`);
  if (errors.length > 0) return errors.map(({ cause, component, excerpt }) => mention(cause, component ?? name, excerpt));
  const text = cleanLine(`${name} is ${status}`, MAX_TEXT);
  // Spring Boot's check of the disk has figures, but no words.
  return [mention(/^disk_?space$/i.test(name) ? 'disk_full' : 'dependency_failing', null, text)];
}

function mention(cause: CauseKind, component: string | null, text: string): MentionFact {
  return { kind: 'mention', cause, component, service: null, text };
}
