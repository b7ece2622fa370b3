import type { Incident } from '../model/incident';

/**
 * An incident that is read anew, when its first step is run again: what people and alerts have changed since stays,
 * and one that was private stays private.
 */
export function keepChanges(before: Incident | null, read: Incident): Incident {
  if (before === null) return read;
  return {
    ...read,
    title: before.title,
    severity: before.severity,
    severityDefaulted: before.severityDefaulted,
    labels: { ...read.labels, ...before.labels },
    links: [...new Set([...before.links, ...read.links])],
    runbooks: before.runbooks,
    ...(before.privacy === 'private' ? { privacy: before.privacy, privacyReason: before.privacyReason } : {}),
  };
}
