import type { Report } from '../model/report';
import { ROLES } from '../model/state';
import { PART_WORDS } from '../response/score';
import { troubleTitle, withRemedy } from '../response/trouble-words';
import { formatDuration } from '../text/durations';
import { healthText } from '../text/health-text';
import { linkKind } from '../text/links';
import { markdownFence, markdownLine, markdownLink, markdownTable } from '../text/markdown-text';
import { times } from '../text/number-words';
import { utcTime } from '../text/utc-time';
import { shownLine } from '../timeline-words/shown-line';
import { changeLines, describeConclusion, earlierLooks, notLookedAtAgain, possibleCauses } from './possible-causes';
import { ACTION_COLUMNS, proposalRows } from './report-actions';
import {
  acknowledgedBy,
  alertCommands,
  alsoAffected,
  alsoOpen,
  endedBy,
  levelsReached,
  missingTime,
  pageLines,
  probeTitle,
} from './report-facts';
import { wholeOutput } from './whole-output';

/**
 * The report as Markdown: what is wrong and how that is known comes before how the response went. Anything that an alert or a person wrote is escaped, so it cannot be markup. `mermaid` is the
 * diagram of the steps as they ran; null leaves it out.
 */
export function renderReportMarkdown(report: Report, mermaid: string | null): string {
  const { incident } = report;
  const parts = [
    `# ${markdownLine(incident.incident_title) || 'Untitled incident'}`,
    facts(report),
    ...(incident.description === '' ? [] : [markdownFence(incident.description)]),
    ...section('Possible causes', causes(report)),
    ...section('Investigation', investigation(report)),
    ...section('Changed since the round before', bullets(changeLines(report))),
    ...section('Earlier investigations', bullets(earlierLooks(report))),
    ...section('Recommendations', recommendations(report)),
    ...section('Actions', actions(report)),
    ...section('Links', links(report)),
    ...section('Score', score(report)),
    ...section('Steps', mermaid === null ? steps(report) : `${steps(report)}\n\n${markdownFence(mermaid, 'mermaid')}`),
    ...section('People', people(report)),
    ...section('Degraded', degraded(report)),
    ...section('Skipped', bullets(report.investigation?.left_out ?? [])),
    ...section('Timeline', timeline(report)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function facts(report: Report): string {
  const { incident, overall_status, overall_status_reason: why, channel, metrics } = report;
  const took = (ms: number | null): string => (ms === null ? missingTime(report, 'other') : formatDuration(ms));
  return markdownTable(
    ['fact', 'value'],
    [
      ['Incident', incident.incident_id],
      ['Severity', incident.incident_severity],
      ['Status', incident.status],
      ['Response', overall_status === null ? 'not complete' : [overall_status, ...(why === null ? [] : [why])].join(' – ')],
      ['Declared', utcTime(incident.created_at)],
      ['Problem started', utcTime(incident.started_at)],
      ['Alert', incident.source_alert === '' ? 'none' : `${incident.source_alert} (${incident.source})`],
      ...alsoAffected(report),
      ...alsoOpen(report),
      ...alertCommands(report).map((command) => ['Alerts', command]),
      ['Declared by', incident.declared_by],
      ['War room', channel === null ? 'none' : `${channel.privacy} #${channel.name}${channel.created ? '' : ' (reused)'}`],
      ['Acknowledged by', acknowledgedBy(report)],
      ...endedBy(report),
      ['Reopened', report.reopenings === 0 ? 'never' : times(report.reopenings)],
      ['Escalation', escalationOf(report)],
      ...pageLines(report).map((line) => ['Pages', line]),
      ['Time to war room', took(metrics.timeToWarRoomMs)],
      ['Time to complete response', took(metrics.timeToResponseMs)],
      ['Time to acknowledge', took(metrics.timeToAcknowledgeMs)],
      [
        incident.status === 'resolved' || metrics.timeToResolveMs === null ? 'Time to resolve' : 'Time to previous resolution',
        metrics.timeToResolveMs === null ? missingTime(report, 'resolution') : formatDuration(metrics.timeToResolveMs),
      ],
      ...incident.problems.map(({ field, value, taken }) => ['Unreadable alert field', `${field}: ${value} (used instead: ${taken})`]),
      ...Object.entries(incident.labels).map(([key, value]) => [`Label: ${key}`, value]),
    ],
  );
}

function escalationOf(report: Report): string {
  const { due_at } = report.escalation;
  return due_at === null ? levelsReached(report) : `${levelsReached(report)}; next level due at ${utcTime(due_at)}`;
}

function links({ incident, channel }: Report): string {
  const room = channel === null ? [] : [`- War room: ${markdownLink(channel.url)}`];
  return [...room, ...incident.links.map((url) => `- ${linkKind(url) ?? 'Link'}: ${markdownLink(url)}`)].join('\n');
}

function score({ score }: Report): string {
  if (score === null) return 'Not computed yet.';
  const rows = score.parts.map(({ name, points, outOf, asked, why }) => [
    PART_WORDS[name],
    asked ? `${points} of ${outOf}` : 'not requested',
    why,
  ]);
  return `**${score.total} of 100**, counting only what was requested.\n\n${markdownTable(['part', 'points', 'why'], rows)}`;
}

function steps({ steps }: Report): string {
  const rows = steps.map(({ name, status, attempts, durationMs, error, mend, note }) => [
    name,
    status,
    String(attempts),
    durationMs === null ? '' : formatDuration(durationMs),
    withRemedy([error, note].filter((text) => text !== null).join('; '), mend),
  ]);
  return markdownTable(['step', 'outcome', 'attempts', 'took', 'remarks'], rows);
}

function causes(report: Report): string {
  return possibleCauses(report)
    .map(({ rank, statement, confidence, reasons, objections, confirm, firstAction }) =>
      [
        `### ${rank} (${confidence}): ${markdownLine(statement)}`,
        bullets([
          ...reasons.map((text) => `For: ${text}`),
          ...objections.map((text) => `Against: ${text}`),
          ...(firstAction === null ? [] : [`Do first: ${firstAction}`]),
          `To make sure: ${confirm}`,
        ]),
      ].join('\n\n'),
    )
    .join('\n\n');
}

type Findings = NonNullable<Report['investigation']>['findings'];
const GRAVEST_FIRST = ['fail', 'warn', 'unknown', 'ok'] as const;

function investigation({ incident, investigation }: Report): string {
  if (investigation === null) return 'There is no investigation result.';
  const { investigation_status, health, confidence_level, confidence_inputs, hypothesis, findings, system_health, coverage } =
    investigation;
  const standing = notLookedAtAgain({ investigation });
  return [
    markdownTable(
      ['measure', 'value'],
      [
        ['Conclusion', describeConclusion({ investigation })],
        ['Hypothesis', hypothesis ?? 'no cause found'],
        ['Investigation', investigation_status.replaceAll('_', ' ')],
        ['Health', healthText(health)],
        ['Observed', `${confidence_level}% (${confidence_inputs})`],
        ['Coverage', `${Math.floor(100 * coverage)}% by weight`],
        ...(standing === null ? [] : [['Not looked at again', standing]]),
        ...Object.entries(system_health).map(([component, status]) => [component.replaceAll('_', ' '), status]),
      ],
    ),
    ...(findings.length === 0
      ? ['No probe ran.']
      : GRAVEST_FIRST.flatMap((status) => findings.filter((finding) => finding.status === status)).map((one) =>
          finding(one, incident.incident_id),
        )),
  ].join('\n\n');
}

function finding(finding: Findings[number], incidentId: string): string {
  const { probe, title, target, service, status, summary, evidence, link, durationMs } = finding;
  const output = wholeOutput(finding, incidentId);
  const about = target ?? service;
  const where = about === null ? '' : ` (${markdownLine(about)})`;
  const parts = [
    `### ${status}: ${markdownLine(title)}${where}`,
    `${markdownLine(summary)} (probe ${markdownLine(probe)}, ${formatDuration(durationMs)})`,
    ...(evidence.length === 0 ? [] : [markdownFence(evidence.join('\n'))]),
    ...(link === null ? [] : [`${linkKind(link) ?? 'Link'}: ${markdownLink(link)}`]),
    ...(output === null ? [] : [markdownLine(output)]),
  ];
  return parts.join('\n\n');
}

function recommendations(report: Report): string {
  const all = report.investigation?.recommendations ?? [];
  return bullets(all.map(({ text, finding }) => `${text} (${probeTitle(report, finding)})`));
}

function people(report: Report): string {
  const roles = markdownTable(
    ['role', 'held by'],
    ROLES.map((role) => [role, report.roles[role] ?? 'no one']),
  );
  return `${roles}\n\n${responders(report)}`;
}

function responders({ responders }: Report): string {
  const { resolved, unresolved, resolutionRate } = responders;
  if (resolutionRate === null) return 'No people have been looked up.';
  const rows = [
    ...resolved.map(({ reference, name, method }) => [reference, name, `found by ${method.replaceAll('_', ' ')}`]),
    ...unresolved.map(({ reference, reason, isPending }) => [reference, isPending ? 'still searching' : 'not found', reason]),
  ];
  return rows.length === 0 ? 'No people were requested.' : markdownTable(['requested', 'person', 'details'], rows);
}

function actions({ actions }: Report): string {
  const rows = proposalRows(actions);
  return rows.length === 0 ? '' : markdownTable(ACTION_COLUMNS, rows);
}

function degraded({ degraded }: Report): string {
  if (degraded.length === 0) return '';
  return markdownTable(
    ['what', 'problem', 'what to do'],
    degraded.map(({ what, error, mend }) => [troubleTitle(what), error, mend]),
  );
}

function timeline({ timeline }: Report): string {
  return markdownTable(
    ['time', 'actor', 'what'],
    timeline.map((entry) => [utcTime(entry.at), entry.actor, shownLine(entry)]),
  );
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${markdownLine(line)}`).join('\n');
/** Without content there is no heading. */
const section = (title: string, body: string): string[] => (body === '' ? [] : [`## ${title}\n\n${body}`]);
