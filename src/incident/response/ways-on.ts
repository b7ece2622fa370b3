/** The commands that continue after a blocked step: retry it once its problem is fixed, or skip it. */
export function waysOn(incidentId: string, step: string): { readonly retry: string; readonly skip: string } {
  return { retry: `incident retry-step ${incidentId} ${step}`, skip: `incident skip-step ${incidentId} ${step} --reason "…"` };
}
