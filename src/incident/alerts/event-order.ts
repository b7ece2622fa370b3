import { EVENT_STATUSES, type NormalizedEvent } from '../model/incident';
import { SEVERITIES } from '../model/severity';

/** Firing events first, the most severe ahead; events of equal rank keep their order. */
export function gravestFirst(events: readonly NormalizedEvent[]): readonly NormalizedEvent[] {
  const rankOf = ({ status, severity }: NormalizedEvent) =>
    EVENT_STATUSES.indexOf(status) * SEVERITIES.length + SEVERITIES.indexOf(severity);
  return [...events].sort((a, b) => rankOf(a) - rankOf(b));
}
