import type { StepName } from '../../incident/model/plan';
import type { HeadlineMessage, NextUp } from '../../incident/model/room-message';
import type { Severity } from '../../incident/model/severity';
import { type IncidentStatus, ROLES } from '../../incident/model/state';
import { retryLead, waysOn } from '../../incident/response/ways-on';
import { linkLabel } from '../../incident/text/links';
import { SHOWN_LINKS } from '../../incident/war-room/headline';
import { describeNext, describeRecovered, describeResult } from '../../incident/war-room/headline-words';
import { drawnFor, headlineActions } from './actions';
import { imageAmong } from './alert-links';
import { type Block, context, fields, header, image, type Rendered, section } from './blocks';
import { date, escapeText, link, mention, moment } from './text';

export const SEVERITY_EMOJI: Readonly<Record<Severity, string>> = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵' };
const SEVERITY_COLOUR: Readonly<Record<Severity, string>> = { critical: '#d00000', high: '#f57c00', medium: '#fbc02d', low: '#1976d2' };
const RESOLVED_COLOUR = '#2e7d32';
const CANCELLED_COLOUR = '#757575';
const HEADERS: Readonly<Record<IncidentStatus, string>> = {
  triggered: '🚨 INCIDENT RESPONSE ACTIVATED',
  acknowledged: '👀 INCIDENT ACKNOWLEDGED',
  resolved: '✅ INCIDENT RESOLVED',
  reopened: '🚨 INCIDENT REOPENED',
  cancelled: '🚫 INCIDENT CANCELLED',
};

/** The pinned headline. The colour bar shows the severity, and the text repeats it for people who cannot see colours. */
export function renderHeadline(message: HeadlineMessage): Rendered {
  const { incident, status, next } = message;
  const severity = incident.severity;
  const details: Block[] = [
    section(`*${escapeText(incident.title, 200)}*`),
    fields([
      `*Incident ID:*\n${escapeText(incident.id)}`,
      `*Severity:*\n${SEVERITY_EMOJI[severity]} ${severity}${incident.severityDefaulted ? ' (default)' : ''}`,
      `*Assigned Team:*\n${team(message)}`,
      `*Created:*\n${date(incident.createdAt)}`,
      `*Status:*\n${statusText(message)}`,
      ...roleFields(message),
    ]),
  ];
  const sentence = firstSentence(incident.description);
  if (sentence !== '') details.push(section(escapeText(sentence, 600)));
  const investigation = investigationText(message);
  if (investigation !== null) details.push(section(`*Investigation:* ${investigation}`));
  for (const { step, problem } of message.blocked) {
    details.push(section(`⛔ *${step}* is blocked: ${escapeText(problem.message)}\n${remedyAndRetry(incident.id, step, problem.mend)}`));
  }
  if (next !== null) details.push(section(nextText(next, message)));
  if (message.haveRecovered === true) details.push(section(escapeText(describeRecovered(incident.id))));
  const links = linkList(message);
  if (links !== '') details.push(context(links));
  if (message.buttons !== undefined) details.push(...headlineActions(message.buttons, drawnFor(message)));
  const picture = imageAmong(incident.links);
  if (picture !== null) details.push(image(picture, `Image of the alert ${incident.title}`));
  const colour = status === 'resolved' ? RESOLVED_COLOUR : status === 'cancelled' ? CANCELLED_COLOUR : SEVERITY_COLOUR[severity];
  const text = `${severity.toUpperCase()} incident ${incident.id}: ${escapeText(incident.title, 200)} (${status})`;
  return { text, blocks: [header(HEADERS[status])], attachments: [{ color: colour, fallback: text, blocks: details }] };
}

function investigationText({ result, investigating }: HeadlineMessage): string | null {
  const before = result === null ? null : escapeText(describeResult(result));
  if (investigating !== true) return before;
  return before === null ? 'running again' : `running again. Before: ${before}`;
}

function nextText(next: NextUp, { incident, team }: HeadlineMessage): string {
  const { text, at } = describeNext(next, { incidentId: incident.id, team });
  return `*Next:* ${escapeText(text)}${at === null ? '' : ` at ${moment(at)}`}`;
}

function remedyAndRetry(incidentId: string, step: StepName, remedy: string): string {
  const { retry } = waysOn(incidentId, step);
  return [...(remedy === '' ? [] : [escapeText(remedy)]), `${retryLead(remedy)}: \`${retry}\``].join('\n');
}

function team({ team, assigned, declined = [] }: HeadlineMessage): string {
  if (team === null) return 'searching for people…';
  if (team.length === 0) return 'no one yet';
  const mentions = team
    .slice(0, 30)
    .map(({ userId }) => `${mention(userId)}${declined.includes(userId) ? " (can't take it)" : ''}`)
    .join(' ');
  return assigned ? mentions : `no one assigned; invited: ${mentions}`;
}

function roleFields({ roles }: HeadlineMessage): string[] {
  return ROLES.flatMap((role) => {
    const holder = roles[role];
    if (holder === null) return [];
    const who = holder.userId === null ? escapeText(holder.name, 100) : mention(holder.userId);
    return [`*${role[0]?.toUpperCase()}${role.slice(1)}:*\n${who}`];
  });
}

function statusText({ status, acknowledgedBy, acknowledgedById }: HeadlineMessage): string {
  if (status !== 'acknowledged' || acknowledgedBy === null) return status;
  return `acknowledged by ${acknowledgedById === undefined ? escapeText(acknowledgedBy, 100) : mention(acknowledgedById)}`;
}

function linkList({ incident, temporalUrl }: HeadlineMessage): string {
  const links = incident.links.slice(0, SHOWN_LINKS).map((url) => link(url, linkLabel(url)));
  return [...links, temporalUrl === null ? null : link(temporalUrl, 'Temporal UI')].filter((text) => text !== null).join('  ·  ');
}

function firstSentence(text: string): string {
  const line = text.split('\n').find((part) => part.trim() !== '') ?? '';
  return /^.{1,400}?[.!?](?=\s|$)/.exec(line)?.[0] ?? line.slice(0, 400);
}
