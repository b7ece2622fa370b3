import { selectProbes } from '../../investigation/select-probes';
import type { ActionDefinition } from '../../model/actions/action';
import type { SelectedProbe } from '../../model/finding';
import type { Incident } from '../../model/incident';
import type { Refusal } from '../../text/refusal';
import type { ActionSurroundings } from './surroundings';

/**
 * The probes that say whether the action helped: those that it names, as an investigation would select them, or else those that
 * had failed. Without any, nobody could tell, so that it cannot be proposed.
 */
export function chooseChecks(
  { checks, name }: ActionDefinition,
  incident: Incident,
  failed: readonly SelectedProbe[],
  surroundings: ActionSurroundings,
): { readonly probes: readonly SelectedProbe[] } | Refusal {
  if (checks.probes.length === 0) return failed.length > 0 ? { probes: failed } : noneFailed(name);
  const { runbooks, reach } = surroundings;
  const isNamed = (id: string): boolean => checks.probes.includes(id);
  const narrowed = runbooks.runbooks
    .map((runbook) => ({ ...runbook, probes: runbook.probes.filter(({ id }) => isNamed(id)) }))
    .filter((runbook) => runbook.probes.length > 0);
  const asked = { ...incident, runbooks: narrowed.map(({ id }) => id) };
  const { probes, leftOut } = selectProbes(asked, { ...runbooks, runbooks: narrowed }, reach, surroundings);
  if (probes.length > 0) return { probes };
  return {
    code: 'not_possible',
    message: `the action ${name} was not proposed, because none of its checks can run for this incident: ${leftOut.join('; ')}`,
    hint: 'Correct what is missing, or give the action other checks in its runbook.',
  };
}

const noneFailed = (name: string): Refusal => ({
  code: 'not_possible',
  message: `the action ${name} was not proposed, because no probe has failed and it names no checks, so that nobody could tell whether it helped`,
  hint: 'Investigate again first, or give the action checks in its runbook.',
});
