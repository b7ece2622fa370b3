import type { BlockedMessage, SummaryMessage } from '../../incident/model/room-message';
import { summaryHead, summaryLines } from '../../incident/response/summary-lines';
import { retryLead, waysOn } from '../../incident/response/ways-on';
import { assertNever } from '../../incident/text/assert-never';
import type { ChatMessage } from '../../incident/war-room/chat-message';
import { context, inSections, type Rendered, section } from './blocks';
import { renderCall, renderRecovered, renderReminder } from './calls';
import { renderCard } from './card';
import { renderDirectCall } from './direct-call';
import { renderHeadline } from './headline';
import { renderFinding, renderProgress, renderVerdict } from './investigation';
import { renderNews, renderOutcome } from './news';
import { renderProposal } from './proposal';
import { escapeText } from './text';
import { DEFAULT_SLASH, type Slash, toSeeEverything } from './ways';

/** Renders a message for Slack. Untrusted text is escaped; our own mentions, links and marks are the only markup. */
export function renderRoomMessage(message: ChatMessage, incidentId = 'ID', slash: Slash = DEFAULT_SLASH): Rendered {
  switch (message.kind) {
    case 'headline':
      return renderHeadline(message, slash);
    case 'callForPeople':
      return renderCall(message, slash);
    case 'progress':
      return renderProgress(message);
    case 'finding':
      return renderFinding(message);
    case 'verdict':
      return renderVerdict(message, incidentId);
    case 'summary':
      return renderSummary(message);
    case 'blocked':
      return renderBlocked(message);
    case 'news':
      return renderNews(message, slash);
    case 'reminder':
      return renderReminder(message, slash);
    case 'recovered':
      return renderRecovered(message, slash);
    case 'outcome':
      return renderOutcome(message);
    case 'proposal':
      return renderProposal(message);
    case 'card':
      return renderCard(message);
    case 'directCall':
      return renderDirectCall(message);
    default:
      return assertNever(message);
  }
}

/** One line if all went well, and otherwise what went wrong. */
function renderSummary(message: SummaryMessage): Rendered {
  const { incidentId, overallStatus, score } = message;
  const lines = 'lines' in message ? message.lines : summaryLines(message.facts);
  // Otherwise the verdict says where the details are.
  const isAlone = 'facts' in message && message.facts.investigation === null;
  const head = summaryHead(overallStatus, score, 'lines' in message ? null : message.facts);
  return {
    text: `Response to ${escapeText(incidentId)}: ${overallStatus}, score ${score.total}/100`,
    blocks: [
      ...inSections([`*${escapeText(head)}*`, ...lines.map((line) => `• ${escapeText(line, 400)}`)]),
      ...(isAlone ? [context(toSeeEverything(incidentId))] : []),
    ],
  };
}

function renderBlocked({ incidentId, step, problem }: BlockedMessage): Rendered {
  const { retry, skip } = waysOn(incidentId, step);
  const lines = [
    `⛔ *${step} is blocked:* ${escapeText(problem.message, 500)}`,
    escapeText(problem.mend, 500),
    `${retryLead(problem.mend)}, on the command line: \`${retry}\``,
    `Or skip it: \`${skip}\``,
  ];
  return { text: `${step} is blocked`, blocks: [section(lines.filter((line) => line !== '').join('\n'))] };
}
