import type { NormalizedEvent } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { identityOf } from '../../text/identity';
import { isFields, own, shown } from '../../text/read-fields';
import { FieldProblems } from '../field-problems';
import { type AlertGroup, readAlertGroup } from '../shapes/alert-group';
import { eventsOfGroup } from '../shapes/group-event';
import { groupIdentity, textIn } from './parse-alertmanager';

/** True for a webhook of Grafana's unified alerting: Alertmanager's shape plus an organisation. */
export function looksLikeGrafana(event: unknown): boolean {
  return isFields(event) && own(event, 'alerts') !== undefined && (own(event, 'orgId') !== undefined || own(event, 'version') === '1');
}

/**
 * Reads a Grafana notification group as one event. Its key is prefixed with Grafana's name, because an Alertmanager may have a
 * receiver and group of the same names.
 * https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export function parseGrafana(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
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
