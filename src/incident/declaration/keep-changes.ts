import type { Incident } from '../model/incident';

/**
 * Merges an incident that is parsed again because its first step was rerun. Later changes by people and alerts are kept, and
 * a private incident stays private.
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
