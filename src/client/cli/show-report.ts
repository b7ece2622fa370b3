import { cleanLine } from '../../incident/clean-text';
import { seconds } from '../../incident/durations';
import { FINDING_STATUSES } from '../../incident/finding';
import type { Report } from '../../incident/report';
import { FINDING_MARKS } from '../../incident/status-marks';
import { FINDING_FORMATS, type Paint, paintSeverity, plain } from './style';
import { table } from './table';

/** A report for a terminal, as lines. */
export function reportLines(report: Report, paint: Paint = plain): string[] {
  const { incident, channel, responders, investigation, score, overall_status: overall } = report;
  const head = [paint('bold', incident.incident_id), paintSeverity(paint, incident.incident_severity), incident.status];
  const lines = [`${head.join('  ')}  ${paint('bold', cleanLine(incident.incident_title, 200))}`];
  lines.push(`war room  ${channel === null ? 'none' : `${channel.privacy} #${channel.name}`}`);
  const missing = responders.unresolved.map(({ reference, reason }) => `${cleanLine(reference, 80)} (${cleanLine(reason, 120)})`);
  lines.push(
    `people    ${responders.resolved.map(({ name }) => cleanLine(name, 80)).join(', ') || 'none'}${missing.length > 0 ? `; not found: ${missing.join(', ')}` : ''}`,
  );
  if (investigation !== null) {
    const rows = investigation.findings.map(({ status, title, target, summary }) => [FINDING_MARKS[status], title, target ?? '', summary]);
    const paintCell = (cell: string, column: number): string => (column === 0 ? paintMark(cell, paint) : cell);
    if (rows.length > 0) lines.push('', ...table(['', 'probe', 'target', 'found'], rows, { paint, paintCell }));
    const health = investigation.health === null ? 'unknown' : `${investigation.health}/100`;
    lines.push('', `health ${health}, confidence ${investigation.confidence_level} % (${cleanLine(investigation.confidence_inputs, 200)})`);
    lines.push(`hypothesis: ${investigation.hypothesis === null ? 'no cause found' : cleanLine(investigation.hypothesis, 300)}`);
  }
  const leftOut = investigation?.left_out ?? [];
  if (leftOut.length > 0) lines.push(paint('dim', `left out: ${cleanLine(leftOut.join('; '), 300)}`));
  for (const { what, error } of report.degraded) lines.push(`degraded: ${what}: ${cleanLine(error, 300)}`);
  for (const { name, status, error, note } of report.steps) {
    if (status === 'blocked' || status === 'failed' || status === 'waiting')
      lines.push(`${paint('red', status)}: ${name}: ${cleanLine(error ?? note ?? '', 400)}`);
  }
  if (score !== null) {
    lines.push(
      '',
      ...table(
        ['score', `${score.total}/100`, overall ?? ''],
        score.parts.map(({ name, points, outOf, asked, why }) => [name, asked ? `${points}/${outOf}` : '–', why]),
        { paint },
      ),
    );
  }
  const { timeToWarRoomMs: room, timeToResponseMs: whole } = report.metrics;
  if (room !== null) lines.push(`war room after ${seconds(room)}${whole === null ? '' : `, response complete after ${seconds(whole)}`}`);
  return lines;
}

function paintMark(cell: string, paint: Paint): string {
  const status = FINDING_STATUSES.find((known) => FINDING_MARKS[known] === cell.trim());
  return status === undefined ? cell : paint(FINDING_FORMATS[status], cell);
}
