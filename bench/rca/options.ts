import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { InvalidInputError } from '../../src/incident/text/errors';

export interface RcaOptions {
  /** Folder of the data set. */
  readonly cases: string;
  readonly json: boolean;
  /** Incidents at a time. */
  readonly atOnce: number;
}

export const RCA_USAGE = `npm run bench:rca -- --cases DIR [--at-once N] [--json]

  Loads a data set into a Prometheus, declares an incident for every case and for every healthy window, and reads the causes
  from the incidents' reports. DIR holds SCENARIO/graph.csv, SCENARIO/noissue/metrics.csv and, for each case,
  SCENARIO/GROUP/issue_N/metrics.csv and target.json.

  --cases DIR   the data set
  --at-once N   incidents at a time (default 4)
  --json        one JSON document on stdout instead of the table
`;

/** @throws InvalidInputError, or the error from node:util for an unknown flag. */
export function readRcaOptions(args: readonly string[]): RcaOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      cases: { type: 'string' },
      json: { type: 'boolean', default: false },
      'at-once': { type: 'string', default: '4' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.cases === undefined) throw new InvalidInputError('--cases', 'is missing', 'the folder of a data set');
  const cases = resolve(values.cases);
  if (!statSync(cases, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InvalidInputError('--cases', `${JSON.stringify(values.cases.slice(0, 200))} is not a folder`, 'the folder of a data set');
  }
  const atOnce = /^\d{1,2}$/.test(values['at-once']) ? Number(values['at-once']) : 0;
  if (atOnce < 1 || atOnce > 32)
    throw new InvalidInputError('--at-once', `${JSON.stringify(values['at-once'].slice(0, 40))} is not valid`, '1 to 32');
  return { cases, json: values.json, atOnce };
}
