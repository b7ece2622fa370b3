import { digestOfAction } from '../../approval/claims';
import type { PreparedChange } from '../../deployment-changes/port';
import { findAction, isAllowed, resolveAction } from '../../incident/actions/steps/resolve-action';
import type { ActionStep } from '../../incident/model/actions/action';
import type { Preparation, StepOutcome } from '../../incident/model/actions/proposal';
import type { Problem } from '../../incident/model/plan';
import type { ApprovedStep, Resolved, Verified } from '../action-interface';
import { defineActivity } from '../define-activity';
import type { ActionActivities, Activities } from '../interface';
import { containerName, prepareContainer, runContainerStep } from './container-step';
import type { ActionDependencies } from './dependencies';
import { EXPIRED, isExpired, whyNotApproved, whyNotProposed } from './vouch';

type InputOf<Name extends keyof ActionActivities> = Parameters<Activities[Name]>[0];

/**
 * The activities of actions, on the queue `incident-containers`: only its worker has the key by which the gateway's signatures are
 * verified. Each verifies everything anew, because whoever can write into Temporal could schedule it.
 */
export function actionActivities(dependencies: ActionDependencies): ActionActivities {
  return {
    resolveAction: defineActivity((input) => resolve(input, dependencies)),
    verifyApproval: defineActivity(async (input) => verify(input, dependencies)),
    prepareAction: defineActivity((input, { signal }) => prepare(input, dependencies, signal)),
    runAction: defineActivity((input, { signal }) => run(input, dependencies, signal)),
    removeAction: defineActivity(async ({ incidentId, proposalId, step }) => {
      await dependencies.kept.remove(containerName(incidentId, proposalId, step));
      return null;
    }),
  };
}

export async function resolve(
  { incident, proposed, failed }: InputOf<'resolveAction'>,
  dependencies: ActionDependencies,
): Promise<Resolved> {
  const problem = whyNotProposed(incident.id, proposed, dependencies);
  if (problem !== null) return refused(problem);
  const [runbooks, services] = await Promise.all([dependencies.runbooks(), dependencies.services()]);
  const { reach, allowed, toolsImage, secrets, configuredSources: sources } = dependencies;
  const secretNames = Object.keys(secrets);
  const surroundings = { runbooks, services, reach, allowed, sources, secretNames, hasToolsImage: toolsImage !== null };
  const action = resolveAction(proposed.claim, incident, failed, surroundings);
  if ('code' in action) return { kind: 'refused', refusal: action };
  return { kind: 'resolved', action, digest: digestOfAction(incident.id, proposed.claim.proposalId, action) };
}

export function verify(input: InputOf<'verifyApproval'>, dependencies: ActionDependencies): Verified {
  const problem = whyNotApproved(input, dependencies) ?? (isExpired(input, dependencies.now()) ? EXPIRED : null);
  return problem === null ? { kind: 'verified' } : refused(problem);
}

const refused = ({ message, mend }: Problem): Extract<Resolved, { readonly kind: 'refused' }> => ({
  kind: 'refused',
  refusal: { code: 'not_possible', message, ...(mend === '' ? {} : { hint: mend }) },
});

/** Why a step must not begin now; null if it may. A rollback follows an action that ran, however long that took. */
function whyNot(approved: ApprovedStep, dependencies: ActionDependencies): Problem | null {
  const problem = whyNotApproved(approved, dependencies);
  if (problem !== null) return problem;
  return approved.step === 'does' && isExpired(approved, dependencies.now()) ? EXPIRED : null;
}

export async function prepare(approved: ApprovedStep, dependencies: ActionDependencies, signal: AbortSignal): Promise<Preparation> {
  const problem = whyNot(approved, dependencies) ?? (approved.step === 'does' ? await whyOff(approved, dependencies) : null);
  if (problem !== null) return { kind: 'notRun', problem };
  const step = approved.action[approved.step];
  if (step === null) return { kind: 'notRun', problem: NO_ROLLBACK };
  if (step.runs === 'kubernetes') return dependencies.changes.prepare(changeOf(step, approved), signal);
  const prepared = await prepareContainer(step, approved, dependencies, signal);
  return 'code' in prepared ? { kind: 'notRun', problem: prepared } : { kind: 'prepared', prepared };
}

/** An action may have been switched off since it was proposed. */
async function whyOff({ action }: ApprovedStep, { runbooks, allowed }: ActionDependencies): Promise<Problem | null> {
  const name = `${action.runbook}/${action.name}`;
  const declared = findAction((await runbooks()).runbooks, name);
  if (declared !== null && isAllowed(declared, allowed)) return null;
  const mend = 'Add it to actions.allow in the configuration of the workers that run probes.';
  return { code: 'action_off', message: `the action ${name} is off here, so nothing was done`, mend };
}

const NO_ROLLBACK: Problem = { code: 'no_rollback', message: 'the action has no rollback', mend: 'Undo by hand what it changed.' };

export async function run(
  { prepared, ...approved }: InputOf<'runAction'>,
  dependencies: ActionDependencies,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const step = approved.action[approved.step];
  const at = dependencies.now().toISOString();
  const mayNot = (): Problem | null => whyNot(approved, dependencies);
  if (step?.runs === 'container' && prepared.runs === 'container')
    return runContainerStep(step, prepared, approved, mayNot, dependencies, signal);
  if (step?.runs === 'kubernetes' && prepared.runs === 'kubernetes') {
    const problem = mayNot();
    const applied = await dependencies.changes.apply(changeOf(step, approved), prepared, problem === null, signal);
    const endedAt = dependencies.now().toISOString();
    if (applied.kind === 'succeeded') return { kind: 'succeeded', problem: null, output: '', startedAt: at, endedAt };
    return { kind: 'notRun', problem: problem ?? applied.problem, output: '', startedAt: at, endedAt };
  }
  return { kind: 'notRun', problem: NOT_PREPARED, output: '', startedAt: at, endedAt: at };
}

const NOT_PREPARED: Problem = {
  code: 'not_prepared',
  message: 'what was prepared is not a step of the action, so nothing was done',
  mend: 'Propose the action again.',
};

type Change = Parameters<ActionDependencies['changes']['prepare']>[0];

function changeOf(
  step: Extract<ActionStep, { readonly runs: 'kubernetes' }>,
  { proposed, before, action, step: which }: ApprovedStep,
): Change {
  const isUndoing = which === 'rollback' && before?.runs === 'kubernetes' && action.does.runs === 'kubernetes';
  const undoes = isUndoing ? { step: action.does as Change['step'], before: before as PreparedChange } : null;
  return { step, proposalId: proposed.claim.proposalId, isRollback: which === 'rollback', undoes };
}
