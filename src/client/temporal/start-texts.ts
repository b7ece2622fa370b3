import type { Incident } from '../../incident/model/incident';

/**
 * For the Temporal UI's list and the head of the run's page. These texts stay as they are for good, and are never
 * encrypted; whoever starts an incident need not know the configuration that makes it private. So they say no word of it:
 * the title follows in the memo and in the current details, once the worker has read it.
 */
export function summaryOf({ severity, id }: Pick<Incident, 'severity' | 'id'>): string {
  return `${severity}: ${id}`;
}

export function detailsOf({ severity, id }: Pick<Incident, 'severity' | 'id'>): string {
  return `Incident ${id}, declared as ${severity}. The current details show its status.`;
}
