import type { NormalizedEvent } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { identityOf } from '../../text/identity';
import { type Fields, isFields, own, shown } from '../../text/read-fields';
import { FieldProblems } from '../field-problems';
import { alertLabels, mergeLabels } from '../labels';
import { type AlertGroup, readAlertGroup } from '../shapes/alert-group';
import { eventsOfGroup } from '../shapes/group-event';
import { Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';
import { groupIdentity, textIn } from './parse-alertmanager';

const LEGACY_WORDS = statusWords({ firing: 'alerting nodata', resolved: 'ok', ignored: 'paused pending' });
/** An alert may match thousands of series; these many are described. */
const MAX_MATCHES = 20;

/** True for a webhook of unified alerting (Alertmanager's shape plus an organisation), or of the alerting before Grafana 9. */
export function looksLikeGrafana(event: unknown): boolean {
  if (!isFields(event)) return false;
  if (isLegacy(event)) return true;
  return own(event, 'alerts') !== undefined && (own(event, 'orgId') !== undefined || own(event, 'version') === '1');
}

function isLegacy(event: Fields): boolean {
  const has = (name: string) => own(event, name) !== undefined;
  return !has('alerts') && (has('evalMatches') || (has('ruleId') && has('ruleName') && has('state')));
}

/**
 * Reads a Grafana notification group as one event. Its key is prefixed with Grafana's name, because an Alertmanager may have a
 * receiver and group of the same names.
 * https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export function parseGrafana(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  if (isLegacy(event)) return [parseLegacy(new Payload(event, receivedAt), fallbackTitle)];
  const problems = new FieldProblems();
  const identify = (group: AlertGroup) => identityOf('grafana', identityIn(group));
  return eventsOfGroup(readAlertGroup(event, receivedAt, problems), {
    source: 'grafana',
    identify,
    nameFirst: true,
    fallbackTitle,
    problems,
  });
}

/** The key of a test notification contains the time, so it differs each time; its only alert stays the same. */
function identityIn(group: AlertGroup): string {
  const [only] = group.alerts;
  const isTest = only !== undefined && textIn(group.fields, 'groupKey').includes(`-${only.fingerprint}-`);
  return isTest ? `${textIn(group.fields, 'receiver')}:${only.fingerprint}` : groupIdentity(group);
}

/**
 * Reads a notification of the alerting that Grafana had until version 8: one rule with the series that match it.
 * https://grafana.com/docs/grafana/v7.5/alerting/notifications/#webhook
 */
function parseLegacy(payload: Payload, fallbackTitle = ''): NormalizedEvent {
  const matches = payload.list('evalMatches').filter(isFields);
  const tags = alertLabels(payload.value('tags'), 'tags', payload.problems);
  const ofMatches = matches.map((match) => alertLabels(own(match, 'tags'), 'evalMatches.tags', payload.problems));
  const state = payload.text('state').toLowerCase();
  const name = payload.text('ruleName');
  return vendorEvent(
    {
      source: 'grafana',
      identity: payload.id('ruleId', 'ruleUrl', 'ruleName'),
      status: payload.status(LEGACY_WORDS, 'firing', 'state'),
      ...legacyNote(state),
      severity: payload.severity('tags.severity', 'tags.Severity', 'tags.priority', 'tags.og_priority'),
      title: name || payload.text('title', 'message') || fallbackTitle,
      name,
      description: [payload.text('message'), ...matches.slice(0, MAX_MATCHES).map(described)].filter((line) => line !== '').join('\n'),
      start: payload.start([]),
      links: [payload.value('ruleUrl'), payload.value('rule_url'), payload.value('imageUrl')],
      labels: mergeLabels([tags, ...ofMatches]),
    },
    payload,
    'ruleName',
  );
}

function legacyNote(state: string): Partial<Pick<NormalizedEvent, 'status' | 'statusNote'>> {
  if (state === 'no_data') return { statusNote: { kind: 'dataVanished', text: 'the rule no longer has data (no_data)' } };
  if (state === 'paused')
    return { status: 'ignored', statusNote: { kind: 'ruleChanged', text: 'the rule was paused, which does not mean that it recovered' } };
  return state === 'pending' ? notAnAlert('the rule is pending, and is not firing yet') : {};
}

function described(match: Fields): string {
  const [metric, value] = [own(match, 'metric'), own(match, 'value')];
  const shownValue = typeof value === 'number' || typeof value === 'string' ? `: ${value}` : '';
  return typeof metric === 'string' && metric !== '' ? `${metric}${shownValue}` : '';
}
