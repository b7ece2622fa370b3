import { EVENT_STATUSES, type NormalizedEvent } from '../model/incident';
import { SEVERITIES } from '../model/severity';

/** What fires before what does not, the gravest first; of equals the first stays first. */
export function gravestFirst(events: readonly NormalizedEvent[]): readonly NormalizedEvent[] {
  const rankOf = ({ status, severity }: NormalizedEvent) =>
    EVENT_STATUSES.indexOf(status) * SEVERITIES.length + SEVERITIES.indexOf(severity);
  return [...events].sort((a, b) => rankOf(a) - rankOf(b));
}
