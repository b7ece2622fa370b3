import { styleText } from 'node:util';
import type { FindingStatus } from '../../../incident/model/finding';
import type { Severity } from '../../../incident/model/severity';
import type { IncidentStatus, NodeStatus } from '../../../incident/model/state';

type Format = Parameters<typeof styleText>[0];
/** Colours a text, or returns it unchanged. Colour is applied last, to clean text. */
export type Paint = (format: Format, text: string) => string;

export const plain: Paint = (_, text) => text;

/** Colour if the terminal supports it. NO_COLOR, TERM and FORCE_COLOR work as in Node. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  if (stream.isTTY !== true || !stream.hasColors()) return plain;
  return (format, text) => styleText(format, text);
}

export const SEVERITY_FORMATS: Readonly<Record<Severity, Format>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'blue',
};
/** Incidents that no one has acknowledged yet stand out. */
export const STATUS_FORMATS: Readonly<Record<IncidentStatus, Format>> = {
  triggered: 'red',
  reopened: 'red',
  acknowledged: 'yellow',
  resolved: 'green',
  cancelled: 'dim',
};
export const STEP_FORMATS: Readonly<Record<NodeStatus, Format>> = {
  done: 'green',
  failed: 'red',
  blocked: 'red',
  waiting: 'yellow',
  skipped: 'dim',
  running: 'cyan',
  pending: 'dim',
};
export const FINDING_FORMATS: Readonly<Record<FindingStatus, Format>> = { ok: 'green', warn: 'yellow', fail: 'red', unknown: 'dim' };

/** Colours the word if it is a severity. */
export function paintSeverity(paint: Paint, word: string): string {
  return Object.hasOwn(SEVERITY_FORMATS, word) ? paint(SEVERITY_FORMATS[word as Severity], word) : word;
}

/** Colours the word if it is a status. */
export function paintStatus(paint: Paint, word: string): string {
  return Object.hasOwn(STATUS_FORMATS, word) ? paint(STATUS_FORMATS[word as IncidentStatus], word) : word;
}
