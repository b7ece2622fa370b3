import { askedRunbooks } from '../investigation/asked-runbooks';
import { type Change, NEWS, refusal } from '../model/effects';
import type { StepName } from '../model/plan';
import type { IncidentState } from '../model/state';
import { STATUS_VERBS } from '../model/status-marks';
import type { Refusal } from '../text/refusal';
import { notParsed } from './command-preconditions';
import { alreadyResolved } from './life-cycle';

/**
 * A degraded step is done but has a failed node, which can be retried too. So can pages that Slack refused, which belong to
 * the war room step.
 */
export function retryStep(state: IncidentState, step: StepName): Change | Refusal {
  const stuck = state.nodes.some((node) => node.step === step && (node.status === 'blocked' || node.status === 'failed'));
  const hasCalls = step === 'createWarRoom' && state.degradations.some(({ isTriedAgain }) => isTriedAgain);
  if (!stuck && !hasCalls)
    return refusal(
      'not_possible',
      `${step} ${describeStep(state, step)}; only a blocked or failed step can be retried`,
      isUnderWay(state, step) ? watchIt(state) : runAnyway(state, step),
    );
  return { state, entry: { kind: 'retryStep', step }, effects: [{ kind: 'retryStep', step }] };
}

export function skipStep(state: IncidentState, step: StepName, reason: string): Change | Refusal {
  const blocked = state.nodes.some((node) => node.step === step && node.status === 'blocked');
  if (!blocked) {
    const message = `${step} ${describeStep(state, step)}; only a blocked step can be skipped`;
    return refusal('not_possible', message, `To see which steps are blocked: incident show ${state.incidentId}`);
  }
  // The news is posted first, because it shows the newest entry and skipping a step may add others.
  return { state, entry: { kind: 'skipStep', step, reason }, effects: [NEWS, { kind: 'skipStep', step, reason }] };
}

/** A step that succeeded can be run again too; it reuses what already exists. */
export function resumeFrom(state: IncidentState, step: StepName): Change | Refusal {
  if (isUnderWay(state, step))
    return refusal('not_possible', `${step} ${describeStep(state, step)}; it doesn't need resuming`, watchIt(state));
  return { state, entry: { kind: 'resumeFrom', step, wasClosed: false }, effects: [NEWS, { kind: 'resumeFrom', step }] };
}

/**
 * Starts another round of the investigation. Its results are new messages, because people would not notice edited ones.
 * Runbooks named here apply to this round only; without any, the runbooks named at the start apply.
 */
export function investigateAgain(state: IncidentState, runbooks: readonly string[] | undefined): Change | Refusal {
  const { incident } = state;
  if (incident === null) return notParsed(state);
  if (state.status === 'resolved') return alreadyResolved(state);
  const busy = state.nodes.find(({ step, status }) => step === 'investigate' && (status === 'running' || status === 'pending'));
  if (busy !== undefined)
    return refusal(
      'not_possible',
      'an investigation is already running; its findings will appear in the thread of the pinned headline',
      watchIt(state),
      { kind: 'look' },
    );
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
  `To run it anyway: incident resume ${incidentId} --from ${step}`;
const watchIt = ({ incidentId }: IncidentState): string => `To follow it: incident watch ${incidentId}`;

function isUnderWay(state: IncidentState, name: StepName): boolean {
  const status = state.steps.find((step) => step.name === name)?.status;
  return status === 'pending' || status === 'running';
}

/** What became of a step, to follow its name: `is running`, `was skipped (not requested)`. */
function describeStep(state: IncidentState, name: StepName): string {
  const step = state.steps.find((other) => other.name === name);
  if (step === undefined) return 'is unknown';
  return step.note === null ? STATUS_VERBS[step.status] : `${STATUS_VERBS[step.status]} (${step.note})`;
}
