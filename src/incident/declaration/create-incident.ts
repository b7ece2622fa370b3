import { keptLabels, readLabels } from '../alerts/labels';
import { parseEvents } from '../alerts/parse-events';
import { REDUCED_FIELD } from '../alerts/parse-reduced';
import { askedRunbooks } from '../investigation/asked-runbooks';
import { STATUS_CLAUSES } from '../model/alert-outcome';
import type { IncidentRules } from '../model/config-types';
import { NONE_FIRING } from '../model/firing-alerts';
import { CHANNEL_PRIVACIES, type Incident, type IncidentRequest, type NormalizedEvent, type RequestedPrivacy } from '../model/incident';
import { readIncidentId } from '../model/incident-id';
import { DEFAULT_SEVERITY, isSeverity, SEVERITIES, type Severity } from '../model/severity';
import { cleanLine, cleanText } from '../text/clean-text';
import { InvalidInputError } from '../text/errors';
import { isAbsent, listOf } from '../text/list-of';
import { shown } from '../text/read-fields';
import { DESCRIPTION_CHARS, PERSON_NAME_CHARS, TITLE_CHARS } from '../text/text-limits';
import { besideLines } from './beside-lines';
import { channelNameOf } from './channel-name';
import { chooseTargets } from './choose-targets';
import { decidePrivacy } from './privacy';
import { readUsers } from './read-users';
import { withTeams } from './teams';

/** Thrown if the alert can be read but opens nothing; an open incident may still need it. */
export class NotFiringError extends InvalidInputError {}

/**
 * Creates the incident for a request: the event's fields, overridden by the request's. The same input gives the same
 * incident. @throws InvalidInputError naming the field; NotFiringError.
 */
export function createIncident({
  request,
  rules,
  receivedAt,
}: {
  request: IncidentRequest;
  rules: IncidentRules;
  receivedAt: string;
}): Incident {
  const id = readIncidentId(textOf(request.incidentId, 'incidentId'), 'incidentId');
  const { event, beside } = readEvent(request, receivedAt);
  const named = cleanLine(textOf(request.actorName ?? '', 'actorName'), PERSON_NAME_CHARS);
  const actor = named || cleanLine(textOf(request.actor ?? '', 'actor'), 200) || 'unknown';
  // `via` is only validated here. It appears nowhere but on the timeline, which started before the parse.
  textOf(request.via ?? '', 'via');
  const severity = readRequestedSeverity(request.severity) ?? event?.severity ?? DEFAULT_SEVERITY;
  const title = titleOf(request, event, actor);
  // An alert may have tens of thousands of labels, so they are not copied.
  const labels = isAbsent(request.labels) ? (event?.labels ?? {}) : { ...event?.labels, ...readLabels(request.labels, 'labels') };
  const asked = withTeams(readUsers(listOf(request.users, 'users')), rules.teams);
  const users = asked.length > 0 ? asked : rules.policy.bySeverity[severity].responders;
  const { privacy, reason } = decidePrivacy({ requested: readPrivacy(request.channelPrivacy), labels, users, rules: rules.privacy });
  return {
    id,
    title,
    severity,
    severityDefaulted: isAbsent(request.severity) && (event?.severityDefaulted ?? true),
    description: isAbsent(request.description)
      ? cleanText([event?.description ?? '', ...beside].join('\n'), DESCRIPTION_CHARS)
      : cleanText(textOf(request.description, 'description'), DESCRIPTION_CHARS),
    source: event?.source ?? 'manual',
    sourceAlert: event?.alertName ?? title,
    channelName: channelNameOf(id),
    privacy,
    privacyReason: reason,
    createdAt: receivedAt,
    startedAt: event?.startedAt ?? receivedAt,
    labels: keptLabels(labels),
    links: event?.links ?? [],
    fingerprint: event?.fingerprint ?? null,
    ...(event === undefined ? {} : { problems: event.problems ?? [], firing: event.firing ?? NONE_FIRING }),
    ...chooseTargets({
      asked: listOf(request.targets, 'targets'),
      labels,
      links: event?.source === 'generic' ? event.links : [],
      defaults: rules.defaultTargets,
    }),
    users,
    runbooks: askedRunbooks(request),
    declaredBy: actor,
    policy: rules.policy,
  };
}

/**
 * The same as far as what was said of it tells which service it is about. Configured targets say nothing about that, since every
 * incident has them that names no target. @throws as `createIncident`
 */
export function incidentAsTold({ rules, ...input }: Parameters<typeof createIncident>[0]): Incident {
  return createIncident({ ...input, rules: { ...rules, defaultTargets: [] } });
}

/** The incident that an alert opens when it fires, in the same way; it has no id of its own. @throws as `createIncident` */
export function incidentForAlert(event: NormalizedEvent, users: readonly string[], rules: IncidentRules, receivedAt: string): Incident {
  const request = { incidentId: 'ALERT', event: { [REDUCED_FIELD]: [{ ...event, status: 'firing' }] }, actor: event.source, users };
  return incidentAsTold({ request, rules, receivedAt });
}

/** The most severe event, and whatever else the body contains: no part of it is dropped silently. */
function readEvent(
  { event, source, title }: IncidentRequest,
  receivedAt: string,
): { event: NormalizedEvent | undefined; beside: readonly string[] } {
  if (isAbsent(event)) return { event: undefined, beside: [] };
  const [first, ...others] = parseEvents(event, {
    receivedAt,
    source,
    fallbackTitle: isAbsent(title) ? undefined : textOf(title, 'title'),
  });
  if (first === undefined) throw new InvalidInputError('event', 'contains no alert', 'a firing alert');
  if (first.status !== 'firing') {
    const why = first.statusNote?.text ?? STATUS_CLAUSES[first.status];
    throw new NotFiringError('event', `${why}; this does not open an incident`, 'a firing alert', {
      hint: 'To pass the alert to an open incident: --incident-id ID. To resolve one: incident resolve ID',
    });
  }
  return { event: first, beside: besideLines(others) };
}

function titleOf(request: IncidentRequest, event: NormalizedEvent | undefined, actor: string): string {
  if (isAbsent(request.title)) return event?.title ?? `Incident declared by ${actor}`;
  const title = cleanLine(textOf(request.title, 'title'), TITLE_CHARS);
  if (title === '') throw new InvalidInputError('title', 'has no visible characters', 'text');
  return title;
}

function readRequestedSeverity(severity: unknown): Severity | undefined {
  if (isAbsent(severity)) return undefined;
  if (isSeverity(severity)) return severity;
  throw new InvalidInputError('severity', `${shown(severity)} is not a severity`, SEVERITIES.join(', '));
}

function readPrivacy(privacy: unknown): RequestedPrivacy | undefined {
  if (isAbsent(privacy)) return undefined;
  const known = CHANNEL_PRIVACIES.find((word) => word === privacy);
  if (known === undefined)
    throw new InvalidInputError('channelPrivacy', `${shown(privacy)} is not a privacy setting`, CHANNEL_PRIVACIES.join(', '));
  return known;
}

function textOf(text: unknown, field: string): string {
  if (typeof text === 'string') return text;
  throw new InvalidInputError(field, `${shown(text)} is not text`, 'text');
}
