import type { NormalizedEvent } from '../model/incident';
import { identityOf } from '../text/identity';

/** Labels that say what an alert is about, rather than how it is now. */
const SUBJECT_LABELS = [
  'host',
  'hostname',
  'host_name',
  'instance',
  'service',
  'component',
  'application',
  'cluster',
  'namespace',
  'target',
  'endpoint',
  'address',
  'region',
  'environment',
  'env',
  'source',
];

/**
 * An identity for an alert whose sender gives none: its name and what it is about. Without one, each repeat would be an
 * alert of its own and open an incident.
 */
export function anonymousIdentity({ source, alertName, title, labels }: NormalizedEvent): string {
  const about = SUBJECT_LABELS.flatMap((name) => (Object.hasOwn(labels, name) ? [[name, labels[name]]] : []));
  return identityOf(source, `unnamed:${JSON.stringify([alertName || title, ...about])}`) ?? `${source}:unnamed`;
}
