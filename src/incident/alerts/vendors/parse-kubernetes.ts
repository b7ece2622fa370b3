import { NONE_FIRING } from '../../model/firing-alerts';
import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, shown } from '../../text/read-fields';
import type { ReadSeverity } from '../severity-words';
import { eventsOfEach } from '../shapes/event-list';
import { Payload } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const SOURCE = 'kubernetes';

/** True for an Event of either API group, a list of them, or one that a watch wraps. */
export function looksLikeKubernetes(event: unknown): boolean {
  if (!isFields(event)) return false;
  const items = own(event, 'items');
  if (own(event, 'kind') === 'EventList' && Array.isArray(items)) return true;
  return isEvent(event) || isEvent(own(event, 'object'));
}

/** The version of the Event, the same in each retry; none for a list. */
export function kubernetesMessageId(event: unknown): string | undefined {
  if (!isFields(event)) return undefined;
  const inner = isEvent(event) ? event : own(event, 'object');
  const metadata = isFields(inner) ? own(inner, 'metadata') : undefined;
  const [uid, version] = isFields(metadata) ? [own(metadata, 'uid'), own(metadata, 'resourceVersion')] : [];
  return typeof uid === 'string' && typeof version === 'string' ? `${uid}:${version}` : undefined;
}

/**
 * Reads an Event as the API gives it, and as exporters send it. A warning fires and nothing recovers it.
 * https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 * https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#event-v1-core
 */
export function parseKubernetes(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not an Event`, 'a JSON object');
  const items = own(event, 'items');
  if (Array.isArray(items)) return eventsOfEach(items, 'items', (item) => [read(item, receivedAt, fallbackTitle)]);
  const isGone = own(event, 'type') === 'DELETED' && isFields(own(event, 'object'));
  const one = read(isFields(own(event, 'object')) ? own(event, 'object') : event, receivedAt, fallbackTitle);
  const gone = { ...notAnAlert('the Event expired, which says nothing about what it reported'), firing: NONE_FIRING };
  return [isGone ? { ...one, ...gone } : one];
}

function read(raw: unknown, receivedAt: string, fallbackTitle: string): NormalizedEvent {
  if (!isFields(raw)) throw new InvalidInputError('body', `${shown(raw)} is not an Event`, 'a JSON object');
  const about = ['involvedObject', 'regarding'].find((name) => isFields(own(raw, name))) ?? 'involvedObject';
  const payload = new Payload(raw, receivedAt);
  const [kind, namespace, name] = ['kind', 'namespace', 'name'].map((field) => payload.text(`${about}.${field}`));
  const reason = payload.text('reason');
  const object = [kind, [namespace, name].filter((part) => part !== '').join('/')].filter((part) => part !== '').join(' ');
  const message = payload.text('message', 'note');
  const reading = {
    source: SOURCE,
    identity: object === '' && reason === '' ? '' : [kind, namespace, name, reason].join('/'),
    ...stateIn(payload),
    severity: severityIn(payload),
    title: reason !== '' && object !== '' ? `${reason}: ${object}` : reason || message || object || fallbackTitle,
    name: reason,
    description: message,
    start: payload.start(
      ['firstTimestamp', 'deprecatedFirstTimestamp', 'eventTime', 'metadata.creationTimestamp'],
      ['lastTimestamp', 'series.lastObservedTime', 'deprecatedLastTimestamp'],
    ),
    labels: payload.labels({
      namespace: `${about}.namespace`,
      kind: `${about}.kind`,
      name: `${about}.name`,
      reason: 'reason',
      node: 'source.host',
      component: payload.text('reportingController') === '' ? 'source.component' : 'reportingController',
      cluster: 'clusterName',
    }),
  };
  return vendorEvent(reading, payload, 'reason');
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  return payload.text('type') === 'Normal' ? notAnAlert('Kubernetes marks the Event as normal') : { status: 'firing' };
}

function severityIn(payload: Payload): ReadSeverity {
  const type = payload.text('type');
  return type === 'Normal' ? { severity: 'low', defaulted: false, raw: type, isOdd: false } : payload.severity('type');
}

function isEvent(value: unknown): value is Fields {
  if (!isFields(value)) return false;
  const version = own(value, 'apiVersion');
  if (own(value, 'kind') === 'Event' && typeof version === 'string' && (version === 'v1' || version.startsWith('events.k8s.io/')))
    return true;
  const isAbout = isFields(own(value, 'involvedObject')) || isFields(own(value, 'regarding'));
  return isAbout && typeof own(value, 'reason') === 'string';
}
