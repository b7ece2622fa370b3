import type { IncidentRequest } from '../model/incident';
import { DEFAULT_SEVERITY, isSeverity, type Severity } from '../model/severity';

/** Used while the event is not parsed. The severity is checked here, because the request may have been typed by hand. */
export function severityAsked({ severity }: IncidentRequest): Severity {
  return isSeverity(severity) ? severity : DEFAULT_SEVERITY;
}
