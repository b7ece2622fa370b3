/** What goes on with a blocked step, as it is typed: with it, once a person has done what it lacks, or without it. */
export function waysOn(incidentId: string, step: string): { readonly retry: string; readonly skip: string } {
  return { retry: `incident retry-step ${incidentId} ${step}`, skip: `incident skip-step ${incidentId} ${step} --reason "…"` };
}
