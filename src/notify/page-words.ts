import { assertNever } from '../incident/text/assert-never';
import { cleanLine } from '../incident/text/clean-text';
import type { Page, PageReason } from './port';

/** What a phone shows, or reads out. Begins with the incident's id, by which `isOwnPage` recognises a PagerDuty incident. */
export function headlineOf({ incidentId, severity, title, isPrivate }: Page, maxChars: number): string {
  return cleanLine(`${incidentId}: ${isPrivate ? `${severity} incident` : title}`, maxChars);
}

export function reasonWords(reason: PageReason): string {
  switch (reason.kind) {
    case 'started':
      return 'The incident has started.';
    case 'escalated':
      return `The incident was escalated to level ${reason.level}.`;
    case 'slackUnreachable':
      return 'Slack cannot be reached, so people have not been called there.';
    case 'reopened':
      return 'The incident was reopened.';
    default:
      return assertNever(reason);
  }
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
