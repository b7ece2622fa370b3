/** A threshold of the Monitoring Plugins guidelines: the range of values that are fine, or, if `inside`, those that are not. */
export interface ThresholdRange {
  /** As the plugin wrote it. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly inside: boolean;
}

const NUMBER = '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?';
const RANGE = new RegExp(`^(@)?(?:(~|${NUMBER})?:)?(${NUMBER})?$`);

/** Reads `10`, `10:`, `~:10`, `10:20` or `@10:20`. Null for an empty text and for anything else. */
export function readRange(text: string): ThresholdRange | null {
  const match = RANGE.exec(text);
  if (match === null || !/\d|~/.test(text)) return null;
  const [, at, from, to] = match;
  return {
    text,
    from: from === '~' ? Number.NEGATIVE_INFINITY : Number(from ?? 0),
    to: to === undefined ? Number.POSITIVE_INFINITY : Number(to),
    inside: at !== undefined,
  };
}

/** Whether a value raises the alarm. */
export function exceeds(value: number, { from, to, inside }: ThresholdRange): boolean {
  const isWithin = value >= from && value <= to;
  return inside ? isWithin : !isWithin;
}
