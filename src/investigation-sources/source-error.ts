/** Why a data source cannot be read. */
export type SourceErrorCode =
  | 'source_missing'
  | 'source_unreachable'
  | 'source_timeout'
  | 'source_refused'
  | 'source_query_rejected'
  | 'source_answer_unreadable';

/** A data source could not be read. The message names the source and contains no secret. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  /** The status of the HTTP answer; undefined if there was none. */
  readonly status: number | undefined;

  constructor(
    readonly code: SourceErrorCode,
    message: string,
    /** What someone can do about it; empty if nothing. */
    readonly hint: string,
    options: { readonly cause?: unknown; readonly status?: number } = {},
  ) {
    super(message, options);
    this.status = options.status;
  }
}
