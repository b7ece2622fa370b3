import type { CallReason } from '../../incident/model/call-reason';
import { MAX_CANDIDATES, type Responder, type Role, sortUnresolved, type UnresolvedReference } from '../../incident/model/responders';
import type { CallForPeopleMessage, RecoveredMessage, ReminderMessage } from '../../incident/model/room-message';
import { utcTime } from '../../incident/text/utc-time';
import { describeReason } from '../../incident/timeline-words/alert-words';
import { answerActions, candidateActions, drawnFor, lifeActions } from './actions';
import { inSections, type Rendered, section } from './blocks';
import { SEVERITY_EMOJI } from './headline';
import { escapeText, mention } from './text';
import { askForCommander, DEFAULT_SLASH, PAGE_BY_MENU, type Slash, toPageSomeone, typed } from './ways';

const MAX_MENTIONED = 50;
const MAX_LISTED = 20;
/** Each takes two blocks, and a message has at most 50. */
const MAX_CHOICES = 10;
const NO_ONE_REQUESTED = 'No people were requested.';
const NOT_FOUND = 'Some people were not found.';

/** Who is paged, why, and how to acknowledge. A separate message, because Slack does not notify anyone of an edit. */
export function renderCall(message: CallForPeopleMessage, slash: Slash = DEFAULT_SLASH): Rendered {
  const { incident, why, called, unresolved, refused = [], assigned, buttons } = message;
  const lines: string[] = [];
  const what = `${SEVERITY_EMOJI[incident.severity]} ${incident.severity} incident *${escapeText(incident.title, 200)}*`;
  if (why !== null) lines.push(reasonOf(why, [...called.map(({ name }) => name), ...unresolved.map(({ reference }) => reference)]));
  if (called.length > 0) {
    const verb = assigned ? " you're being paged" : " you're invited to this war room";
    const hasAsked = why?.kind === 'assigned' && called.every(({ name }) => name === why.by);
    lines.push(`${mentions(called.map(({ userId }) => userId))}${hasAsked ? '' : verb}: ${what}`);
    lines.push(...oldSchedules(called));
    lines.push(`${takingWords(message, slash)}Findings are in the thread of the pinned headline.`);
  } else if (why !== null && why.kind !== 'late') {
    lines.push(`No one could be paged for the ${what}${unresolved.length > 0 ? '' : ': no one has been found'}.`);
    if (unresolved.length === 0) lines.push(message.buttons === undefined ? toPageSomeone(slash) : PAGE_BY_MENU);
  }
  const choices = choicesIn(message);
  const { sought, missing } = sortUnresolved(unresolved);
  if (sought.length > 0) lines.push('*Still searching for:*', ...sought.slice(0, MAX_LISTED).map(unresolvedLine));
  const listed = missing.filter((one) => !choices.includes(one)).slice(0, MAX_LISTED);
  if (listed.length > 0)
    lines.push('*Not found:*', ...listed.flatMap((one) => [unresolvedLine(one), ...candidateLines(one)]), wayToAdd(message, slash));
  if (refused.length > 0) {
    lines.push("*Couldn't invite:*");
    lines.push(...refused.slice(0, MAX_LISTED).map(unresolvedLine));
    const byHand = refused.filter(({ remedy }) => remedy === undefined);
    if (byHand.length > 0) lines.push(byHand.length === refused.length ? 'Invite them here by hand.' : 'Invite the others here by hand.');
  }
  if (lines.length === 0 && choices.length === 0) lines.push(NO_ONE_REQUESTED);
  const drawn = drawnFor(message);
  const blocks = [
    ...inSections(lines),
    ...choices.flatMap(({ candidates = [], ...one }) => [
      section(`*Not found:*\n${unresolvedLine(one)}\nIf one of these people is meant, choose:`),
      ...candidateActions(candidates.slice(0, MAX_CANDIDATES), drawn),
    ]),
    ...answerActions(buttons ?? [], drawn),
  ];
  return { text: lines[0] ?? NOT_FOUND, blocks };
}

/** Names with people to choose from, if there are buttons for that. */
function choicesIn({ buttons = [], unresolved }: CallForPeopleMessage): readonly UnresolvedReference[] {
  if (!buttons.includes('addCandidate')) return [];
  const { missing } = sortUnresolved(unresolved);
  return missing.filter(({ candidates = [] }) => candidates.length > 0).slice(0, MAX_CHOICES);
}

/** Who has it, or how to take it; empty where buttons say how. */
function takingWords({ takenBy, buttons }: CallForPeopleMessage, slash: Slash): string {
  if (takenBy !== null) return `${escapeText(takenBy, 100)} has acknowledged it. `;
  return buttons === undefined ? `Acknowledge with ${typed(slash, 'ack')}. ` : '';
}

function wayToAdd({ buttons }: CallForPeopleMessage, slash: Slash): string {
  const who = 'If they are in Slack under another name or address, page them';
  return buttons === undefined
    ? `${who}: ${typed(slash, 'add', '@PERSON')}`
    : `${who} with *Add people* in the menu of the pinned headline.`;
}

/** People whom a schedule named when it could last be asked; someone else may be on call by now. */
function oldSchedules(called: readonly Responder[]): readonly string[] {
  const names = called.filter(({ onCallAsOf }) => onCallAsOf !== undefined);
  return [
    ...new Set(
      names.map(
        ({ reference, onCallAsOf = '' }) =>
          `⚠️ Couldn't ask who is on call for ${escapeText(reference, 100)}: this page goes to whoever was on call at ${utcTime(onCallAsOf, 'minutes')}.`,
      ),
    ),
  ];
}

function unresolvedLine({ reference, reason, remedy }: UnresolvedReference): string {
  return `• ${escapeText(reference, 100)}: ${escapeText(remedy === undefined ? reason : `${reason}. ${remedy}`, 400)}`;
}

/** Candidates are named, not mentioned: most of them are not the person meant. */
function candidateLines({ candidates = [] }: UnresolvedReference): string[] {
  return candidates
    .slice(0, MAX_CANDIDATES)
    .map(
      ({ userId, name, about }) =>
        `    ◦ ${escapeText(name, 80)}${about === undefined ? '' : ` (${escapeText(about, 120)})`}: \`${escapeText(userId, 20)}\``,
    );
}

export function renderReminder(message: ReminderMessage, slash: Slash = DEFAULT_SLASH): Rendered {
  const { incidentId, wantsCommander } = message;
  const lines = [
    `⏰ ${whoIsAsked(message)}: there has been no update for a while. What's the status?`,
    `Post an update: ${typed(slash, 'note', 'TEXT')}. If it's over, resolve it${wayToResolve(message, slash)}.`,
    ...(wantsCommander ? [askForCommander(slash, 'room')] : []),
  ];
  const blocks = [section(lines.join('\n')), ...lifeActions(message)];
  return { text: `Reminder: ${escapeText(incidentId)} needs an update`, blocks };
}

export function renderRecovered(message: RecoveredMessage, slash: Slash = DEFAULT_SLASH): Rendered {
  const lines = [
    `✅ ${whoIsAsked(message)}: all alerts of this incident have recovered. It stays open until someone resolves it.`,
    `If it's over, resolve it${wayToResolve(message, slash)}. If not, do nothing: you'll hear if an alert fires again.`,
  ];
  const blocks = [section(lines.join('\n')), ...lifeActions(message)];
  return { text: `All alerts of ${escapeText(message.incidentId)} have recovered; it is still open`, blocks };
}

function whoIsAsked({ asked, acknowledgedBy }: ReminderMessage | RecoveredMessage): string {
  return asked.length > 0 ? mentions(asked) : escapeText(acknowledgedBy ?? 'Everyone', 100);
}

/** Empty where a button does it. */
function wayToResolve({ buttons }: ReminderMessage | RecoveredMessage, slash: Slash): string {
  return buttons === undefined ? `: ${typed(slash, 'resolve')}` : '';
}

/** `names`: who was meant to be paged. */
export function reasonOf(why: CallReason, names: readonly string[]): string {
  switch (why.kind) {
    case 'escalation':
      if (why.isDeclined === true) return `⏫ *Escalation level ${why.level}:* no one who was called so far can take it.`;
      return why.by === null
        ? `⏫ *Escalation level ${why.level}:* no one acknowledged in time.`
        : `⏫ *Escalation level ${why.level}:* paged by ${escapeText(why.by, 100)}.`;
    case 'severity':
      return `🔺 *Severity raised from ${why.from} to ${why.to}.*`;
    case 'added':
      return `➕ ${escapeText(why.by, 100)} paged more people.`;
    case 'assigned':
      return `👤 ${escapeText(why.by, 100)} ${assignmentOf(why, names)}.`;
    case 'late':
      return '🔎 *The search for the remaining people is complete.*';
    case 'reopened':
      return `🔁 *Reopened* by ${escapeText(why.by, 100)}: ${escapeText(describeReason(why.reason), 500)}`;
  }
}

function assignmentOf({ role, by }: { readonly role: Role | null; readonly by: string }, names: readonly string[]): string {
  if (names.length === 1 && names[0] === by) return role === null ? 'took this incident' : `took the *${role}* role`;
  const name = escapeText(names.join(', '), 200);
  if (role === null) return name === '' ? 'assigned this incident to someone else' : `assigned this incident to ${name}`;
  return name === '' ? `assigned the *${role}* role` : `assigned the *${role}* role to ${name}`;
}

function mentions(userIds: readonly string[]): string {
  return userIds.slice(0, MAX_MENTIONED).map(mention).join(' ');
}
