import type { NormalizedEvent } from '../../model/incident';
import { isFields, own } from '../../text/read-fields';
import { unfit } from '../../text/unfit';
import { alertLabels, namedFields } from '../labels';
import { Payload, statusWords } from '../shapes/payload';
import { vendorEvent } from '../shapes/vendor-event';

const SOURCE = 'azure';
const CONDITIONS = statusWords({ firing: 'fired activated', resolved: 'resolved deactivated' });
const ESSENTIALS = 'data.essentials';
/** Where the older schemas, each for one kind of alert, keep what the common one calls essentials. */
const CONTEXT = 'data.context';
const SCHEMAS = /^(?:azuremonitor|microsoft\.insights)/i;
const MAX_CRITERIA = 50;

export function looksLikeAzure(event: unknown): boolean {
  if (!isFields(event)) return false;
  const [schema, data] = [own(event, 'schemaId'), own(event, 'data')];
  if (!isFields(data)) return false;
  return (typeof schema === 'string' && SCHEMAS.test(schema)) || isFields(own(data, 'essentials'));
}

/**
 * Reads an alert of Azure Monitor by the common alert schema, and a metric or log alert by its older one.
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema
 * https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-non-common-schema-definitions
 */
export function parseAzure(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw unfit('body', event, 'is not an alert', 'a JSON object');
  const payload = new Payload(event, receivedAt);
  const isCommon = isFields(payload.value(ESSENTIALS));
  if (!isCommon && !isFields(payload.value('data'))) throw unfit(ESSENTIALS, payload.value(ESSENTIALS), 'is not an alert', 'an object');
  return [isCommon ? commonAlert(payload, fallbackTitle) : olderAlert(payload, fallbackTitle)];
}

function commonAlert(payload: Payload, fallbackTitle: string): NormalizedEvent {
  const at = (name: string) => `${ESSENTIALS}.${name}`;
  const labels = payload.labels({
    target: at('configurationItems.0'),
    resource: at('alertTargetIDs.0'),
    signal: at('signalType'),
    service: at('monitoringService'),
    resource_group: at('targetResourceGroup'),
  });
  for (const criterion of criteriaIn(payload)) addDimensions(criterion, payload, labels);
  alertLabels(payload.value('data.customProperties'), 'data.customProperties', payload.problems, { into: labels });
  return vendorEvent(
    {
      source: SOURCE,
      identity: payload.id(at('alertId'), at('originAlertId')),
      status: payload.status(CONDITIONS, 'firing', at('monitorCondition')),
      severity: payload.severity(at('severity')),
      title: payload.text(at('alertRule')) || payload.text(at('description')) || fallbackTitle,
      description: payload.text(at('description')),
      start: payload.start([at('firedDateTime')], [at('resolvedDateTime')]),
      links: [
        ...criteriaIn(payload).flatMap((criterion) =>
          ['linkToFilteredSearchResultsUI', 'linkToSearchResultsUI'].map((name) => own(criterion, name)),
        ),
        payload.value('data.alertContext.LinkToFilteredSearchResultsUI'),
        payload.value('data.alertContext.LinkToSearchResults'),
        payload.value(at('investigationLink')),
      ],
      labels,
    },
    payload,
    at('alertRule'),
  );
}

/** Only the metric alert among the older schemas reports a recovery. */
function olderAlert(payload: Payload, fallbackTitle: string): NormalizedEvent {
  const at = (name: string) => `${CONTEXT}.${name}`;
  const labels = payload.labels({ target: at('resourceName'), resource: at('resourceId'), resource_group: at('resourceGroupName') });
  alertLabels(payload.value('data.properties'), 'data.properties', payload.problems, { into: labels });
  return vendorEvent(
    {
      source: SOURCE,
      identity: identityOfOlder(payload),
      status: payload.status(CONDITIONS, 'firing', 'data.status'),
      severity: payload.severity(at('severity'), 'data.Severity', at('activityLog.level')),
      title:
        payload.text(at('name'), 'data.AlertRuleName', at('activityLog.operationName'), at('activityLog.description')) || fallbackTitle,
      description: payload.text(at('description'), 'data.Description', at('activityLog.properties.communication')),
      start: payload.start([], [at('timestamp'), at('activityLog.eventTimestamp'), 'data.SearchIntervalEndtimeUtc']),
      links: [at('portalLink'), 'data.LinkToSearchResults'].map((path) => payload.value(path)),
      labels,
    },
    payload,
    at('name'),
  );
}

/** The rule, and the resource that it watches. */
function identityOfOlder(payload: Payload): string {
  const [rule, resource] = [payload.id(`${CONTEXT}.id`, 'data.AlertRuleName'), payload.id(`${CONTEXT}.resourceId`)];
  if (rule !== '') return resource === '' ? rule : `${rule}:${resource}`;
  return payload.id(`${CONTEXT}.activityLog.correlationId`);
}

function criteriaIn(payload: Payload) {
  return payload.list('data.alertContext.condition.allOf').slice(0, MAX_CRITERIA).filter(isFields);
}

function addDimensions(criterion: Readonly<Record<string, unknown>>, { problems }: Payload, labels: Record<string, string>): void {
  alertLabels(namedFields(own(criterion, 'dimensions')), 'data.alertContext.condition.allOf.dimensions', problems, { into: labels });
}
