import type { BlockedMessage, FindingMessage, ProgressMessage, SummaryMessage, VerdictMessage } from '../../incident/model/room-message';
import { FINDING_MARKS } from '../../incident/model/status-marks';
import { PART_WORDS } from '../../incident/response/score';
import { summaryLines } from '../../incident/response/summary-lines';
import { retryLead, waysOn } from '../../incident/response/ways-on';
import { assertNever } from '../../incident/text/assert-never';
import { healthText } from '../../incident/text/health-text';
import type { ChatMessage } from '../../incident/war-room/chat-message';
import { context, inSections, type Rendered, section } from './blocks';
import { renderCall, renderRecovered, renderReminder } from './calls';
import { renderDirectCall } from './direct-call';
import { renderHeadline } from './headline';
import { renderNews, renderOutcome } from './news';
import { codeBlock, escapeText } from './text';

/** Targets named in the title of the progress message. */
const MAX_TARGETS = 3;

/** Renders a message for Slack. Untrusted text is escaped; our own mentions, links and marks are the only markup. */
export function renderRoomMessage(message: ChatMessage, incidentId = 'ID'): Rendered {
  switch (message.kind) {
    case 'headline':
      return renderHeadline(message);
    case 'callForPeople':
      return renderCall(message);
    case 'progress':
      return renderProgress(message);
    case 'finding':
      return renderFinding(message);
    case 'verdict':
      return renderVerdict(message);
    case 'summary':
      return renderSummary(message);
    case 'blocked':
      return renderBlocked(message);
    case 'news':
      return renderNews(message, incidentId);
    case 'reminder':
      return renderReminder(message);
    case 'recovered':
      return renderRecovered(message);
    case 'outcome':
      return renderOutcome(message);
    case 'directCall':
      return renderDirectCall(message);
    default:
      return assertNever(message);
  }
}

function renderProgress({ probes, findings }: ProgressMessage): Rendered {
  const targets = [...new Set(probes.flatMap(({ target }) => (target === null ? [] : [target])))];
  const title = `Investigating ${targets.length === 0 ? 'without a target' : shownTargets(targets)}: ${probes.length} ${probes.length === 1 ? 'probe' : 'probes'}`;
  const lines = probes.map(({ key, title: name, target }) => {
    const finding = findings.find((other) => other.key === key);
    const mark = finding === undefined ? '⏳' : FINDING_MARKS[finding.status];
    const about = target === null || targets.length < 2 ? '' : ` (${escapeText(target, 80)})`;
    return `${mark} ${escapeText(name, 80)}${about}${finding === undefined ? '' : `: ${escapeText(finding.summary, 160)}`}`;
  });
  return { text: title, blocks: [section(`*${title}*`), ...inSections(lines)] };
}

function shownTargets(targets: readonly string[]): string {
  const more = targets.length - MAX_TARGETS;
  return `${escapeText(targets.slice(0, MAX_TARGETS).join(', '), 200)}${more > 0 ? ` and ${more} more` : ''}`;
}

function renderFinding({ finding }: FindingMessage): Rendered {
  const { status, title, target, summary, evidence, recommendations } = finding;
  const head = `${FINDING_MARKS[status]} *${status.toUpperCase()}* ${escapeText(title, 100)}${target === null ? '' : ` (${escapeText(target, 200)})`}: ${escapeText(summary, 300)}`;
  const blocks = [section(head)];
  if (evidence.length > 0) blocks.push(section(codeBlock(evidence)));
  if (recommendations.length > 0)
    blocks.push(section(`*Recommended:*\n${recommendations.map((text) => `• ${escapeText(text, 300)}`).join('\n')}`));
  return { text: `${status}: ${escapeText(title, 100)}: ${escapeText(summary, 200)}`, blocks };
}

function renderVerdict({ investigation }: VerdictMessage): Rendered {
  const { counts, health, confidence, confidenceInputs, hypothesis, recommendations, findings, leftOut } = investigation;
  const lines = [
    `*Investigation:* ${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`,
    `*Health:* ${healthText(health)}   *Confidence:* ${confidence}% (${escapeText(confidenceInputs, 200)})`,
    `*Hypothesis:* ${hypothesis === null ? 'no cause found' : escapeText(hypothesis, 500)}`,
  ];
  if (recommendations.length > 0) {
    const titleOf = (key: string): string => findings.find((finding) => finding.key === key)?.title ?? key;
    lines.push(
      '*Recommended:*',
      ...recommendations.slice(0, 10).map(({ text, finding }) => `• ${escapeText(text, 300)} _(${escapeText(titleOf(finding), 80)})_`),
    );
  }
  const blocks = [section(lines.join('\n'))];
  if (leftOut.length > 0) blocks.push(context(`Skipped: ${escapeText(leftOut.join('; '), 1_500)}`));
  return { text: `Investigation: ${counts.fail} of ${findings.length} probes failed`, blocks };
}

function renderSummary(message: SummaryMessage): Rendered {
  const { incidentId, overallStatus, score } = message;
  const lines = 'lines' in message ? message.lines : summaryLines(message.facts);
  const parts = score.parts.map(
    ({ name, points, outOf, asked, why }) =>
      `• ${PART_WORDS[name]}: ${asked ? `${points} of ${outOf} (${escapeText(why, 200)})` : escapeText(why, 200)}`,
  );
  const title = `Response to ${escapeText(incidentId)}: ${overallStatus}, score ${score.total}/100`;
  return {
    text: title,
    blocks: [section(`*${title}*`), section(parts.join('\n')), ...inSections(lines.map((line) => escapeText(line, 400)))],
  };
}

function renderBlocked({ incidentId, step, problem }: BlockedMessage): Rendered {
  const { retry, skip } = waysOn(incidentId, step);
  const lines = [
    `⛔ *${step} is blocked:* ${escapeText(problem.message, 500)}`,
    escapeText(problem.mend, 500),
    `${retryLead(problem.mend)}: \`${retry}\``,
    `Or skip it: \`${skip}\``,
  ];
  return { text: `${step} is blocked`, blocks: [section(lines.filter((line) => line !== '').join('\n'))] };
}
