import { html, type Markup } from '../../../incident/report/html/html';
import { nameOf, type Reader } from './reader';

const COLOURS = ['#4a6fa5', '#8a5a9e', '#2f855a', '#b7791f', '#c05621', '#2b6cb0', '#97266d', '#5a67d8'];

/** A square with the person's initials; the app has a bell. A picture of Slack's would have to be fetched. */
export function drawAvatar(reader: Reader, userId: string): Markup {
  const isApp = reader.people.get(userId)?.isBot === true;
  const name = nameOf(reader, userId);
  const initials = [...name.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)]
    .map(([letter]) => letter)
    .slice(0, 2)
    .join('')
    .toUpperCase();
  const colour = isApp
    ? '#7b1e1e'
    : (COLOURS[[...userId].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % COLOURS.length] ?? '');
  return html`<svg class="avatar" viewBox="0 0 36 36" aria-hidden="true"><rect width="36" height="36" rx="6" fill="${colour}"/><text x="18" y="24" text-anchor="middle">${isApp ? '🚨' : initials}</text></svg>`;
}
