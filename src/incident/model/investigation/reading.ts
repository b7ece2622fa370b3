import type { Fact } from './fact';

/** A time series, for plots: seconds since 1970 and values, in order of time. */
export interface Series {
  readonly name: string;
  readonly unit: string | null;
  readonly points: readonly (readonly [number, number])[];
}

/** What a data source answered to one query. */
export interface Reading {
  /** What outcomes compare; null if the source has no value for it. */
  readonly fields: Readonly<Record<string, number | string | null>>;
  /** What it shows, most important first. Untrusted text. */
  readonly evidence: readonly string[];
  readonly facts: readonly Fact[];
  readonly series: readonly Series[];
}
