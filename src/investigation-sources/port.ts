import type { Reading } from '../incident/model/investigation/reading';
import type { Service } from '../incident/model/investigation/service';
import type { SourceQuery } from '../incident/model/investigation/source-query';

/** What a source needs to know beside the query. */
export interface ReadContext {
  /** When the trouble began. */
  readonly startedAt: Date;
  readonly now: Date;
  /** The services that the query is about, nearest first; empty if it is about none. */
  readonly services: readonly Service[];
}

/** All configured data sources. Read only: nothing is changed, and nothing foreign is executed. */
export interface DataSources {
  /**
   * Asks one source. `query` has its templates filled in.
   * @throws SourceError if the source cannot be read.
   */
  read(query: SourceQuery, context: ReadContext, signal: AbortSignal): Promise<Reading>;
}
