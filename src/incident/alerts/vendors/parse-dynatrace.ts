import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import type { Severity } from '../../model/severity';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, plainText, shown } from '../../text/read-fields';
import { readTags } from '../labels';
import { unquoted } from '../quoted-json';
import type { ReadSeverity } from '../severity-words';
import { foldedPayload, overlaid } from '../shapes/folded-payload';
import { foldedWord, type Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

/** MERGED means that further events joined a problem that is open. */
const WORDS = statusWords({ firing: 'open merged', resolved: 'resolved closed' });
const BY_LEVEL: ReadonlyMap<string, Severity> = new Map([
  ['availability', 'critical'],
  ['error', 'high'],
  ['performance', 'medium'],
  ['resourcecontention', 'medium'],
  ['resource', 'medium'],
  ['customalert', 'medium'],
  ['monitoringunavailable', 'medium'],
  ['info', 'low'],
]);
const MARKS = [
  'problemtitle',
  'problemurl',
  'problemimpact',
  'problemseverity',
  'impactedentity',
  'impactedentities',
  'problemdetailsjson',
  'displayid',
];

/** True for the placeholders of a problem notification, or a problem as the API gives it. */
export function looksLikeDynatrace(event: unknown): boolean {
  if (!isFields(event)) return false;
  const { root } = foldedPayload(event, '');
  const has = (name: string) => own(root, name) !== undefined;
  return (has('problemid') || has('pid')) && MARKS.some(has);
}

/**
 * Reads a problem notification, whose template may name the placeholders as it likes.
 * https://docs.dynatrace.com/docs/analyze-explore-automate/notifications-and-alerting/problem-notifications/webhook-integration
 */
export function parseDynatrace(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = withDetails(foldedPayload(event, receivedAt));
  const tags = readTags(payload.value('tags') ?? '', payload.problems);
  const reading = {
    source: 'dynatrace',
    identity: payload.id('problemid', 'pid', 'displayid'),
    ...stateIn(payload),
    severity: severityIn(payload),
    title: payload.text('problemtitle', 'title', 'name') || fallbackTitle,
    description: [payload.text('problemdetailstext', 'problemdetails', 'problemdetailsmarkdown'), impactIn(payload)]
      .filter((text) => text !== '')
      .join('\n'),
    start: payload.start(['detailsstart', 'starttime'], ['timestamp']),
    links: ['problemurl', 'url', 'link'].map((name) => payload.value(name)),
    labels: payload.labels({ problem: 'problemid', impact: 'problemimpact', entity: 'impactedentity', zones: 'managementzones' }, tags),
  };
  return [vendorEvent(reading, payload, 'ProblemTitle')];
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  // The numbers that Dynatrace fills in when somebody tries the notification.
  const isTest = payload.id('problemid') === '999' && payload.id('pid') === '99999';
  return isTest
    ? notAnAlert('Dynatrace tests its notification')
    : { status: payload.status(WORDS, 'firing', 'state', 'problemstatus', 'status') };
}

function severityIn(payload: Payload): ReadSeverity {
  const raw = payload.text('problemseverity', 'severitylevel', 'severity');
  const severity = BY_LEVEL.get(foldedWord(raw));
  return severity === undefined
    ? payload.severity('problemseverity', 'severitylevel', 'severity')
    : { severity, defaulted: false, raw: raw.slice(0, 60), isOdd: false };
}

/** The start stands only in the details. */
function withDetails(payload: Payload): Payload {
  const details = ['problemdetailsjson', 'problemdetailsjsonv2'].map((name) => unquoted(payload.value(name))).filter(isFields);
  const start = details.map((fields) => own(fields, 'startTime')).find((time) => time !== undefined);
  return overlaid(payload, { detailsstart: start });
}

function impactIn(payload: Payload): string {
  const entities = unquoted(payload.value('impactedentities'));
  const names = Array.isArray(entities) ? entities.slice(0, 20).filter(isFields).map(nameOf) : [];
  const told = names.filter((name) => name !== '').join(', ') || payload.text('impactedentitynames', 'namesofimpactedentities');
  return told === '' ? '' : `Affected: ${told}`;
}

function nameOf(entity: Fields): string {
  return plainText(own(entity, 'name')) ?? plainText(own(entity, 'entity')) ?? '';
}
