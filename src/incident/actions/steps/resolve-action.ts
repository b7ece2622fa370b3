import type { ActionDefinition, ResolvedAction } from '../../model/actions/action';
import { fitsMessage } from '../../model/actions/shown-step';
import type { SelectedProbe } from '../../model/finding';
import type { Incident } from '../../model/incident';
import type { Runbook } from '../../model/runbook';
import { didYouMean } from '../../text/nearest-word';
import { shown } from '../../text/read-fields';
import { invalid, type Refusal } from '../../text/refusal';
import { chooseChecks } from './choose-checks';
import { chooseTarget } from './choose-target';
import { fillStep } from './fill-step';
import { readParameters } from './read-parameters';
import type { ActionSurroundings } from './surroundings';

export interface AskedAction {
  /** `NAME`, or `RUNBOOK/NAME`. */
  readonly action: string;
  readonly target?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** An action that a runbook declares. */
export interface DeclaredAction {
  readonly runbook: Runbook;
  readonly definition: ActionDefinition;
}

/** Everything that would be shown, approved and run; or why it cannot be proposed. `failed`: probes that came out badly. */
export function resolveAction(
  asked: AskedAction,
  incident: Incident,
  failed: readonly SelectedProbe[],
  surroundings: ActionSurroundings,
): ResolvedAction | Refusal {
  const { runbooks, allowed } = surroundings;
  const declared = findAction(runbooks.runbooks, asked.action);
  if (declared === null) return unknownAction(asked.action, runbooks.runbooks, allowed);
  if (!isAllowed(declared, allowed)) return isOff(declared);
  const { runbook, definition } = declared;
  const { name, title, effect } = definition;
  const subject = chooseTarget(asked.target, definition, incident, surroundings);
  if ('code' in subject) return subject;
  const parameters = readParameters(asked.parameters, definition, { incident, ...subject });
  if ('code' in parameters) return parameters;
  const given = { subject: { incident, ...subject }, parameters: parameters.values, surroundings };
  const does = fillStep(definition.does, given);
  if ('code' in does) return does;
  const rollback = definition.rollback === null ? null : fillStep(definition.rollback, given);
  if (rollback !== null && 'code' in rollback) return rollback;
  const probes = chooseChecks(definition, incident, failed, surroundings);
  if ('code' in probes) return probes;
  const { target, service } = subject;
  const action: ResolvedAction = {
    runbook: runbook.id,
    name,
    title,
    effect,
    target: target ?? service?.name ?? null,
    does: does.step,
    rollback: rollback?.step ?? null,
    checks: { probes: probes.probes, withinMs: definition.checks.withinMs },
  };
  return tooLong(action) ?? action;
}

/** Null if no runbook has it. */
export function findAction(runbooks: readonly Runbook[], asked: string): DeclaredAction | null {
  return declaredIn(runbooks).find(({ runbook, definition: { name } }) => asked === name || asked === `${runbook.id}/${name}`) ?? null;
}

export const declaredIn = (runbooks: readonly Runbook[]): readonly DeclaredAction[] =>
  runbooks.flatMap((runbook) => (runbook.actions ?? []).map((definition) => ({ runbook, definition })));

export const isAllowed = ({ runbook, definition: { name } }: DeclaredAction, allowed: readonly string[]): boolean =>
  allowed.includes(name) || allowed.includes(`${runbook.id}/${name}`);

function unknownAction(asked: string, runbooks: readonly Runbook[], allowed: readonly string[]): Refusal {
  const names = declaredIn(runbooks)
    .filter((one) => isAllowed(one, allowed))
    .map(({ definition }) => definition.name);
  const refusal = invalid(
    'action',
    `no runbook has an action ${shown(asked)}${didYouMean(asked, names)}`,
    names.length === 0 ? undefined : names.join(', '),
  );
  return names.length > 0 ? refusal : { ...refusal, hint: ALL_OFF };
}
const ALL_OFF = 'No action is on. To switch one on, add its name to actions.allow in the configuration of the workers that run probes.';

function isOff({ definition: { name } }: DeclaredAction): Refusal {
  return {
    code: 'not_possible',
    message: `the action ${name} is known, but off`,
    hint: `Add it to actions.allow in the configuration of the workers that run probes: actions: { allow: [${name}] }`,
  };
}

/** Whoever approves an action must see all of it, in one message. */
function tooLong({ name, does, rollback }: ResolvedAction): Refusal | null {
  if (fitsMessage(does) && (rollback === null || fitsMessage(rollback))) return null;
  return {
    code: 'not_possible',
    message: `the action ${name} was not proposed, because it cannot be shown whole in a message, and nobody may approve what they do not see`,
    hint: 'Put the program into an image, and call it there with few arguments.',
  };
}
