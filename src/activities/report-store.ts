/** Where reports are kept, independent of the storage. */
export interface ReportStore {
  /** Writes or replaces all formats of an incident's report; returns their names. */
  write(report: { incidentId: string; isPrivate: boolean; json: string; markdown: string; html: string }): Promise<readonly string[]>;
}
