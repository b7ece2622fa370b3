import { FINDING_STATUSES } from '../../../incident/model/finding';
import type { Report } from '../../../incident/model/report';
import { sortUnresolved } from '../../../incident/model/responders';
import { ROLES } from '../../../incident/model/state';
import { FINDING_MARKS } from '../../../incident/model/status-marks';
import { describeCandidate } from '../../../incident/people/check-people';
import { earlierLooks, hypothesisLabel, notLookedAtAgain } from '../../../incident/report/possible-causes';
import { alertCommands, alsoAffected, alsoOpen, pageLines } from '../../../incident/report/report-facts';
import { PART_WORDS } from '../../../incident/response/score';
import { describeTrouble, withRemedy } from '../../../incident/response/trouble-words';
import { cleanLine } from '../../../incident/text/clean-text';
import { ageOf, formatDuration } from '../../../incident/text/durations';
import { healthText } from '../../../incident/text/health-text';
import { utcTime } from '../../../incident/text/utc-time';
import { FINDING_FORMATS, type Paint, paintSeverity, paintStatus, plain, STEP_FORMATS } from '../terminal/style';
import { table } from '../terminal/table';
import { stuckLines, stuckSteps } from './stuck-steps';

const MAX_LINE = 400;
const MAX_LINKS = 10;
/** A link that is cut leads nowhere. */
const MAX_LINK = 2_000;

/** A report, and to whom the incident itself is assigned, by name, as opposed to the holders of its roles. */
type ShownReport = Report & { readonly assigned?: readonly string[] };

/** A report for a terminal, as lines. */
export function reportLines(report: ShownReport, paint: Paint = plain, now = new Date()): string[] {
  return [
    ...headLines(report, paint, now),
    ...investigationLines(report, paint),
    ...report.degraded.map(({ what, error, mend }) => cleanLine(`degraded: ${withRemedy(describeTrouble(what, error), mend)}`, MAX_LINE)),
    ...stuckLines(stuckSteps(report)).map(({ status, text }) => paint(STEP_FORMATS[status], cleanLines(text))),
    ...scoreLines(report, paint),
  ];
}

/** What people ask first: how bad it is, how old, who has taken it, and what happens next. */
function headLines(report: ShownReport, paint: Paint, now: Date): string[] {
  const { incident, channel, responders, roles, next, assigned = [] } = report;
  const { incident_id: id, incident_severity: severity, status, incident_title: title, created_at: createdAt, links } = incident;
  const lines = [
    [paint('bold', id), paintSeverity(paint, severity), paintStatus(paint, status)].join('  ') +
      `  ${paint('bold', cleanLine(title, 200))}`,
  ];
  const fact = (name: string, text: string): void => void lines.push(`${name.padEnd(13)} ${cleanLine(text, MAX_LINE)}`);
  fact('declared', `${ageOf(now.getTime() - Date.parse(createdAt))} ago, ${utcTime(createdAt, 'minutes')}, by ${incident.declared_by}`);
  const isOpen = status !== 'resolved' && status !== 'cancelled';
  fact(
    'acknowledged',
    byAt(report.acknowledged_by, report.acknowledged_at) ??
      (isOpen ? 'not yet' : report.reopenings === 0 ? 'never' : 'not since it was reopened'),
  );
  if (report.resolved_by !== null) fact('resolved', byAt(report.resolved_by, report.resolved_at) ?? '');
  const cancelled = report.timeline.findLast(({ kind }) => kind === 'cancel');
  if (status === 'cancelled' && cancelled !== undefined) fact('cancelled', byAt(cancelled.actor, cancelled.at) ?? '');
  for (const role of ROLES) if (role === 'commander' || roles[role] !== null) fact(role, roles[role] ?? 'none');
  if (assigned.length > 0) fact('assigned', `to ${assigned.map((name) => cleanLine(name, 80)).join(', ')}`);
  if (next !== null) fact('next', `${next.what} at ${utcTime(next.at, 'minutes')}${inTime(Date.parse(next.at) - now.getTime())}`);
  fact('people', peopleOf(responders) || (isOpen && channel !== null ? `none; to page someone: incident add ${id} USER` : 'none'));
  const { sought, missing } = sortUnresolved(responders.unresolved);
  for (const [index, one] of missing.entries()) fact(index === 0 ? 'not found' : '', missed(one));
  for (const [index, one] of sought.entries()) fact(index === 0 ? 'still searching' : '', missed(one));
  for (const [index, line] of pageLines(report).entries()) fact(index === 0 ? 'pages' : '', line);
  fact('war room', channel === null ? 'none' : `${channel.privacy} #${channel.name}  ${channel.url}`);
  for (const [index, command] of alertCommands(report).entries()) fact(index === 0 ? 'alerts' : '', command);
  for (const [name, text] of [...alsoAffected(report), ...alsoOpen(report)]) fact(name.toLowerCase(), text);
  if (report.temporal_url !== null) fact('Temporal', report.temporal_url);
  for (const [index, { field, value, taken }] of incident.problems.entries())
    fact(index === 0 ? 'unreadable' : '', `${field}: ${value} (used instead: ${taken})`);
  for (const [index, link] of links.slice(0, MAX_LINKS).entries()) fact(index === 0 ? 'links' : '', link);
  if (links.length > MAX_LINKS) fact('', `and ${links.length - MAX_LINKS} more`);
  return lines;
}

function missed({ reference, reason, candidates = [] }: Report['responders']['unresolved'][number]): string {
  const meant = candidates.map(describeCandidate).join(', ');
  return `${cleanLine(reference, 80)} (${reason})${meant === '' ? '' : `; could be ${meant}`}`;
}

function byAt(by: string | null, at: string | null): string | null {
  return by === null ? null : `by ${by}${at === null ? '' : `, ${utcTime(at, 'minutes')}`}`;
}

/** ` (in 4 min)`, or ` (due)` once the time has passed: it then happens as soon as a worker picks it up. */
const inTime = (ms: number): string => (ms <= 0 ? ' (due)' : ` (in ${ageOf(ms)})`);

/** Each person once: two references may mean the same person. */
function peopleOf({ resolved }: Report['responders']): string {
  const names = [...new Map(resolved.map(({ user_id, name }) => [user_id, name])).values()];
  return names.map((name) => cleanLine(name, 80)).join(', ');
}

function investigationLines(report: Report, paint: Paint): string[] {
  const { investigation } = report;
  if (investigation === null) return [];
  const lines: string[] = [];
  const rows = investigation.findings.map(({ status, title, target, service, summary }) => [
    FINDING_MARKS[status],
    title,
    target ?? service ?? '',
    summary,
  ]);
  const paintCell = (cell: string, column: number): string => (column === 0 ? paintMark(cell, paint) : cell);
  if (rows.length > 0) lines.push('', ...table(['', 'probe', 'target', 'found'], rows, { paint, paintCell }));
  const linked = investigation.findings.filter(({ link, status }) => link !== null && (status === 'fail' || status === 'warn'));
  for (const { title, link } of linked) lines.push(`${cleanLine(title, 200)}: ${cleanLine(link ?? '', MAX_LINK)}`);
  lines.push(
    '',
    `health ${healthText(investigation.health)}, ${investigation.confidence_level}% observed (${cleanLine(investigation.confidence_inputs, 200)})`,
  );
  lines.push(
    `${hypothesisLabel(investigation.hypotheses).toLowerCase()}: ${investigation.hypothesis === null ? 'no cause found' : cleanLine(investigation.hypothesis, 300)}`,
  );
  const standing = notLookedAtAgain({ investigation });
  if (standing !== null) lines.push(`not looked at again: ${standing}`);
  for (const line of earlierLooks(report)) lines.push(cleanLine(`earlier: ${line}`, MAX_LINE));
  if (investigation.left_out.length > 0) lines.push(paint('dim', `skipped: ${cleanLine(investigation.left_out.join('; '), 300)}`));
  return lines;
}

function scoreLines({ score, overall_status: overall, overall_status_reason: reason, metrics }: Report, paint: Paint): string[] {
  const lines: string[] = [];
  if (score !== null) {
    const rows = score.parts.map(({ name, points, outOf, asked, why }) => [PART_WORDS[name], asked ? `${points}/${outOf}` : '–', why]);
    lines.push('', ...table(['score', `${score.total}/100`, overall ?? ''], rows, { paint }));
    if (overall === 'failed' && reason !== null) lines.push(cleanLine(`failed: ${reason}`, MAX_LINE));
  }
  const { timeToWarRoomMs: room, timeToResponseMs: whole } = metrics;
  if (room !== null)
    lines.push(`war room after ${formatDuration(room)}${whole === null ? '' : `, response complete after ${formatDuration(whole)}`}`);
  return lines;
}

/** Cleans an output line that quotes untrusted text, keeping its indentation. */
const cleanLines = (text: string): string => `${/^ */.exec(text)?.[0] ?? ''}${cleanLine(text, MAX_LINE)}`;

function paintMark(cell: string, paint: Paint): string {
  const status = FINDING_STATUSES.find((known) => FINDING_MARKS[known] === cell.trim());
  return status === undefined ? cell : paint(FINDING_FORMATS[status], cell);
}
