import type { Incident } from '../../incident/model/incident';

/**
 * Texts for the Temporal UI's list and the top of the run's page. They can never change and are never encrypted, and the
 * starter may not know the configuration that makes the incident private. So they quote nothing from the event: the title
 * follows in the memo and the current details once a worker has read the event.
 */
export function summaryOf({ severity, id }: Pick<Incident, 'severity' | 'id'>): string {
  return `${severity}: ${id}`;
}

export function detailsOf({ severity, id }: Pick<Incident, 'severity' | 'id'>): string {
  return `Incident ${id}, declared with severity ${severity}. The current details show its status.`;
}
