import type { Report } from '../../model/report';
import { formatDuration } from '../../text/durations';
import { linkKind } from '../../text/links';
import { times } from '../../text/number-words';
import { acknowledgedBy, alertCommands, alsoAffected, alsoOpen, endedBy, levelsReached, missingTime, pageLines } from '../report-facts';
import { type Content, html, link, type Markup } from './html';
import { timeOf } from './time-of';

/** Symbols in addition to colours. */
const SEVERITY_MARKS: Readonly<Record<string, string>> = { critical: '▲▲', high: '▲', medium: '◆', low: '▽' };

const RESOLVE = 'time to resolve';

/** What a reader wants to know first. */
export function headerSection(report: Report): Markup {
  const { incident, overall_status, score } = report;
  const severity = incident.incident_severity;
  return html`<header class="card">
<div class="id">${incident.incident_id}</div>
<h1>${incident.incident_title === '' ? 'Untitled incident' : incident.incident_title}</h1>
<ul class="badges">
<li class="badge ${severity}">${SEVERITY_MARKS[severity] ?? ''} ${severity}</li>
<li class="badge ${incident.status}">${statusOf(report)}</li>
<li class="badge ${overall_status ?? ''}">response: ${overall_status ?? 'not complete'}${score === null ? '' : `, score ${score.total}/100`}</li>
${incident.channel_privacy === 'private' ? html`<li class="badge">private</li>` : null}
</ul>
${measures(report)}
${incident.description === '' ? null : html`<p class="quote">${incident.description}</p>`}
<dl class="facts">
${facts(report).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
${linksOf(report)}
</header>`;
}

function statusOf({ incident: { status }, reopenings }: Report): string {
  if (reopenings === 0) return status;
  return status === 'reopened' ? `reopened ${times(reopenings)}` : `${status}, reopened ${times(reopenings)}`;
}

function measures(report: Report): Markup {
  const { incident, metrics } = report;
  const shown = [
    ['time to war room', metrics.timeToWarRoomMs],
    ['time to complete response', metrics.timeToResponseMs],
    ['time to acknowledge', metrics.timeToAcknowledgeMs],
    [incident.status === 'resolved' || metrics.timeToResolveMs === null ? RESOLVE : 'time to previous resolution', metrics.timeToResolveMs],
  ] as const;
  return html`<dl class="times">
${shown.map(([name, ms]) => html`<div><dt>${name}</dt><dd${ms === null ? html` class="none"` : null}>${ms === null ? missingTime(report, name === RESOLVE ? 'resolution' : 'other') : formatDuration(ms)}</dd></div>\n`)}</dl>`;
}

function facts(report: Report): readonly (readonly [string, Content])[] {
  const { incident, channel } = report;
  const labels = Object.entries(incident.labels);
  return [
    ['Acknowledged by', acknowledgedBy(report)],
    ...endedBy(report),
    ['Declared (UTC)', timeOf(incident.created_at)],
    ['Problem started (UTC)', timeOf(incident.started_at)],
    ['Declared by', incident.declared_by],
    ['Alert', incident.source_alert === '' ? 'none' : `${incident.source_alert} (${incident.source})`],
    ...alsoAffected(report),
    ...alsoOpen(report),
    ...alertCommands(report).map((command) => ['Alerts', command] as const),
    ['War room', channel === null ? 'none' : `${channel.privacy} #${channel.name}${channel.created ? '' : ' (reused)'}`],
    ['Escalation', escalationOf(report)],
    ...pageLines(report).map((line) => ['Pages', line] as const),
    ...(labels.length === 0 ? [] : [['Labels', labels.map(([name, value]) => html`<code>${name}=${value}</code> `)] as const]),
  ];
}

function linksOf({ incident, channel }: Report): Markup | null {
  if (channel === null && incident.links.length === 0) return null;
  const room = channel === null ? null : html`<li>War room: ${link(channel.url)}</li>\n`;
  return html`<ul class="links">${room}${incident.links.map((url) => html`<li>${linkKind(url) ?? 'Link'}: ${link(url)}</li>\n`)}</ul>`;
}

function escalationOf(report: Report): Content {
  const { due_at } = report.escalation;
  return due_at === null ? levelsReached(report) : [`${levelsReached(report)}; next level due at `, timeOf(due_at)];
}
