import { alertKey } from '../incident/alerts/own-page';
import type { Page, PageEnd } from './port';

/**
 * For services that keep an alert open: closes the alert before the one that a page has begun, whose acknowledgement must not
 * pass for one of the page. The people have been called by then, so a failure is not one of the page; `eachAlert` tries again.
 */
export async function afterPage({ incidentId, alert = 1 }: Page, close: (key: string) => Promise<void>): Promise<void> {
  if (alert > 1) await close(alertKey(incidentId, alert - 1)).catch(() => undefined);
}

/** Does the same to every alert that the incident may have there. */
export async function eachAlert({ incidentId, alert = 1 }: PageEnd, change: (key: string) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: alert }, (_, index) => change(alertKey(incidentId, index + 1))));
}
