import type { Incident } from '../incident/incident';
import { publicTitleOf } from '../incident/public-title';

const SUMMARY_BYTES = 200;

/** For the Temporal UI's list. Summaries are never encrypted. */
export function summaryOf(incident: Incident): string {
  const text = `${incident.severity}: ${publicTitleOf(incident)}`;
  return Buffer.from(text)
    .subarray(0, SUMMARY_BYTES)
    .toString()
    .replace(/\ufffd+$/, '');
}

/** For the head of the run's page in the Temporal UI. */
export function detailsOf(incident: Incident): string {
  const privacy = `${incident.privacy} room (${incident.privacyReason})`;
  const what = incident.privacy === 'private' ? '' : `\n\n${incident.description.slice(0, 2_000)}`;
  return `Incident ${incident.id}, ${incident.severity}, from ${incident.source}; ${privacy}.${what}`;
}
