/** Where reports are kept, in our words. */
export interface ReportStore {
  /** Writes or replaces all forms of an incident's report; returns the names under which they stand. */
  write(report: { incidentId: string; isPrivate: boolean; json: string; markdown: string; html: string }): Promise<readonly string[]>;
}
