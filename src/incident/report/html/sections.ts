import type { Report } from '../../model/report';
import { ROLES } from '../../model/state';
import { FINDING_MARKS } from '../../model/status-marks';
import type { EntryKind } from '../../model/timeline-entry';
import { troubleTitle } from '../../response/trouble-words';
import { formatDuration } from '../../text/durations';
import { healthText } from '../../text/health-text';
import { shownLine } from '../../timeline-words/shown-line';
import { describeConclusion, notLookedAtAgain } from '../possible-causes';
import { ACTION_COLUMNS, proposalRows } from '../report-actions';
import { probeTitle } from '../report-facts';
import { wholeOutput } from '../whole-output';
import { NODE_MARKS } from './font-marks';
import { type Content, html, link, type Markup } from './html';
import { metricPlot } from './metric-plot';
import { timeOf } from './time-of';

type Findings = NonNullable<Report['investigation']>['findings'];
const GRAVEST_FIRST = ['fail', 'warn', 'unknown', 'ok'] as const;
const PART_NAMES = { people: 'People', warRoom: 'War room', investigation: 'Investigation', updates: 'Updates' } as const;
/** Entries that changed the course of the incident stand out in the table. */
const TURNS: ReadonlySet<string> = new Set<EntryKind>([
  'acknowledge',
  'escalate',
  'changeSeverity',
  'resolve',
  'reopen',
  'cancel',
  'blocked',
]);

/** A section of the page; without content there is no heading. */
export function section(title: string, body: Content): Markup | null {
  return body === null ? null : html`<section>\n<h2>${title}</h2>\n${body}\n</section>\n`;
}

export function scoreOf({ score }: Report): Markup {
  if (score === null) return html`<p>Not computed yet.</p>`;
  const rows = score.parts.map(({ name, points, outOf, asked, why }) => [
    PART_NAMES[name],
    asked ? html`<span class="meter" aria-hidden="true"><i style="width:${Math.round((100 * points) / outOf)}%"></i></span>` : null,
    asked ? html`<span class="nowrap">${points} of ${outOf}</span>` : 'not requested',
    why,
  ]);
  return html`<p class="total">${score.total} <small>of 100, counting only what was requested</small></p>${table(['part', '', 'points', 'why'], rows)}`;
}

/** Alert fields that could not be read, and what was used instead. */
export function unreadOf({ incident: { problems } }: Report): Markup | null {
  if (problems.length === 0) return null;
  return table(
    ['field', 'received value', 'used instead'],
    problems.map(({ field, value, taken }) => [html`<code>${field}</code>`, value, taken]),
  );
}

export function stepProblems({ steps }: Report): Markup | null {
  const told = steps.filter(({ error, note, status }) => error !== null || (note !== null && status !== 'done'));
  if (told.length === 0) return null;
  return table(
    ['step', 'outcome', 'remarks', 'what to do'],
    told.map(({ name, status, error, mend, note }) => [
      html`<code>${name}</code>`,
      html`<span class="nowrap">${NODE_MARKS[status]} ${status}</span>`,
      [error, note].filter((text) => text !== null).join('; '),
      mend,
    ]),
  );
}

export function investigationOf({ investigation, incident }: Report): Markup {
  if (investigation === null) return html`<p>There is no investigation result.</p>`;
  const { health, confidence_level, confidence_inputs, hypothesis, findings, system_health, coverage } = investigation;
  const standing = notLookedAtAgain({ investigation });
  const measures: readonly (readonly [string, Content])[] = [
    ['Conclusion', describeConclusion({ investigation })],
    ['Hypothesis', hypothesis ?? 'no cause found'],
    ['Health', healthText(health)],
    ['Observed', `${confidence_level}% (${confidence_inputs})`],
    ['Coverage', `${Math.floor(100 * coverage)}% by weight`],
    ...(standing === null ? [] : [['Not looked at again', standing] as const]),
    ...Object.entries(system_health).map(([name, status]): readonly [string, Content] => [
      name.replaceAll('_', ' '),
      html`<span class="${status}"><span class="word">${FINDING_MARKS[status]} ${status}</span></span>`,
    ]),
  ];
  const sorted = GRAVEST_FIRST.flatMap((status) => findings.filter((finding) => finding.status === status));
  return html`<dl class="facts">${measures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
${sorted.length === 0 ? html`<p>No probe ran.</p>` : sorted.map((one, index) => finding(one, `plot-${index}`, incident))}`;
}

function finding(finding: Findings[number], id: string, { started_at: startedAt, incident_id: incidentId }: Report['incident']): Markup {
  const { probe, title, target, service, status, summary, evidence, link: url, series, durationMs } = finding;
  const about = target ?? service;
  const output = wholeOutput(finding, incidentId);
  return html`<div class="finding ${status}">
<h3><span class="word">${FINDING_MARKS[status]} ${status}</span>: ${title}${about === null ? '' : ` (${about})`}</h3>
<p>${summary} <span class="soft">(probe ${probe}, ${formatDuration(durationMs)})</span></p>
${evidence.length === 0 ? null : html`<pre>${evidence.join('\n')}</pre>`}${url === null ? null : html`<p>${link(url)}</p>`}
${output === null ? null : html`<p class="small-print">${output}</p>`}
${series.map((one, index) => html`<div class="plot">${metricPlot(one, `${id}-${index}`, startedAt)}</div>`)}</div>
`;
}

export function recommendationsOf(report: Report): Markup | null {
  const all = report.investigation?.recommendations ?? [];
  if (all.length === 0) return null;
  return html`<ul>${all.map(({ text, finding }) => html`<li>${text} <span class="soft">(${probeTitle(report, finding)})</span></li>\n`)}</ul>`;
}

export function peopleOf({ responders, roles }: Report): Markup {
  const { resolved, unresolved, resolutionRate } = responders;
  const held = html`<dl class="facts">${ROLES.map((role) => html`<div><dt>${role}</dt><dd>${roles[role] ?? 'no one'}</dd></div>\n`)}</dl>`;
  if (resolutionRate === null) return html`${held}<p class="small-print">No people have been looked up.</p>`;
  const rows = [
    ...resolved.map(({ reference, name, method }) => [reference, name, `found by ${method.replaceAll('_', ' ')}`]),
    ...unresolved.map(({ reference, reason, isPending }) => [reference, isPending ? '… still searching' : '✗ not found', reason]),
  ];
  return html`${held}${rows.length === 0 ? html`<p class="small-print">No people were requested.</p>` : table(['requested', 'person', 'details'], rows)}`;
}

export function actionsOf({ actions }: Report): Markup | null {
  const rows = proposalRows(actions);
  return rows.length === 0 ? null : table(ACTION_COLUMNS, rows);
}

export function degradedOf({ degraded }: Report): Markup | null {
  if (degraded.length === 0) return null;
  return table(
    ['what', 'problem', 'what to do'],
    degraded.map(({ what, error, mend }) => [troubleTitle(what), error, mend]),
  );
}

export function leftOutOf({ investigation }: Report): Markup | null {
  const all = investigation?.left_out ?? [];
  return all.length === 0 ? null : html`<ul>${all.map((line) => html`<li>${line}</li>\n`)}</ul>`;
}

export function timelineOf({ timeline }: Report): Markup {
  return html`<div class="scroll"><table class="moments"><thead><tr><th scope="col">time (UTC)</th><th scope="col">actor</th><th scope="col">what</th></tr></thead>
<tbody>${timeline.map(
    (entry) =>
      html`<tr${TURNS.has(entry.kind) ? html` class="turn"` : null}><td>${timeOf(entry.at)}</td><td>${entry.actor}</td><td>${shownLine(entry)}</td></tr>\n`,
  )}</tbody></table></div>`;
}

function table(head: readonly string[], rows: readonly (readonly Content[])[]): Markup {
  return html`<div class="scroll"><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`;
}
