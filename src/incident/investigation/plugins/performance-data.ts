import type { FindingStatus } from '../../model/finding';
import { exceeds, readRange, type ThresholdRange } from './threshold-range';

/** One item of a plugin's performance data: `'label'=value[unit];[warning];[critical];[min];[max]`. */
export interface PerformanceDatum {
  readonly label: string;
  /** Null if the plugin could not determine it (`U`). */
  readonly value: number | null;
  readonly unit: string;
  readonly warning: ThresholdRange | null;
  readonly critical: ThresholdRange | null;
  readonly max: number | null;
}

/** A label in quotes may hold anything, with '' for a quote; one without holds neither blanks nor `=`. */
const ITEM =
  /('(?:[^']|'')*'|[^\s='][^\s=]*)=(U|[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?)([^\s;\d][^\s;]*)?((?:;[^\s;]*)*);?(?=\s|$)/g;

/** The guidelines let a plugin print that much; a hostile one more. */
const MAX_CHARS = 8_192;

/** Reads every item that follows the guidelines; what does not is skipped, because plugins of all ages are in use. */
export function readPerformanceData(text: string): readonly PerformanceDatum[] {
  return Array.from(text.slice(0, MAX_CHARS).matchAll(ITEM), ([, label = '', value = '', unit = '', rest = '']) => {
    const [warning = '', critical = '', , max = ''] = rest.split(';').slice(1);
    return {
      label: label.startsWith("'") ? label.slice(1, -1).replaceAll("''", "'") : label,
      value: numberOf(value),
      unit,
      warning: readRange(withoutUnit(warning, unit)),
      critical: readRange(withoutUnit(critical, unit)),
      max: numberOf(withoutUnit(max, unit)),
    };
  });
}

/** Some plugins repeat the unit in thresholds, and some write numbers as their locale does. */
const withoutUnit = (text: string, unit: string): string => (unit === '' ? text : text.replaceAll(unit, '')).replaceAll(',', '.');

function numberOf(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return text === '' || Number.isNaN(value) ? null : value;
}

/**
 * One line of evidence for each item, those beyond a threshold first: `load1: 12, beyond critical 10 (warning 5)`. None is said
 * to be beyond a threshold if the plugin's own status knows nothing of it: an offset of -0.1 s is not within a range of 1, but
 * the plugin that compares amounts means that.
 */
export function describePerformance(data: readonly PerformanceDatum[], status: FindingStatus): readonly string[] {
  const worst = status === 'ok' ? 0 : status === 'warn' ? 1 : 2;
  const described = data.map((datum) => {
    const level = levelOf(datum) > worst ? 0 : levelOf(datum);
    return { level, line: describe(datum, level) };
  });
  return described.sort((a, b) => b.level - a.level).map(({ line }) => line);
}

const isBeyond = (value: number | null, range: ThresholdRange | null): boolean => value !== null && range !== null && exceeds(value, range);

type Level = 0 | 1 | 2;

function levelOf({ value, warning, critical }: PerformanceDatum): Level {
  return isBeyond(value, critical) ? 2 : isBeyond(value, warning) ? 1 : 0;
}

function describe(datum: PerformanceDatum, level: Level): string {
  const { label, value, unit, warning, critical, max } = datum;
  const spaced = unit === '' || unit === '%' || unit === 'c' ? unit.replace('c', '') : ` ${unit}`;
  const amount = value === null ? 'unknown' : `${value}${spaced}`;
  const thresholds = { critical, warning };
  const [beyond, others] = level === 2 ? (['critical', ['warning']] as const) : (['warning', ['critical']] as const);
  const shown = level === 0 ? (['warning', 'critical'] as const) : others;
  const notes = [
    ...shown.flatMap((name) => (thresholds[name] === null ? [] : [`${name} ${thresholds[name].text}`])),
    ...(max === null ? [] : [`at most ${max}`]),
  ];
  const broken = level === 0 ? '' : `, beyond ${beyond} ${thresholds[beyond]?.text}`;
  return `${label}: ${amount}${broken}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}
