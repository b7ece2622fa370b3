import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { cleanLine } from '../../text/clean-text';
import { InvalidInputError } from '../../text/errors';
import { isFields, shown, wordIn } from '../../text/read-fields';
import { alertLabels } from '../labels';
import { foldedPayload } from '../shapes/folded-payload';
import { foldedWord, type Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';
import { endedText, isDataGone } from '../state-reason';

const SOURCE = 'newrelic';
/** A deactivated issue is closed in a message of its own once it has stayed so. */
const STATES = statusWords({
  firing: 'created activated active open deactivated issueactivated issuecreated',
  resolved: 'closed issueclosed incidentclose',
  acknowledged: 'acknowledged issueacknowledged',
});
const STATE = ['state', 'issuestate', 'currentstate', 'status', 'trigger', 'triggerevent', 'event', 'eventtype'];
const LINKS = [
  'issueurl',
  'issuepageurl',
  'issuelink',
  'incidenturl',
  'runbookurl',
  'violationcharturl',
  'violationcallbackurl',
  'policyurl',
];
const TITLES = [
  'title',
  'issuetitle',
  'annotationstitle',
  'name',
  'conditionname',
  'alertconditionnames',
  'details',
  'policyname',
  'alertpolicynames',
];

export function looksLikeNewRelic(event: unknown): boolean {
  if (!isFields(event)) return false;
  const names = new Set(Object.keys(event).map((name) => (name.length > 60 ? '' : foldedWord(name))));
  const all = (...marks: readonly string[]) => marks.every((name) => names.has(name));
  const isIssue = ['issueurl', 'alertpolicynames', 'workflowname', 'totalincidents'].some((name) => names.has(name));
  if (all('impactedentities') && isIssue) return true;
  if (all('alertpolicynames', 'alertconditionnames') || all('issueid', 'workflowname') || all('violationcharturl')) return true;
  if (all('conditionname', 'policyname', 'currentstate')) return true;
  return ['issueUrl', 'issuePageUrl', 'issue_url', 'issueLink'].some((name) => isNewRelicUrl(event[name]));
}

/**
 * Reads an issue by the default template of a workflow's webhook or one of its own, and an incident of the earlier channels.
 * https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/
 * https://docs.newrelic.com/docs/alerts/get-notified/custom-variables-incident-workflows/
 */
export function parseNewRelic(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a webhook`, 'a JSON object');
  const payload = foldedPayload(event, receivedAt, { levels: 1 });
  return [
    vendorEvent(
      {
        source: SOURCE,
        identity: payload.id('issueid', 'incidentid') || issueInUrls(payload) || payload.id('id'),
        ...statusOf(payload),
        severity: payload.severity('priority', 'issuepriority', 'severity', 'incidentpriority'),
        title: worded(payload, TITLES) || fallbackTitle,
        name: worded(payload, ['alertconditionnames', 'conditionname']),
        description: payload.text(
          'description',
          'annotationsdescription',
          'conditiondescription',
          'issuedescription',
          'details',
          'summary',
        ),
        start: payload.start(
          ['activatedat', 'createdat', 'issuecreatedat', 'issueactivatedat', 'openedat', 'startedat'],
          ['timestamp', 'updatedat'],
        ),
        links: LINKS.map((name) => wordIn(payload.value(name))),
        labels: labelsIn(payload),
      },
      payload,
    ),
  ];
}

/** The first visible text. Most variables of an issue are lists, because an issue may hold several incidents. */
function worded(payload: Payload, names: readonly string[]): string {
  const texts = names.map((name) => wordIn(payload.value(name)) ?? '');
  return texts.find((text) => cleanLine(text, 10) !== '') ?? '';
}

function statusOf(payload: Payload): { status: EventStatus; statusNote: StatusNote | null } {
  if (foldedWord(payload.text(...STATE)) === 'test') return notAnAlert('New Relic tests the channel');
  const status = payload.status(STATES, 'firing', ...STATE);
  const cause = payload.text('closecause', 'closereason', 'closedreason', 'issueclosecause', 'incidentclosecause');
  if (status === 'resolved' && isDataGone(cause))
    return {
      status: 'ignored',
      statusNote: { kind: 'dataVanished', text: `the issue ${endedText('dataVanished', cleanLine(cause, 60))}` },
    };
  return { status, statusNote: null };
}

function labelsIn(payload: Payload): Record<string, string> {
  const targets = payload
    .list('targets')
    .filter(isFields)
    .map(wordIn)
    .filter((name) => name !== undefined);
  const named = {
    policy: payload.value('alertpolicynames') ?? payload.value('policyname'),
    condition: payload.value('alertconditionnames') ?? payload.value('conditionname'),
    entity: payload.value('impactedentities') ?? payload.value('entitiesdatanames') ?? (targets.length === 0 ? null : targets),
    workflow: payload.value('workflowname'),
    account: payload.value('accountname') ?? payload.value('accountid'),
  };
  return alertLabels(named, 'labels', payload.problems);
}

function issueInUrls(payload: Payload): string {
  const found = LINKS.map((name) => wordIn(payload.value(name)) ?? '').map(
    (url) => /\/issues\/([\w-]{8,64})(?:[/?#]|$)/.exec(url.slice(0, 2_000))?.[1],
  );
  return found.find((id) => id !== undefined) ?? '';
}

function isNewRelicUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https:\/\/(?:[\w-]+\.){0,5}newrelic\.com\//i.test(value.slice(0, 300));
}
