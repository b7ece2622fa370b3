import { EngineError } from '../../containers/errors';
import type { ContainerRun, KeptEnd } from '../../containers/port';
import { containerOutcome, GONE } from '../../incident/actions/steps/container-outcome';
import { findAction } from '../../incident/actions/steps/resolve-action';
import { remedyOutOfReach, tellOutOfReach } from '../../incident/investigation/probe-reach';
import type { ContainerStep } from '../../incident/model/actions/action';
import type { PreparedStep, StepOfAction, StepOutcome } from '../../incident/model/actions/proposal';
import type { Problem } from '../../incident/model/plan';
import { TOOLS_IMAGE, WORKER_NETWORK } from '../../incident/model/runbook';
import type { ApprovedStep } from '../action-interface';
import { pinTargets } from '../pin-target';
import { secretsOf } from '../run-container-probe';
import type { ActionDependencies } from './dependencies';
import { EXPIRED } from './vouch';

export type PreparedContainer = Extract<PreparedStep, { readonly runs: 'container' }>;

/** The name of a step's container: one for each step of each proposal. */
export function containerName(incidentId: string, proposalId: string, step: StepOfAction): string {
  return `incident-action-${incidentId}-${proposalId}-${step}`.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-');
}

/** Creates the container without starting it. @throws EngineError that a retry can fix */
export async function prepareContainer(
  step: ContainerStep,
  approved: ApprovedStep,
  dependencies: ActionDependencies,
  signal: AbortSignal,
): Promise<PreparedContainer | Problem> {
  const { engine, kept, toolsImage } = dependencies;
  const image = step.image === TOOLS_IMAGE ? toolsImage : (step.image ?? dependencies.image);
  if (image === null)
    return { code: 'no_tools_image', message: 'no tools image is configured', mend: 'Set toolsImage in the configuration.' };
  const secrets = secretsOf(step, dependencies);
  if ('refused' in secrets) return { code: 'secret_refused', message: secrets.refused, mend: secrets.remedy };
  const network = step.network === WORKER_NETWORK ? dependencies.network : step.network;
  try {
    const target = network === null ? null : await networkTarget(approved, dependencies);
    const reached = await pinTargets(target, [], approved.incidentId, dependencies);
    if ('refused' in reached)
      return { code: 'out_of_reach', message: tellOutOfReach(reached.refused), mend: remedyOutOfReach(reached.refused) };
    const run = containerRun(step, approved, { image, network, secrets: secrets.values, ...reached.pinned });
    const create = async () => ({ runs: 'container' as const, engine: await kept.engine(), containerId: await kept.create(run) });
    return await create().catch(async (error: unknown) => {
      if (!(error instanceof EngineError) || error.code !== 'image_missing') throw error;
      await engine.ensureImage(image, { signal });
      return create();
    });
  } catch (error) {
    if (!(error instanceof EngineError) || error.retryable || error.code === 'cancelled') throw error;
    return { code: error.code, message: error.message, mend: error.hint ?? '' };
  }
}

/** The target whose name is pinned; null if the action is about a service or about nothing. */
async function networkTarget({ action }: ApprovedStep, { runbooks }: ActionDependencies): Promise<string | null> {
  const declared = findAction((await runbooks()).runbooks, `${action.runbook}/${action.name}`);
  const kind = declared?.definition.targets;
  return kind === 'service' || kind === 'services' || kind === 'none' ? null : action.target;
}

type Place = Pick<ContainerRun, 'image' | 'network' | 'secrets' | 'hosts' | 'nameServers' | 'env'>;

function containerRun(step: ContainerStep, approved: ApprovedStep, { env, ...place }: Place): ContainerRun {
  const { incidentId, proposed } = approved;
  return {
    ...place,
    name: containerName(incidentId, proposed.claim.proposalId, approved.step),
    replaces: [],
    command: step.command,
    env: { ...step.env, ...env },
    stdin: '',
    timeoutMs: step.timeoutMs,
    ...step.resources,
    labels: labelsOf(approved),
  };
}

function labelsOf({ incidentId, proposed, approved, step }: ApprovedStep): Readonly<Record<string, string>> {
  return { incident: incidentId, proposal: proposed.claim.proposalId, step, digest: approved.claim.digest };
}

/**
 * Brings the prepared container to its end, or says what became of it. `whyNot`: why it must not be started; if it runs or has
 * ended all the same, the outcome says so. @throws EngineError that a retry can fix
 */
export async function runContainerStep(
  step: ContainerStep,
  prepared: PreparedContainer,
  approved: ApprovedStep,
  whyNot: () => Problem | null,
  dependencies: ActionDependencies,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const { kept, now } = dependencies;
  const at = now().toISOString();
  if ((await kept.engine()) !== prepared.engine) {
    throw new EngineError('other_engine', 'this worker uses another container engine than the one that has the container', {
      retryable: true,
      hint: 'Start the worker of that engine, or DOCKER_HOST was changed: set it back.',
    });
  }
  const secrets = secretsOf(step, dependencies);
  const refusal = 'refused' in secrets ? { code: 'secret_refused', message: secrets.refused, mend: secrets.remedy } : null;
  const mayNot = (): Problem | null => whyNot() ?? refusal;
  const end = await kept.runOnce(
    {
      id: prepared.containerId,
      labels: labelsOf(approved),
      secrets: 'refused' in secrets ? {} : secrets.values,
      timeoutMs: step.timeoutMs,
      mayStart: () => mayNot() === null,
    },
    { signal },
  );
  // What was printed must not be shown while it is not known what to hide in it.
  return outcomeOf(refusal === null ? end : withoutOutput(end), mayNot() ?? EXPIRED, at, now().toISOString());
}

function withoutOutput(end: KeptEnd): KeptEnd {
  return end.how === 'ended' ? { ...end, stdout: '', stderr: '' } : end;
}

function outcomeOf(end: KeptEnd, mayNot: Problem, startedAt: string, endedAt: string): StepOutcome {
  switch (end.how) {
    case 'gone':
      return { kind: 'unknown', problem: GONE, output: '', startedAt, endedAt };
    case 'notStarted':
      return { kind: 'notRun', problem: end.refusal === null ? mayNot : notStarted(end.refusal), output: '', startedAt, endedAt };
    case 'ended':
      return containerOutcome(end);
  }
}

const notStarted = (refusal: string): Problem => ({
  code: 'not_started',
  message: `the engine could not start the container, so nothing was changed: ${refusal}`,
  mend: 'Correct the image, the network or the command of the step in its runbook.',
});
