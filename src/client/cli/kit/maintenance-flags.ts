import type { AddMaintenance } from '../../../incident/alert-groups/added-maintenance';
import { readAddMaintenance, readTime } from '../../../incident/alert-groups/read-maintenance';
import type { AlertCondition } from '../../../incident/alert-groups/rules';
import { SEVERITIES, type Severity } from '../../../incident/model/severity';
import { InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { isRefusal } from '../../../incident/text/refusal';
import { readDuration, readSeverityWord } from './values';

/** The flags of `incident maintenance add`, as typed. */
export interface MaintenanceFlags {
  readonly when?: readonly string[] | undefined;
  readonly for?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
}

const CONDITION = `source=NAME, severity=${SEVERITIES.join('|')}, or a label as name=VALUE; several values separated by commas; * for any`;
const EVERYTHING = `${CONDITION}. For all alerts: --when source=*`;

/**
 * The maintenance that the flags describe. `sources`: names and types of the configured sources; empty if any may exist.
 * @throws InvalidInputError naming the flag and its value.
 */
export function readMaintenanceFlags(flags: MaintenanceFlags, sources: readonly string[], now: Date): AddMaintenance {
  const when = readConditions(flags.when ?? [], sources);
  const from = flags.from === undefined ? undefined : timeOf(flags.from, '--from');
  const to = endOf(flags, from ?? now.toISOString());
  if (to <= now.toISOString())
    throw new InvalidInputError(flags.to === undefined ? '--for' : '--to', 'the maintenance would be over already', 'an end in the future');
  if (flags.reason === undefined || flags.reason.trim() === '')
    throw new InvalidInputError('--reason', 'is missing', 'why the alerts are only recorded');
  // The workflow makes the same checks, but a typo should be reported even without a server or a worker.
  const read = readAddMaintenance({ when, from, to, reason: flags.reason });
  if (isRefusal(read)) throw new InvalidInputError(`--${(read.field ?? '').split('.')[0]}`, read.problem ?? read.message, read.allowed);
  return read;
}

/** `key=value` pairs as a condition: every key must match, with any one of its values. */
function readConditions(texts: readonly string[], sources: readonly string[]): AlertCondition {
  if (texts.length === 0) throw new InvalidInputError('--when', 'is missing: it says which alerts are only recorded', EVERYTHING);
  const values = new Map<string, string[]>();
  for (const text of texts) {
    const at = text.indexOf('=');
    const [key, given] = [
      text.slice(0, at).trim(),
      text
        .slice(at + 1)
        .split(',')
        .map((value) => value.trim()),
    ];
    if (at < 1 || key === '' || given.includes('')) throw new InvalidInputError('--when', `${shown(text)} is not a condition`, CONDITION);
    values.set(key, [...(values.get(key) ?? []), ...given]);
  }
  const [source, severity] = [values.get('source'), values.get('severity')];
  const unknown = sources.length === 0 ? undefined : source?.find((name) => name !== '*' && !sources.includes(name));
  if (unknown !== undefined)
    throw new InvalidInputError('--when', `${shown(`source=${unknown}`)}: there is no such source`, sources.join(', '));
  const labels = [...values].filter(([key]) => key !== 'source' && key !== 'severity');
  return {
    ...(isAny(source) ? {} : { source }),
    ...(isAny(severity) ? {} : { severity: severity.map((word) => severityIn(word)) }),
    ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
  };
}

function isAny(values: readonly string[] | undefined): values is undefined {
  return values === undefined || values.includes('*');
}

function severityIn(word: string): Severity {
  return readSeverityWord(word, '--when severity');
}

function endOf(flags: MaintenanceFlags, from: string): string {
  if ((flags.for === undefined) === (flags.to === undefined))
    throw new InvalidInputError(
      flags.for === undefined ? '--for' : '--to',
      flags.for === undefined ? 'is missing: it says when the maintenance ends' : 'cannot be combined with --for',
      'either --for or --to',
    );
  if (flags.for === undefined) {
    const to = timeOf(flags.to ?? '', '--to');
    if (to <= from)
      throw new InvalidInputError(
        '--to',
        `${shown(flags.to)} is not after the beginning`,
        'a time after --from, or after now if that is not given',
      );
    return to;
  }
  const lastsMs = readDuration(flags.for, '--for');
  if (lastsMs === 0 || lastsMs > MAX_MS)
    throw new InvalidInputError('--for', `${shown(flags.for)} is not how long a maintenance may last`, '1s to 366d');
  return new Date(Date.parse(from) + lastsMs).toISOString();
}

const MAX_MS = 366 * 86_400_000;

function timeOf(text: string, flag: string): string {
  const time = readTime(text.trim(), flag);
  if (isRefusal(time)) throw new InvalidInputError(flag, time.problem ?? time.message, time.allowed);
  return time;
}
