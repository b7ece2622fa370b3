/** What introduces the command that retries: `Then retry` after a remedy, `To retry` without one. */
export function retryLead(remedy: string | null | undefined): string {
  return remedy ? 'Then retry' : 'To retry';
}

/** The commands that continue after a blocked step: retry it once its problem is fixed, or skip it. */
export function waysOn(incidentId: string, step: string): { readonly retry: string; readonly skip: string } {
  return { retry: `incident retry-step ${incidentId} ${step}`, skip: `incident skip-step ${incidentId} ${step} --reason "…"` };
}
