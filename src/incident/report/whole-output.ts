import type { Report } from '../model/report';

type Finding = NonNullable<Report['investigation']>['findings'][number];

/** Where a probe's whole output is, or why it is nowhere; null if there is none. Workflows of older code hand over neither. */
export function wholeOutput({ artifact, artifact_problem: problem }: Finding, incidentId: string): string | null {
  if (problem) return `Whole output: not kept (${problem})`;
  return artifact ? `Whole output: ${incidentId}.evidence/${artifact.name} in the report folder of the worker that ran the probe` : null;
}
