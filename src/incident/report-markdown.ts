import { seconds } from './durations';
import type { Report } from './report';

type Row = readonly string[];

/** The report for people. Whatever an alert or a person wrote is escaped: it can be no markup of ours. */
export function renderReportMarkdown(report: Report, mermaid: string): string {
  const { incident } = report;
  const sections = [
    `# ${escape(incident.incident_title)}`,
    facts(report),
    ...(incident.description === '' ? [] : [fence(incident.description)]),
    section('Score', score(report)),
    section('Steps', steps(report)),
    fence(mermaid, 'mermaid'),
    section('Investigation', investigation(report)),
    section('People', people(report)),
    section('Timeline', table(['time (UTC)', 'actor', 'what'], report.timeline.map(({ at, actor, text }) => [at, actor, text]))),
  ];
  if (report.degraded.length > 0) {
    sections.push(section('Degraded', table(['what', 'problem', 'to mend'], report.degraded.map(({ what, error, mend }) => [what, error, mend]))));
  }
  return `${sections.join('\n\n')}\n`;
}

function facts({ incident, overall_status, channel, metrics }: Report): string {
  const time = (ms: number | null): string => (ms === null ? '–' : seconds(ms));
  return table(
    ['', ''],
    [
      ['Incident', incident.incident_id],
      ['Severity', incident.incident_severity],
      ['Status', incident.status],
      ['Response', overall_status ?? 'not complete'],
      ['Created', incident.created_at],
      ['Began', incident.started_at],
      ['Alert', `${incident.source_alert} (${incident.source})`],
      ['Declared by', incident.declared_by],
      ['War room', channel === null ? 'none' : `${channel.privacy} #${channel.name}`],
      ['Time to war room', time(metrics.timeToWarRoomMs)],
      ['Time to response', time(metrics.timeToResponseMs)],
      ['Time to acknowledge', time(metrics.timeToAcknowledgeMs)],
      ['Time to resolve', time(metrics.timeToResolveMs)],
    ],
  );
}

function score({ score }: Report): string {
  if (score === null) return 'Not computed yet.';
  const rows = score.parts.map(({ name, points, outOf, asked, why }) => [name, asked ? `${points} of ${outOf}` : 'not asked for', why]);
  return `**${score.total} of 100**\n\n${table(['part', 'points', 'why'], rows)}`;
}

function steps({ steps }: Report): string {
  const rows = steps.map(({ name, status, attempts, durationMs, error, note }) => [
    name,
    status,
    String(attempts),
    durationMs === null ? '' : seconds(durationMs),
    error ?? note ?? '',
  ]);
  return table(['step', 'outcome', 'attempts', 'took', ''], rows);
}

function investigation({ investigation }: Report): string {
  if (investigation === null) return 'Nothing was investigated.';
  const { health, confidence_level, confidence_inputs, hypothesis, findings, recommendations, left_out, system_health } = investigation;
  const parts = [
    `Health: ${health === null ? 'unknown' : `${health} of 100`}. Confidence: ${confidence_level} % (${escape(confidence_inputs)}).`,
    `First hypothesis: ${hypothesis === null ? 'no cause found' : escape(hypothesis)}.`,
    table(['component', 'status'], Object.entries(system_health)),
    table(['probe', 'target', 'status', 'summary'], findings.map(({ title, target, status, summary }) => [title, target ?? '', status, summary])),
    ...findings
      .filter(({ status, evidence }) => status !== 'ok' && evidence.length > 0)
      .map(({ title, evidence }) => `Evidence of ${escape(title)}:\n\n${fence(evidence.join('\n'))}`),
  ];
  if (recommendations.length > 0) parts.push(recommendations.map(({ text, finding }) => `- ${escape(text)} (${escape(finding)})`).join('\n'));
  if (left_out.length > 0) parts.push(`Left out:\n\n${left_out.map((line) => `- ${escape(line)}`).join('\n')}`);
  return parts.join('\n\n');
}

function people({ responders }: Report): string {
  const { resolved, unresolved, resolutionRate } = responders;
  if (resolutionRate === null) return 'Nobody was looked for.';
  const rows = [
    ...resolved.map(({ reference, name, method }) => [reference, name, `found by ${method.replace('_', ' ')}`]),
    ...unresolved.map(({ reference, reason }) => [reference, '–', reason]),
  ];
  return rows.length === 0 ? 'Nobody was asked for.' : table(['asked for', 'person', 'how'], rows);
}

const section = (title: string, body: string): string => `## ${title}\n\n${body}`;

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(escape)))].join('\n');
}

/** One line in which no character means anything to Markdown or HTML. */
function escape(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]#|!~]/g, '\\$&');
}

/** A fence longer than any run of backticks inside it. */
function fence(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}`;
}
