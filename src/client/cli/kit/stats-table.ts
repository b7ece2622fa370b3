import type { IncidentCounts, IncidentStats, TimeTaken } from '../../../incident/report/incident-stats';
import { formatDuration } from '../../../incident/text/durations';
import { type Paint, paintSeverity, plain } from '../terminal/style';
import { table } from '../terminal/table';

const BAR_COLUMNS = 16;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const SEVERITY_COLUMN = 0;
const BAR_COLUMN = 2;

/** The statistics for a terminal, as lines. */
export function statsLines({ total, severities }: IncidentStats, paint: Paint = plain): string[] {
  const most = Math.max(1, ...severities.map(({ count }) => count));
  const isBrokenOff = total.broken_off > 0;
  const rowOf = (name: string, counts: IncidentCounts, drawn: string): string[] => [
    name,
    String(counts.count),
    drawn,
    counts.open === 0 ? '0' : `${counts.open} (${counts.acknowledged} acknowledged)`,
    String(counts.resolved),
    String(counts.cancelled),
    ...(isBrokenOff ? [String(counts.broken_off)] : []),
    taken(counts.time_to_acknowledge),
    taken(counts.time_to_resolve),
  ];
  const rows = [...severities.map(({ severity, ...counts }) => rowOf(severity, counts, bar(counts.count / most))), rowOf('all', total, '')];
  const head = ['severity', 'incidents', '', 'open', 'resolved', 'cancelled', ...(isBrokenOff ? ['aborted'] : []), 'MTTA', 'MTTR'];
  const paintCell = (cell: string, column: number): string => {
    if (column === SEVERITY_COLUMN) return cell.replace(/\S+/, (word) => paintSeverity(paint, word));
    return column === BAR_COLUMN ? paint('cyan', cell) : cell;
  };
  return table(head, rows, { paint, paintCell });
}

/** `4 min (median 3 min, 12 incidents)`. */
function taken(time: TimeTaken | null): string {
  if (time === null) return '–';
  const mean = durationOf(time.mean_seconds);
  const median = durationOf(time.median_seconds);
  return time.incidents === 1 ? `${mean} (1 incident)` : `${mean} (median ${median}, ${time.incidents} incidents)`;
}

/** In whole seconds, because that is how precisely the server keeps them. */
function durationOf(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : formatDuration(1_000 * whole);
}

/** A bar; any share above zero shows at least a sliver. `share` is 0 to 1. */
function bar(share: number): string {
  const eighths = share === 0 ? 0 : Math.max(1, Math.round(share * BAR_COLUMNS * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
