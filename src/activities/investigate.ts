import type { Runbook } from '../incident/runbook';
import { selectProbes } from '../incident/select-probes';
import { answering } from './answering';
import type { Activities } from './interface';
import { createRunProbe, type RunProbeDependencies } from './run-probe';

/** Chooses the probes; runs beside the workflows, so that it works without any engine. */
export function selectionActivities(runbooks: readonly Runbook[]): Pick<Activities, 'selectProbes'> {
  return { selectProbes: answering(async ({ incident }) => selectProbes(incident, runbooks)) };
}

/** Runs probes; lives on the queue near the container engine. */
export function probeActivities(dependencies: RunProbeDependencies): Pick<Activities, 'runProbe'> {
  const run = createRunProbe(dependencies);
  return {
    runProbe: answering(({ incident, probe, round }, { attempt, signal, runId }) =>
      run({ incident, probe, attempt, run: `${runId.slice(0, 8)}-${round}` }, signal),
    ),
  };
}
