import { parseArgs } from 'node:util';
import { InvalidInputError } from '../src/incident/text/errors';

export const BENCHES = ['overhead', 'latency', 'storm', 'actions', 'idle', 'alerts', 'limits', 'sources', 'containers'] as const;
export type Bench = (typeof BENCHES)[number];

export interface Options {
  readonly benches: readonly Bench[];
  /** Measured runs of overhead, latency, sources and containers, after the warm-up. */
  readonly runs: number;
  /** Incidents in the storm. */
  readonly atOnce: number;
  /** Open incidents in the idle bench. */
  readonly incidents: number;
  /** How many of them the worker may keep in memory. */
  readonly cached: number;
  /** Incidents under Slack's rate limits. */
  readonly limited: number;
  /** How many times as fast Slack's minutes pass there. */
  readonly slackSpeed: number;
  /** Rounds of alerts, of a thousand deliveries each. */
  readonly rounds: number;
  readonly json: boolean;
}

export const USAGE = `npm run bench -- [--only ${BENCHES.join('|')}] [--runs N] [--at-once N] [--incidents N] [--cached N] [--rounds N] [--limited N] [--slack-speed N] [--json]

  overhead   the response against a bare workflow of no-op activities of the same shape
  latency    trigger → headline and trigger → complete, Slack 80 ms away, three containers
  storm      many incidents at once, against as many bare workflows: how late the last headline is
  actions    what a response with nine probes costs, as Temporal Cloud bills it
  idle       open incidents on one worker: memory, load, and whether evicted ones come back intact
  alerts     deliveries through the gateway, against a bare signal-with-start of the same bodies
  limits     many incidents at once under Slack's rate limits, made faster: refused calls, and who comes first
  sources    a probe that asks a Prometheus, against the same questions asked directly
  containers ten probes in parallel, against docker run of the same ten

  --only B        run only this bench; repeatable (default: all)
  --runs N        measured runs of overhead, latency, sources and containers (default 20)
  --at-once N     incidents of storm (default 40)
  --incidents N   open incidents of idle (default 1000)
  --cached N      how many of those the worker keeps in memory (default 100)
  --rounds N      rounds of alerts (default 6)
  --limited N     incidents of limits (default 100)
  --slack-speed N how many times as fast Slack's limits are there (default 20)
  --json          one JSON document on stdout instead of the table
`;

/** @throws InvalidInputError, or the error from node:util for an unknown flag. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      only: { type: 'string', multiple: true },
      runs: { type: 'string', default: '20' },
      'at-once': { type: 'string', default: '40' },
      incidents: { type: 'string', default: '1000' },
      cached: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '6' },
      limited: { type: 'string', default: '100' },
      'slack-speed': { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const benches = values.only ?? BENCHES;
  for (const name of benches) {
    if (!isBench(name)) throw new InvalidInputError('--only', `${JSON.stringify(name.slice(0, 40))} is not a bench`, BENCHES.join(', '));
  }
  return {
    benches: BENCHES.filter((name) => benches.includes(name)),
    runs: readCount('--runs', values.runs, 1_000),
    atOnce: readCount('--at-once', values['at-once'], 1_000),
    incidents: readCount('--incidents', values.incidents, 20_000),
    cached: readCount('--cached', values.cached, 20_000, 20),
    rounds: readCount('--rounds', values.rounds, 100),
    limited: readCount('--limited', values.limited, 1_000, 8),
    slackSpeed: readCount('--slack-speed', values['slack-speed'], 100),
    json: values.json,
  };
}

const isBench = (name: string): name is Bench => (BENCHES as readonly string[]).includes(name);

function readCount(field: string, text: string, maximum: number, minimum = 1): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count >= minimum && count <= maximum) return count;
  throw new InvalidInputError(field, `${JSON.stringify(text.slice(0, 40))} is not valid`, `${minimum} to ${maximum}`);
}
