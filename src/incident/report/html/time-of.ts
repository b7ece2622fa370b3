import { html, type Markup } from './html';

/** A UTC time that wraps only between date and time; the text itself if it is not a time. */
export function timeOf(iso: string): Markup {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return html`${iso}`;
  const exact = new Date(ms).toISOString();
  return html`<time datetime="${exact}">${exact.slice(0, 10)} <span class="nowrap">${exact.slice(11, 19)}</span></time>`;
}
