/** Where reports are kept, in our words. */
export interface ReportStore {
  /** Writes or replaces both forms of an incident's report; returns the names under which they stand. */
  write(report: { incidentId: string; isPrivate: boolean; json: string; markdown: string }): Promise<readonly string[]>;
}
