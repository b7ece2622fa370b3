import type { PageReason } from '../incident/model/page';
import { cleanLine } from '../incident/text/clean-text';
import { pageCause } from '../incident/timeline-words/page-cause';
import type { Page } from './port';

/** What a phone shows, or reads out. Begins with the incident's id, by which `isOwnPage` recognises a PagerDuty incident. */
export function headlineOf({ incidentId, severity, title, isPrivate }: Page, maxChars: number): string {
  return cleanLine(`${incidentId}: ${isPrivate ? `${severity} incident` : title}`, maxChars);
}

/** `Escalation level 2 was reached.` */
export function reasonWords(reason: PageReason): string {
  const cause = pageCause(reason);
  return `${cause.charAt(0).toUpperCase()}${cause.slice(1)}.`;
}

/** The links that may be sent, each with what it leads to. */
export function linksOf({ links, isPrivate }: Page): readonly { readonly text: string; readonly href: string }[] {
  if (isPrivate) return [];
  const named = [
    { text: 'War room', href: links.room },
    { text: 'Incident', href: links.incident },
  ];
  return named.flatMap(({ text, href }) => (href === null ? [] : [{ text, href }]));
}
