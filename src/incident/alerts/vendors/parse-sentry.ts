import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { cleanLine } from '../../text/clean-text';
import { isFields, own } from '../../text/read-fields';
import { TITLE_CHARS } from '../../text/text-limits';
import { unfit } from '../../text/unfit';
import { alertLabels, namedFields } from '../labels';
import { foldedWord, Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const SOURCE = 'sentry';
const METRIC_ACTIONS = statusWords({ firing: 'critical warning open triggered', resolved: 'resolved close closed' });
const ISSUE_ACTIONS = statusWords({ firing: 'created unresolved', resolved: 'resolved', ignored: 'archived ignored' });
const ISSUE_STATES = statusWords({ firing: 'unresolved', resolved: 'resolved', ignored: 'ignored archived muted' });
const ALERTS = ['metric_alert', 'issue', 'event', 'error'];
const RESOURCES = [...ALERTS, 'comment', 'installation'];
/** A tag that holds a person's address. */
const PERSONAL = 'user';

export function looksLikeSentry(event: unknown): boolean {
  if (!isFields(event)) return false;
  const data = own(event, 'data');
  if (typeof own(event, 'action') === 'string' && isFields(data)) {
    const installation = own(event, 'installation');
    return RESOURCES.some((name) => isFields(own(data, name))) || (isFields(installation) && own(installation, 'uuid') !== undefined);
  }
  return isPlugin(event);
}

/** The webhooks of the older plugin, which have no action. */
function isPlugin(event: unknown): boolean {
  if (!isFields(event) || !isFields(own(event, 'event'))) return false;
  return own(event, 'culprit') !== undefined && ['project_slug', 'triggering_rules'].some((name) => own(event, name) !== undefined);
}

/**
 * Reads issue alerts, metric alerts, and changes of issues. Their key is that of the issue, so a resolved issue ends the alert
 * that its events raised.
 * https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
 */
export function parseSentry(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw unfit('body', event, 'is not a webhook', 'a JSON object');
  const payload = new Payload(event, receivedAt);
  const has = (path: string) => isFields(payload.value(path));
  if (has('data.metric_alert')) return [metricAlert(payload, fallbackTitle)];
  if (has('data.issue')) return [issueEvent(payload, fallbackTitle)];
  if (has('data.event')) return [errorEvent(payload, 'data.event', fallbackTitle)];
  if (has('data.error')) return [errorEvent(payload, 'data.error', fallbackTitle)];
  if (isPlugin(event)) return [errorEvent(payload, 'event', fallbackTitle)];
  return [otherMessage(payload)];
}

/** Of one event of an issue. `at` is where the event is. */
function errorEvent(payload: Payload, at: string, fallbackTitle: string): NormalizedEvent {
  const rule = payload.text('data.triggered_rule', 'data.issue_alert.title');
  const titles = [`${at}.title`, `${at}.message`, `${at}.metadata.title`, 'message', 'data.triggered_rule'];
  return vendorEvent(
    {
      source: SOURCE,
      identity:
        payload.id(`${at}.issue_id`, `${at}.issue.id`, `${at}.groupID`, ...(at === 'event' ? ['id'] : [])) ||
        idInUrl(payload.text(`${at}.issue_url`)),
      status: 'firing',
      severity: payload.severity(`${at}.level`, 'level'),
      title: titleIn(payload, titles, fallbackTitle),
      description: [payload.text(`${at}.culprit`, 'culprit'), rule === '' ? '' : `Alert rule: ${rule}`]
        .filter((line) => line !== '')
        .join('\n'),
      start: payload.start([], [`${at}.datetime`, `${at}.timestamp`, `${at}.received`]),
      links: [`${at}.web_url`, 'url', `${at}.issue.permalink`].map((path) => payload.value(path)),
      labels: {
        ...tagsIn(payload, `${at}.tags`),
        ...payload.labels({ project: `${at}.project_slug`, environment: `${at}.environment`, platform: `${at}.platform` }),
      },
    },
    payload,
    `${at}.title`,
  );
}

function issueEvent(payload: Payload, fallbackTitle: string): NormalizedEvent {
  const at = 'data.issue';
  const isBack = foldedWord(payload.text('action')) === 'unresolved';
  return vendorEvent(
    {
      source: SOURCE,
      identity: payload.id(`${at}.id`),
      ...issueStatus(payload),
      // Its `priority` and the score in its metadata are guesses of Sentry.
      severity: payload.severity(`${at}.level`),
      title: titleIn(payload, [`${at}.title`, `${at}.metadata.title`, `${at}.culprit`], fallbackTitle),
      description: payload.text(`${at}.culprit`),
      // An issue that is back may have begun months ago.
      start: payload.start(isBack ? [`${at}.lastSeen`, `${at}.firstSeen`] : [`${at}.firstSeen`]),
      links: [`${at}.web_url`, `${at}.permalink`].map((path) => payload.value(path)),
      labels: payload.labels({ project: `${at}.project.slug`, platform: `${at}.platform`, issue: `${at}.shortId` }),
    },
    payload,
    `${at}.title`,
  );
}

function issueStatus(payload: Payload): { status: EventStatus; statusNote: StatusNote | null } {
  const action = payload.text('action');
  // Sentry assigns issues by itself, so that nobody need have seen one.
  if (foldedWord(action) === 'assigned') return notAnAlert('the issue was assigned in Sentry');
  const status = ISSUE_ACTIONS.get(foldedWord(action)) ?? payload.status(ISSUE_STATES, 'firing', 'data.issue.status');
  if (status !== 'ignored') return { status, statusNote: null };
  const until = payload.text('data.issue.substatus');
  return {
    status,
    statusNote: { kind: 'silenced', text: `the issue was archived in Sentry${until === '' ? '' : ` (${cleanLine(until, 60)})`}` },
  };
}

function metricAlert(payload: Payload, fallbackTitle: string): NormalizedEvent {
  const at = 'data.metric_alert';
  const status = payload.status(METRIC_ACTIONS, 'firing', 'action');
  const [organization, id] = [payload.id(`${at}.organization_id`), payload.id(`${at}.identifier`, `${at}.id`)];
  const labels = payload.labels({ environment: `${at}.alert_rule.environment`, query: `${at}.alert_rule.query` });
  return vendorEvent(
    {
      source: SOURCE,
      identity: id === '' ? '' : `metric:${organization}:${id}`,
      status,
      severity: status === 'firing' ? payload.severity('action') : payload.severity(),
      title: titleIn(payload, [`${at}.alert_rule.name`, 'data.description_title', `${at}.title`], fallbackTitle),
      description: payload.text('data.description_text'),
      start: payload.start([`${at}.date_started`, `${at}.date_detected`, `${at}.date_created`]),
      links: [payload.value('data.web_url')],
      labels: alertLabels({ project: payload.list(`${at}.projects`) }, `${at}.projects`, payload.problems, { into: labels }),
    },
    payload,
    `${at}.alert_rule.name`,
  );
}

/** A comment, or an installation of the integration. @throws InvalidInputError if it should have been an alert, or nothing of Sentry */
function otherMessage(payload: Payload): NormalizedEvent {
  const data = payload.value('data');
  if (!isFields(data) || payload.text('action') === '')
    throw unfit('data', data, 'does not say what happened', 'an object, beside an action');
  const broken = ALERTS.find((name) => own(data, name) !== undefined);
  if (broken !== undefined) throw unfit(`data.${broken}`, own(data, broken), 'does not say what happened', 'an object');
  const resource = Object.keys(payload.fields('data'))[0] ?? 'message';
  const what = `${cleanLine(resource, 40)} ${payload.text('action')}`;
  const reading = {
    source: SOURCE,
    identity: '',
    title: `Sentry: ${what}`,
    severity: payload.severity(),
    start: payload.start([], ['data.timestamp']),
  };
  return vendorEvent({ ...reading, ...notAnAlert(`Sentry reports ${what}, which is not an alert`) }, payload);
}

/** The first text with visible characters. @throws InvalidInputError naming the first path */
function titleIn(payload: Payload, paths: readonly string[], fallbackTitle: string): string {
  const texts = paths.map((path) => payload.value(path)).filter((value) => typeof value === 'string');
  const found = [...texts, fallbackTitle].find((text) => cleanLine(text, TITLE_CHARS) !== '');
  if (found !== undefined) return found;
  const [first = 'title'] = paths;
  throw unfit(first, payload.value(first), 'is not text', 'text');
}

/** Pairs of name and value, or objects of key and value. */
function tagsIn(payload: Payload, path: string): Record<string, string> {
  const value = payload.value(path);
  if (!Array.isArray(value)) return alertLabels(value, path, payload.problems);
  const { [PERSONAL]: _, ...tags } = namedFields(value);
  return alertLabels(tags, path, payload.problems);
}

function idInUrl(url: string): string {
  return /\/issues\/(\d{1,20})(?:\/|$)/.exec(url.slice(0, 2_000))?.[1] ?? '';
}
