import { askedRunbooks } from '../investigation/asked-runbooks';
import { type Change, NEWS, refusal } from '../model/effects';
import type { StepName } from '../model/plan';
import type { IncidentState } from '../model/state';
import type { Refusal } from '../text/refusal';
import { notParsed } from './command-preconditions';
import { alreadyResolved } from './life-cycle';

/**
 * A step that is done but degraded has a failed node, and that can be tried again as well; so can calls for people that
 * Slack has refused, which belong to the war room.
 */
export function retryStep(state: IncidentState, step: StepName): Change | Refusal {
  const stuck = state.nodes.some((node) => node.step === step && (node.status === 'blocked' || node.status === 'failed'));
  const hasCalls = step === 'createWarRoom' && state.degradations.some(({ isTriedAgain }) => isTriedAgain);
  if (!stuck && !hasCalls)
    return refusal(
      'not_possible',
      `${step} is ${describeStep(state, step)}; only a blocked or failed step can be retried`,
      runAnyway(state, step),
    );
  return { state, entry: { kind: 'retryStep', step }, effects: [{ kind: 'retryStep', step }] };
}

export function skipStep(state: IncidentState, step: StepName, reason: string): Change | Refusal {
  const blocked = state.nodes.some((node) => node.step === step && node.status === 'blocked');
  if (!blocked) {
    const message = `${step} is ${describeStep(state, step)}; only a blocked step can be skipped`;
    return refusal('not_possible', message, `To see which steps are blocked: incident show ${state.incidentId}`);
  }
  // The news first: it is about the newest entry, and giving a step up may add others.
  return { state, entry: { kind: 'skipStep', step, reason }, effects: [NEWS, { kind: 'skipStep', step, reason }] };
}

/** Also a step that came off is run again, and adopts what stands already. */
export function resumeFrom(state: IncidentState, step: StepName): Change | Refusal {
  const ran = state.steps.find(({ name }) => name === step)?.status;
  if (ran === 'pending' || ran === 'running')
    return refusal('not_possible', `${step} is ${ran}; it does not need resuming`, watchIt(state));
  return { state, entry: { kind: 'resumeFrom', step, wasClosed: false }, effects: [NEWS, { kind: 'resumeFrom', step }] };
}

/**
 * A further round: its results are new messages, since people would not notice edited ones. Runbooks that are asked for
 * hold for this round alone; without any, those of the start do.
 */
export function investigateAgain(state: IncidentState, runbooks: readonly string[] | undefined): Change | Refusal {
  const { incident } = state;
  if (incident === null) return notParsed(state);
  if (state.status === 'resolved') return alreadyResolved(state);
  const busy = state.nodes.find(({ step, status }) => step === 'investigate' && (status === 'running' || status === 'pending'));
  if (busy !== undefined)
    return refusal('not_possible', 'an investigation is already running; its findings will appear in the thread', watchIt(state));
  const asked = runbooks === undefined || runbooks.length === 0 ? null : runbooks;
  return {
    state: {
      ...state,
      incident: { ...incident, runbooks: asked ?? askedRunbooks(state.request) },
      investigationRound: state.investigationRound + 1,
    },
    entry: { kind: 'investigateAgain', runbooks: asked ?? [] },
    effects: [NEWS, { kind: 'investigate' }],
  };
}

const runAnyway = ({ incidentId }: IncidentState, step: StepName): string =>
  `To run it whatever its outcome: incident resume ${incidentId} --from ${step}`;
const watchIt = ({ incidentId }: IncidentState): string => `To follow it: incident watch ${incidentId}`;

function describeStep(state: IncidentState, name: StepName): string {
  const step = state.steps.find((other) => other.name === name);
  if (step === undefined) return 'unknown';
  return step.note === null ? step.status : `${step.status} (${step.note})`;
}
