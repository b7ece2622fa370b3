import type { Command } from 'commander';
import { effectWords, newsWords } from '../../../incident/alert-groups/effect-words';
import type { AlertGroupState, DeliveryRecord } from '../../../incident/alert-groups/group-state';
import { ageOf } from '../../../incident/text/durations';
import { IncidentError, InvalidInputError } from '../../../incident/text/errors';
import { shown } from '../../../incident/text/read-fields';
import { utcTime } from '../../../incident/text/utc-time';
import type { IncidentClient } from '../../temporal/incident-client';
import type { ListedGroup } from '../../temporal/read-groups';
import { connected } from '../kit/connected';
import { readDuration, readRows } from '../kit/values';
import type { ShownGroup } from '../outputs/alerts-output';
import { note, print, printJson } from '../terminal/output';
import { paintFor, paintSeverity } from '../terminal/style';
import { table } from '../terminal/table';
import { addVerb, type Flags, JSON_FLAG, textOf } from './verb';

const SOURCE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const KEY = /^alert-[\w-]{1,200}$/;
const DEFAULT_ROWS = '50';
const NO_WORKER = 'no worker is answering, so only what the server itself knows is shown';

export function addAlertsVerb(program: Command): void {
  addVerb(program, 'alerts', 'list groups of alerts and their incidents; for one group, what became of each delivery, and by which rule')
    .argument('[key]', 'key of a group, as in the list')
    .option('--source <name>', 'only alerts of this source')
    .option('--since <duration>', 'only groups heard of within this period, such as 7d')
    .option('--limit <n>', `maximum number of rows (default: ${DEFAULT_ROWS})`)
    .option(...JSON_FLAG)
    .action((key: string | undefined, flags: Flags) => (key === undefined ? list(flags) : show(key, flags)));
}

async function list(flags: Flags): Promise<void> {
  const [source, since] = [textOf(flags, 'source'), textOf(flags, 'since')];
  if (source !== undefined && !SOURCE.test(source))
    throw new InvalidInputError(
      '--source',
      `${shown(source)} is not a name of a source`,
      '1 to 63 letters, digits, hyphens and underscores',
    );
  const limit = readRows(textOf(flags, 'limit') ?? DEFAULT_ROWS, '--limit');
  const from = since === undefined ? undefined : new Date(Date.now() - readDuration(since, '--since'));
  const rows = await connected((incidents) => incidents.groups({ source, since: from, limit }));
  if (flags.json) return printJson('alerts', rows);
  if (rows.length === 0) return note('no alerts match');
  if (rows.every(({ deliveries }) => deliveries === null)) note(NO_WORKER);
  const paint = paintFor(process.stdout);
  const paintCell = (cell: string, column: number): string =>
    column === 2 ? cell.replace(/\S+/, (word) => paintSeverity(paint, word)) : cell;
  for (const line of table(['key', 'status', 'severity', 'incident', 'rule', 'deliveries', 'last seen', 'title'], rows.map(cellsOf), {
    paint,
    paintCell,
  }))
    print(line);
}

function cellsOf({ key, status, severity, incident, rule, deliveries, last_seen, title }: ListedGroup): string[] {
  const seen = last_seen === null ? '' : `${ageOf(Date.now() - Date.parse(last_seen))} ago`;
  return [key, status ?? '', severity ?? '', incident ?? '', rule ?? '', deliveries === null ? '' : String(deliveries), seen, title ?? ''];
}

async function show(key: string, flags: Flags): Promise<void> {
  if (!KEY.test(key)) throw new InvalidInputError('KEY', `${shown(key)} is not the key of a group`, 'a key as in incident alerts: alert-…');
  const { state, now } = await connected(async (incidents) => {
    const state = await incidents.group(key);
    return { state, now: state === null || state.incident === null ? null : await statusNow(incidents, state.incident.id) };
  });
  if (flags.json) return printJson('alerts-group', state === null ? { key, known: false } : groupJson(state, now));
  if (state === null) return note(`${key}: ${NO_WORKER}`);
  for (const line of groupLines(state, now)) print(line);
  const rows = state.deliveries.map((record) => deliveryCells(record));
  for (const line of table(['time', 'status', 'severity', 'what it did', 'rule', 'new', 'title'], rows, {
    paint: paintFor(process.stdout),
  }))
    print(line);
}

/** What the server says of the incident: the group learns of it only with its own next delivery. Null if it does not know. */
async function statusNow(incidents: IncidentClient, incidentId: string): Promise<string | null> {
  try {
    const { known, status } = await incidents.look(incidentId);
    return known.status !== null && status !== 'RUNNING' && known.status !== 'cancelled' ? `${known.status} (closed)` : known.status;
  } catch (error) {
    if (error instanceof IncidentError) return null;
    throw error;
  }
}

/** The incident as it is now; if that is not known, as the group last saw it. */
export function incidentWords(incident: AlertGroupState['incident'], now: string | null): string {
  if (incident === null) return 'none';
  return `${incident.id}, ${now ?? `${incident.status} when last seen, at ${utcTime(incident.seenAt)}`}`;
}

function groupLines(
  { event, status, counts, incident, decision, deliveries, trouble }: AlertGroupState,
  now: string | null,
): readonly string[] {
  const unkept = counts.deliveries - deliveries.length;
  return [
    `${event?.title ?? 'no alert'} (${status})`,
    `Incident: ${incidentWords(incident, now)}`,
    `Rule: ${decision === null ? 'none has decided' : `${decision.rule}: ${decision.do} (configuration ${decision.digest})`}`,
    ...(decision?.passedOver === undefined ? [] : [`Passed over: ${decision.passedOver}`]),
    ...(decision?.mutedUntil === undefined ? [] : [`Maintenance until ${utcTime(decision.mutedUntil, 'minutes')}`]),
    `Deliveries: ${countWords(counts)}`,
    ...(trouble === null ? [] : [`Trouble: ${trouble}`]),
    ...(unkept > 0 ? [`The last ${deliveries.length} deliveries are kept:`] : []),
    '',
  ];
}

/** `3 (1 more was a repeat); fired 2 times; 2 incidents`, without what did not happen. */
export function countWords({ deliveries, duplicates, episodes, incidents }: AlertGroupState['counts']): string {
  const repeats = duplicates === 0 ? '' : ` (${duplicates} more ${duplicates === 1 ? 'was a repeat' : 'were repeats'})`;
  const fired = episodes === 0 ? 'never fired' : episodes === 1 ? 'fired once' : `fired ${episodes} times`;
  const opened = incidents === 0 ? 'no incident' : incidents === 1 ? '1 incident' : `${incidents} incidents`;
  return `${deliveries}${repeats}; ${fired}; ${opened}`;
}

function deliveryCells(record: DeliveryRecord): string[] {
  const { at, status, severity, rule, again, title } = record;
  const repeated = again === 0 ? '' : `, came ${again === 1 ? 'twice' : `${again + 1} times`}`;
  return [utcTime(at, 'seconds'), status, severity, `${effectWords(record)}${repeated}`, rule ?? '', newsWords(record.news), title];
}

/** The group without what only its workflow needs. */
function groupJson({ seen: _, work: __, event, incident, ...rest }: AlertGroupState, now: string | null): ShownGroup {
  const known = incident === null ? null : { ...incident, statusNow: now };
  return { ...rest, incident: known, title: event?.title ?? null, severity: event?.severity ?? null, labels: event?.labels ?? {} };
}
