import { assertNever } from '../../incident/assert-never';
import type { FindingStatus } from '../../incident/finding';
import type {
  BlockedMessage,
  CallForPeopleMessage,
  FindingMessage,
  NewsMessage,
  ProgressMessage,
  RoomMessage,
  SummaryMessage,
  VerdictMessage,
} from '../../incident/room-message';
import { context, type Rendered, section } from './blocks';
import { renderHeadline, SEVERITY_EMOJI } from './headline';
import { codeBlock, escapeText, mention } from './text';

const MARK: Readonly<Record<FindingStatus, string>> = { ok: '✓', warn: '!', fail: '✗', unknown: '?' };

/** A message in Slack's words. Text of others is escaped; our own mentions, links and marks are the only markup. */
export function renderRoomMessage(message: RoomMessage): Rendered {
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
      return renderNews(message);
    default:
      return assertNever(message);
  }
}

function renderCall({ incident, called, unresolved, assigned }: CallForPeopleMessage): Rendered {
  const who = called
    .slice(0, 50)
    .map(({ userId }) => mention(userId))
    .join(' ');
  const lines: string[] = [];
  if (who !== '') {
    const what = assigned ? 'you are called to' : 'you are invited to';
    lines.push(`${who} ${what} ${SEVERITY_EMOJI[incident.severity]} ${incident.severity}: *${escapeText(incident.title, 200)}*`);
    lines.push(`Take it with \`incident ack ${incident.id}\`; what is known is in the thread of the headline.`);
  }
  if (unresolved.length > 0) {
    lines.push('*Not found:*');
    lines.push(...unresolved.slice(0, 20).map(({ reference, reason }) => `• ${escapeText(reference, 100)}: ${escapeText(reason, 200)}`));
    lines.push('Invite them here by hand, or start again with their Slack email or name.');
  }
  return { text: lines[0] ?? 'Nobody was called', blocks: [section(lines.join('\n'))] };
}

function renderProgress({ probes, findings }: ProgressMessage): Rendered {
  const targets = [...new Set(probes.flatMap(({ target }) => (target === null ? [] : [target])))];
  const title = `Investigating ${targets.length === 0 ? 'what the alert says' : escapeText(targets.slice(0, 3).join(', '), 200)}: ${probes.length} probes`;
  const lines = probes.map(({ key, title: name, target }) => {
    const finding = findings.find((other) => other.key === key);
    const mark = finding === undefined ? '⏳' : MARK[finding.status];
    const about = target === null || targets.length < 2 ? '' : ` (${escapeText(target, 80)})`;
    return `${mark} ${escapeText(name, 80)}${about}${finding === undefined ? '' : `: ${escapeText(finding.summary, 160)}`}`;
  });
  return { text: title, blocks: [section(`*${title}*`), ...inSections(lines)] };
}

function renderFinding({ finding }: FindingMessage): Rendered {
  const { status, title, target, summary, evidence, recommendations } = finding;
  const head = `${MARK[status]} *${status.toUpperCase()}* ${escapeText(title, 100)}${target === null ? '' : ` (${escapeText(target, 200)})`}: ${escapeText(summary, 300)}`;
  const blocks = [section(head)];
  if (evidence.length > 0) blocks.push(section(codeBlock(evidence)));
  if (recommendations.length > 0)
    blocks.push(section(`*Check:*\n${recommendations.map((text) => `• ${escapeText(text, 300)}`).join('\n')}`));
  return { text: `${status}: ${escapeText(title, 100)}: ${escapeText(summary, 200)}`, blocks };
}

function renderVerdict({ investigation }: VerdictMessage): Rendered {
  const { counts, health, confidence, confidenceInputs, hypothesis, recommendations, findings, leftOut } = investigation;
  const lines = [
    `*Investigation:* ${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`,
    `*Health:* ${health === null ? 'unknown' : `${health}/100`}   *Confidence:* ${confidence} % (${escapeText(confidenceInputs, 200)})`,
    `*First hypothesis:* ${hypothesis === null ? 'no cause found' : escapeText(hypothesis, 500)}`,
  ];
  if (recommendations.length > 0) {
    const titleOf = (key: string): string => findings.find((finding) => finding.key === key)?.title ?? key;
    lines.push(
      '*Recommended:*',
      ...recommendations.slice(0, 10).map(({ text, finding }) => `• ${escapeText(text, 300)} _(${escapeText(titleOf(finding), 80)})_`),
    );
  }
  const blocks = [section(lines.join('\n'))];
  if (leftOut.length > 0) blocks.push(context(`Left out: ${escapeText(leftOut.join('; '), 1_500)}`));
  return { text: `Investigation: ${counts.fail} of ${findings.length} probes fail`, blocks };
}

function renderSummary({ incidentId, overallStatus, score, lines }: SummaryMessage): Rendered {
  const parts = score.parts.map(
    ({ name, points, outOf, asked, why }) => `• ${name}: ${asked ? `${points} of ${outOf}` : 'not asked for'} (${escapeText(why, 200)})`,
  );
  const title = `Response to ${escapeText(incidentId)}: ${overallStatus}, score ${score.total}/100`;
  return {
    text: title,
    blocks: [section(`*${title}*`), section(parts.join('\n')), ...inSections(lines.map((line) => escapeText(line, 400)))],
  };
}

function renderBlocked({ incidentId, step, problem }: BlockedMessage): Rendered {
  const lines = [
    `⛔ *${step} is blocked:* ${escapeText(problem.message, 500)}`,
    escapeText(problem.mend, 500),
    `Then: \`incident retry-step ${incidentId} ${step}\``,
  ];
  return { text: `${step} is blocked`, blocks: [section(lines.filter((line) => line !== '').join('\n'))] };
}

function renderNews({ entry }: NewsMessage): Rendered {
  const text = `*${escapeText(entry.actor, 200)}* ${entry.kind === 'addNote' ? 'noted: ' : ''}${escapeText(entry.text, 2_500)}`;
  return { text: text.slice(0, 300), blocks: [section(text)] };
}

/** Many lines in as few sections as hold them. */
function inSections(lines: readonly string[]) {
  const chunks: string[] = [];
  for (const line of lines) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + line.length < 2_800) chunks[chunks.length - 1] = `${last}\n${line}`;
    else chunks.push(line);
  }
  return chunks.slice(0, 10).map(section);
}
