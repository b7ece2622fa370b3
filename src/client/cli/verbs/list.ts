import type { Command } from 'commander';
import { SEVERITIES } from '../../../incident/model/severity';
import { INCIDENT_STATUSES } from '../../../incident/model/state';
import { ageOf } from '../../../incident/text/durations';
import { type ListFilter, queryOf } from '../../temporal/list-filter';
import type { ListedIncident } from '../../temporal/list-incidents';
import { connected } from '../kit/connected';
import { readDuration, readRows } from '../kit/values';
import { note, print, printJson } from '../terminal/output';
import { paintFor, paintSeverity, paintStatus } from '../terminal/style';
import { table } from '../terminal/table';
import { addVerb, type Flags, JSON_FLAG, textOf } from './verb';

const SEVERITY_COLUMN = 1;
const STATUS_COLUMN = 2;

export function addListVerb(program: Command): void {
  addVerb(program, 'list', 'list open incidents (not resolved or cancelled), newest first')
    .option('--all', 'include resolved and closed incidents')
    .option('--blocked', 'only incidents with a blocked step')
    .option('--status <status>', `${INCIDENT_STATUSES.join('|')}; includes resolved and closed incidents`)
    .option('--severity <level>', SEVERITIES.join('|'))
    .option('--since <duration>', 'only incidents declared within this period, such as 7d')
    .option('--limit <n>', 'maximum number of rows (default: 50)')
    .option(...JSON_FLAG)
    .action(list);
}

async function list(flags: Flags): Promise<void> {
  const filter = filterOf(flags);
  // Unknown words are rejected before the server is contacted.
  queryOf(filter);
  const rows = await connected((incidents) => incidents.list(filter));
  if (flags.json) return printJson('list', rows);
  if (rows.length === 0)
    return note(
      filter.all || filter.status !== undefined
        ? 'no matching incidents'
        : 'no open incidents match (--all includes resolved and closed ones)',
    );
  const paint = paintFor(process.stdout);
  const paintCell = (cell: string, column: number): string => {
    if (column === SEVERITY_COLUMN) return cell.replace(/\S+/, (word) => paintSeverity(paint, word));
    return column === STATUS_COLUMN ? cell.replace(/\S+/, (word) => paintStatus(paint, word)) : cell;
  };
  for (const line of table(['incident', 'severity', 'status', 'age', 'owner', 'room', 'blocked', 'title'], rows.map(cellsOf), {
    paint,
    paintCell,
  }))
    print(line);
}

function cellsOf(row: ListedIncident): string[] {
  return [
    row.incident_id,
    row.severity ?? '',
    row.closed && row.status !== 'cancelled' ? `${row.status ?? ''} (closed)`.trim() : (row.status ?? ''),
    ageOf(row.age_seconds * 1_000),
    row.owner ?? '',
    row.channel === null ? '' : `#${row.channel}`,
    row.blocked_step ?? '',
    row.title ?? '',
  ];
}

function filterOf(flags: Flags): ListFilter {
  const status = textOf(flags, 'status');
  const severity = textOf(flags, 'severity');
  const since = textOf(flags, 'since');
  const limit = textOf(flags, 'limit');
  return {
    all: flags.all === true,
    blocked: flags.blocked === true,
    ...(status === undefined ? {} : { status }),
    ...(severity === undefined ? {} : { severity }),
    ...(since === undefined ? {} : { since: new Date(Date.now() - readDuration(since, '--since')) }),
    ...(limit === undefined ? {} : { limit: readRows(limit, '--limit') }),
  };
}
