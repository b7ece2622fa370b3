import type { StepName } from '../../incident/model/plan';
import type { HeadlineMessage, NextUp } from '../../incident/model/room-message';
import type { Severity } from '../../incident/model/severity';
import { type IncidentStatus, ROLES } from '../../incident/model/state';
import { FINDING_MARKS } from '../../incident/model/status-marks';
import { retryLead, waysOn } from '../../incident/response/ways-on';
import { linkLabel } from '../../incident/text/links';
import { namesWithin } from '../../incident/text/number-words';
import { confidenceLabel, describeConfidence } from '../../incident/war-room/finding-words';
import { SHOWN_LINKS } from '../../incident/war-room/headline';
import { ALL_RECOVERED, describeBroken, describeNext, firstSentence } from '../../incident/war-room/headline-words';
import { drawnFor, headlineActions } from './actions';
import { imageAmong } from './alert-links';
import { type Block, context, fields, header, image, type Rendered, section } from './blocks';
import { date, escapeText, link, mention, moment } from './text';
import { DEFAULT_SLASH, type Slash, toResolve, waysOnNext } from './ways';

const MAX_AFFECTED_CHARS = 300;
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
export function renderHeadline(message: HeadlineMessage, slash: Slash = DEFAULT_SLASH): Rendered {
  const { incident, status, next } = message;
  const severity = incident.severity;
  const details: Block[] = [
    section([`*${escapeText(incident.title, 200)}*`, ...situation(message)].join('\n')),
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
  if (sentence !== '') details.push(section(`*Alert:* ${escapeText(sentence, 600)}`));
  for (const { step, problem } of message.blocked) {
    details.push(section(`⛔ *${step}* is blocked: ${escapeText(problem.message)}\n${remedyAndRetry(incident.id, step, problem.mend)}`));
  }
  if (next !== null) details.push(section(nextText(next, message, slash)));
  if (message.haveRecovered === true) details.push(section([ALL_RECOVERED, ...byHand(message, [toResolve(slash)])].join('\n')));
  const links = linkList(message);
  if (links !== '') details.push(context(links));
  if (message.buttons !== undefined) details.push(...headlineActions(message.buttons, drawnFor(message)));
  const picture = imageAmong(incident.links);
  if (picture !== null) details.push(image(picture, `Image of the alert ${incident.title}`));
  const colour = status === 'resolved' ? RESOLVED_COLOUR : status === 'cancelled' ? CANCELLED_COLOUR : SEVERITY_COLOUR[severity];
  const text = `${severity.toUpperCase()} incident ${incident.id}: ${escapeText(incident.title, 200)} (${status})`;
  return { text, blocks: [header(HEADERS[status])], attachments: [{ color: colour, fallback: text, blocks: details }] };
}

/** What is broken, how sure that is, and what to do first. Who has it is said by the status, and by what is next. */
function situation({ status, result, investigating, alsoAffected, furtherAffected }: HeadlineMessage): string[] {
  if (status === 'cancelled') return ['There is nothing left to do.'];
  const broken = escapeText(describeBroken(result, investigating === true), 600);
  if (status === 'resolved') return result === null ? [] : [`The last investigation said: ${broken}.`];
  const { gist, firstAction } = result ?? {};
  const worst = investigating ? null : (gist?.worst ?? null);
  const mark = worst === null ? '' : `${FINDING_MARKS[worst.status]} `;
  return [
    `${mark}${capitalised(broken)}.`,
    ...(result === null || gist === undefined || gist.conclusive === 0
      ? []
      : [`*${confidenceLabel(gist)}:* ${describeConfidence(gist, result.confidence)}`]),
    ...(alsoAffected === undefined
      ? []
      : [`*Also affected:* ${escapeText(namesWithin(alsoAffected, MAX_AFFECTED_CHARS, furtherAffected))}`]),
    ...(firstAction === undefined ? [] : [`*Do first:* ${escapeText(firstAction, 300)}`]),
  ];
}

const capitalised = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function nextText(next: NextUp, message: HeadlineMessage, slash: Slash): string {
  const { text, at } = describeNext(next, message.team);
  const line = `*Next:* ${escapeText(text)}${at === null ? '' : ` at ${moment(at)}`}`;
  return [line, ...byHand(message, waysOnNext(next, slash))].join('\n');
}

/** Commands to type, unless buttons do the same. */
const byHand = ({ buttons }: HeadlineMessage, ways: readonly string[]): readonly string[] => (buttons === undefined ? ways : []);

function remedyAndRetry(incidentId: string, step: StepName, remedy: string): string {
  const { retry } = waysOn(incidentId, step);
  return [...(remedy === '' ? [] : [escapeText(remedy)]), `${retryLead(remedy)}, on the command line: \`${retry}\``].join('\n');
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
