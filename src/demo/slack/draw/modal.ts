import { html, type Markup } from '../../../incident/report/html/html';
import type { ModalView } from '../recorder/views';
import { drawBlocks } from './blocks';
import { withEmoji } from './emoji';
import type { Reader } from './reader';

/** What a modal shows: the app may have sent one, or it is a sample. */
export type ShownModal = Pick<ModalView, 'title' | 'submit' | 'close' | 'blocks'> & { readonly id: string; readonly hash: string };

export function drawModal(
  view: ShownModal,
  reader: Reader,
  errors: Readonly<Record<string, string>> = {},
  failure: string | null = null,
): Markup {
  const submit = view.submit === null ? null : html`<button type="submit" class="button primary">${withEmoji(view.submit.text)}</button>`;
  const trouble = failure === null ? null : html`<p class="error" role="alert">${failure}</p>`;
  return html`<div class="veil"><form class="modal" role="dialog" aria-modal="true" aria-label="${view.title.text}" data-view="${view.id}" data-hash="${view.hash}">
<header><h2>${withEmoji(view.title.text)}</h2><button type="button" class="close" data-act="close" aria-label="Close">✕</button></header>
<div class="content">${trouble}${drawBlocks(view.blocks, reader, errors)}</div>
<footer><button type="button" class="button" data-act="close">${view.close === null ? 'Close' : withEmoji(view.close.text)}</button>${submit}</footer></form></div>`;
}
