import type { Finding, SelectedProbe } from '../../incident/model/finding';
import type { Support } from '../../incident/model/investigation/hypothesis';
import type { FindingMessage, ProgressMessage, VerdictMessage } from '../../incident/model/room-message';
import { FINDING_MARKS } from '../../incident/model/status-marks';
import {
  describeAddressChange,
  describeCauseChange,
  describeConfidenceChange,
  describeFindingChange,
  describeStanding,
  standingOf,
} from '../../incident/response/round-words';
import { healthText } from '../../incident/text/health-text';
import { linkLabel } from '../../incident/text/links';
import {
  confidenceLabel,
  describeProbes,
  describeSureness,
  describeUnknown,
  describeWorst,
  nameOf,
} from '../../incident/war-room/finding-words';
import { groupUnknown, reasonOf, type Verdict, verdictOf } from '../../incident/war-room/verdict';
import { context, inSections, type Rendered, section } from './blocks';
import { codeBlock, escapeText, link } from './text';
import { toSeeEverything } from './ways';

/** Targets named in the title of the progress message. */
const MAX_TARGETS = 3;
const MAX_ACTIONS = 3;
const MAX_LISTED = 3;

/** Every probe while some still run; afterwards only which of them said what, because the verdict and the replies say the rest. */
export function renderProgress({ probes, findings }: ProgressMessage): Rendered {
  const targets = [...new Set(probes.flatMap((probe) => aboutOf(probe) ?? []))];
  const isOver = probes.every(({ key }) => findings.some((finding) => finding.key === key));
  const about = targets.length === 0 ? 'without a target' : shownTargets(targets);
  const title = `${isOver ? 'Investigated' : 'Investigating'} ${about}: ${counted(probes.length, 'probe')}`;
  const lines = isOver ? statusLines(findings) : runningLines(probes, findings, targets.length > 1);
  return { text: title, blocks: [section(`*${title}*`), ...inSections(lines)] };
}

/** Probes that could not tell for the same reason share a line. */
function runningLines(probes: readonly SelectedProbe[], findings: readonly Finding[], isOneOfMany: boolean): string[] {
  const unknown = groupUnknown(findings);
  const isUnknown = ({ key }: SelectedProbe): boolean => findings.some((finding) => finding.key === key && finding.status === 'unknown');
  return [
    ...nearestFirst(probes.filter((probe) => !isUnknown(probe))).map((probe) => progressLine(probe, findings, isOneOfMany)),
    ...unknown.map((group) => `${FINDING_MARKS.unknown} ${escapeText(describeUnknown(group, probes.length), 300)}`),
  ];
}

/** Its target, or the service that it asks a data source about. */
const aboutOf = ({ target, service }: SelectedProbe): string | undefined => target ?? service;

function progressLine(probe: SelectedProbe, findings: readonly Finding[], isOneOfMany: boolean): string {
  const { key, title } = probe;
  const finding = findings.find((other) => other.key === key);
  const of = aboutOf(probe);
  const about = isOneOfMany && of !== undefined ? ` (${escapeText(of, 80)})` : '';
  if (finding === undefined) return `⏳ ${escapeText(title, 80)}${about}`;
  return `${FINDING_MARKS[finding.status]} ${escapeText(title, 80)}${about}: ${escapeText(finding.summary, 160)}`;
}

function statusLines(findings: readonly Finding[]): string[] {
  return (['fail', 'warn', 'ok', 'unknown'] as const).flatMap((status) => {
    const those = nearestFirst(findings.filter((finding) => finding.status === status));
    return those.length === 0
      ? []
      : [`${FINDING_MARKS[status]} ${those.length} ${status}: ${escapeText(describeProbes(those, findings), 600)}`];
  });
}

/** What looks at a target comes before what does not. */
function nearestFirst<Probe extends Pick<SelectedProbe, 'target'>>(probes: readonly Probe[]): readonly Probe[] {
  return [...probes.filter(({ target }) => target !== null), ...probes.filter(({ target }) => target === null)];
}

function shownTargets(targets: readonly string[]): string {
  const more = targets.length - MAX_TARGETS;
  return `${escapeText(targets.slice(0, MAX_TARGETS).join(', '), 200)}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What was found, what to do about it, where to look further, and the evidence. */
export function renderFinding({ finding }: FindingMessage): Rendered {
  const { status, title, evidence, recommendations, link: url } = finding;
  const summary = reasonOf(finding);
  const head = `${FINDING_MARKS[status]} *${status.toUpperCase()}* ${escapeText(nameOf(finding), 300)}: ${escapeText(summary, 300)}`;
  const actions = recommendations.map((text) => `→ ${escapeText(text, 300)}`);
  const further = url === undefined ? null : link(url, linkLabel(url));
  const blocks = [...inSections([head, ...actions, ...(further === null ? [] : [further])])];
  if (evidence.length > 0) blocks.push(section(codeBlock(evidence)));
  return { text: `${status}: ${escapeText(title, 100)}: ${escapeText(summary, 200)}`, blocks };
}

/** What is broken, what to do first, how surely that is known, what is not known. The report has everything. */
export function renderVerdict({ investigation }: VerdictMessage, incidentId: string): Rendered {
  const { confidence, findings } = investigation;
  const verdict = verdictOf(investigation);
  const lines = [
    brokenLine(verdict, investigation.conclusion),
    ...changeLines(investigation),
    ...evidenceLines(verdict, findings),
    ...listLine('Also open', investigation.alsoOpen ?? [], ({ incidentId, service }) => `${incidentId} (${service})`),
    ...actionLines(verdict),
    ...listLine(
      'Also possible',
      verdict.alternatives,
      ({ statement, confidence }) => `${withoutStop(statement)} (confidence ${confidence}%)`,
    ),
    ...listLine('Also found', verdict.besides, (finding) => `${nameOf(finding)}: ${finding.summary}`),
    ...(findings.length === 0 ? [] : [`*${confidenceLabel(verdict.gist)}:* ${describeSureness(verdict, confidence)}`]),
    ...standingLine(investigation),
    ...(verdict.fine.length === 0 ? [] : [`*Fine:* ${escapeText(describeProbes(verdict.fine, findings), 400)}`]),
    ...listLine('Unknown', verdict.unknown, (group) => withAction(describeUnknown(group, findings.length), group.remedy)),
    ...listLine('The prober itself', verdict.prober, ({ summary, recommendations }) => withAction(summary, recommendations[0] ?? null)),
  ];
  return {
    text: `Investigation: ${escapeText(headOf(verdict), 300)}`,
    blocks: [...inSections(lines), context(detailsLine(investigation, incidentId))],
  };
}

const headOf = ({ gist, hypothesis }: Verdict): string => hypothesis ?? `no cause found; ${describeWorst(gist)}`;

function brokenLine({ gist, hypothesis, cause }: Verdict, conclusion: VerdictMessage['investigation']['conclusion']): string {
  if (cause !== null)
    return `${FINDING_MARKS.fail} *Most likely cause (confidence ${cause.confidence}%):* ${escapeText(hypothesis ?? cause.statement, 800)}`;
  return hypothesis === null
    ? `*${conclusion === 'looks_healthy' ? 'This looks healthy' : 'No cause found'}:* ${escapeText(describeWorst(gist), 500)}`
    : `${FINDING_MARKS.fail} *What is broken:* ${escapeText(hypothesis, 800)}`;
}

function changeLines({ changes, causeChange, confidenceChange, addressChanges = [] }: VerdictMessage['investigation']): string[] {
  if (changes === undefined) return [];
  const found = [
    ...(causeChange === undefined ? [] : [describeCauseChange(causeChange)]),
    ...(confidenceChange === undefined ? [] : [describeConfidenceChange(confidenceChange)]),
    ...addressChanges.map(describeAddressChange),
  ];
  if (changes.length + found.length === 0) return ['*Since the last look:* nothing has changed'];
  return [
    ...listLine('Since the last look', found, (text) => text),
    ...listLine(found.length === 0 ? 'Since the last look' : 'Results that changed', changes, describeFindingChange),
  ];
}

function standingLine(investigation: VerdictMessage['investigation']): string[] {
  const standing = standingOf(investigation);
  return standing === null ? [] : [`*Not looked at again:* ${describeStanding(standing)}`];
}

/** What speaks for the cause and against it, and what would settle it. */
function evidenceLines({ cause }: Verdict, findings: readonly Finding[]): string[] {
  if (cause === null) return [];
  const said = ({ finding: key, text }: Support): string => `${findings.find((finding) => finding.key === key)?.title ?? key}: ${text}`;
  return [
    ...listLine('For it', cause.for.slice(1), said),
    ...listLine('Against it', cause.against, said),
    `*To make sure:* ${escapeText(cause.confirm, 300)}`,
  ];
}

/** Each says which finding it follows from. */
function actionLines({ actions }: Verdict): string[] {
  return actions
    .slice(0, MAX_ACTIONS)
    .map(({ text, finding }, index) => `*${index === 0 ? 'Do first' : 'Then'}:* ${escapeText(text, 300)} _(${escapeText(finding, 80)})_`);
}

function listLine<Item>(label: string, items: readonly Item[], describe: (item: Item) => string): string[] {
  if (items.length === 0) return [];
  const more = items.length - MAX_LISTED;
  const shown = items.slice(0, MAX_LISTED).map((item) => escapeText(describe(item), 400));
  return [`*${label}:* ${shown.join('; ')}${more > 0 ? `; ${more} more` : ''}`];
}

const withAction = (text: string, action: string | null): string => (action === null ? text : `${withoutStop(text)} → ${action}`);
const withoutStop = (sentence: string): string => sentence.replace(/[.!]$/, '');

function detailsLine({ counts, health, leftOut }: VerdictMessage['investigation'], incidentId: string): string {
  const skipped = leftOut.length === 0 ? '' : `, ${leftOut.length} skipped`;
  const figures = `${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown${skipped}; health ${healthText(health)}`;
  return `${figures}. ${toSeeEverything(incidentId)}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
