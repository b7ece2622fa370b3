import { isStepName } from '../../../incident/model/plan';
import type { Report } from '../../../incident/model/report';
import { waysOn } from '../../../incident/response/ways-on';
import type { StuckStep } from '../outputs/incident-output';

export function stuckSteps({ steps, incident }: Report): readonly StuckStep[] {
  return steps.flatMap(({ name, status, error, note, mend }) => {
    if (status !== 'blocked' && status !== 'failed' && status !== 'waiting') return [];
    return [{ step: name, status, error: error ?? note, mend, commands: commandsFor(name, status, incident.incident_id) }];
  });
}

/** A waiting step has no commands: it continues when the step it waits for does. */
function commandsFor(step: string, status: StuckStep['status'], incidentId: string): readonly string[] {
  if (!isStepName(step) || status === 'waiting') return [];
  const { retry, skip } = waysOn(incidentId, step);
  return status === 'failed' ? [retry] : [retry, skip];
}

/** The same, as text: what is wrong, how to fix it, and what to type. */
export function stuckLines(stuck: readonly StuckStep[]): readonly { readonly status: StuckStep['status']; readonly text: string }[] {
  return stuck.flatMap(({ step, status, error, mend, commands: [retry, skip] }) => {
    const more = [
      ...(mend === null ? [] : [`  to do: ${mend}`]),
      ...(retry === undefined ? [] : [`  ${mend === null ? 'retry' : 'then retry'}: ${retry}`]),
      ...(skip === undefined ? [] : [`  or skip it: ${skip}`]),
    ];
    return [`${status}: ${step}${error === null ? '' : `: ${error}`}`, ...more].map((text) => ({ status, text }));
  });
}
