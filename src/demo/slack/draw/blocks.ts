import type { MrkdwnElement, PlainTextElement } from '@slack/web-api';
import { html, type Markup } from '../../../incident/report/html/html';
import { assertNever } from '../../../incident/text/assert-never';
import { type DrawnBlock, isDrawn } from './drawn-blocks';
import { drawAnyElement, drawImage } from './elements';
import { withEmoji } from './emoji';
import { drawMrkdwn } from './mrkdwn';
import type { Reader } from './reader';

export function drawBlocks(
  blocks: readonly { readonly type?: string }[],
  reader: Reader,
  errors: Readonly<Record<string, string>> = {},
): Markup {
  return html`${blocks.map((block) => (isDrawn(block) ? drawBlock(block, reader, errors) : html`<p class="unknown">${block.type ?? 'block'}: this block is not drawn here.</p>`))}`;
}

function drawBlock(block: DrawnBlock, reader: Reader, errors: Readonly<Record<string, string>>): Markup {
  const blockId = block.block_id ?? '';
  switch (block.type) {
    case 'header':
      return html`<h3 class="header">${withEmoji(block.text.text)}</h3>`;
    case 'divider':
      return html`<hr>`;
    case 'section': {
      const { text, fields = [], accessory } = block;
      const shown = text === undefined ? null : html`<div class="text">${drawText(text, reader)}</div>`;
      const drawn = fields.map((field) => html`<div class="text">${drawText(field, reader)}</div>`);
      const grid = drawn.length === 0 ? null : html`<div class="fields">${drawn}</div>`;
      const side = accessory === undefined ? null : html`<div class="accessory">${drawAnyElement(blockId, accessory, reader)}</div>`;
      return html`<div class="section"><div class="grow">${shown}${grid}</div>${side}</div>`;
    }
    case 'context': {
      const parts = block.elements.map((element) =>
        element.type === 'image'
          ? drawImage('image_url' in element ? element.image_url : undefined, element.alt_text)
          : drawText(element, reader),
      );
      return html`<div class="context">${parts.map((part) => html`<div>${part}</div>`)}</div>`;
    }
    case 'image': {
      const title = block.title === undefined ? null : html`<div class="text">${withEmoji(block.title.text)}</div>`;
      return html`<div class="picture">${title}${drawImage('image_url' in block ? block.image_url : undefined, block.alt_text)}</div>`;
    }
    case 'actions':
      return html`<div class="actions">${block.elements.map((element) => drawAnyElement(blockId, element, reader))}</div>`;
    case 'input': {
      const { label, element, hint, optional } = block;
      const error = errors[blockId];
      const wrong = error === undefined ? null : html`<p class="error" role="alert">${error}</p>`;
      const advice = hint === undefined ? null : html`<p class="hint">${withEmoji(hint.text)}</p>`;
      const may = optional === true ? html` <span class="optional">(optional)</span>` : null;
      return html`<div class="field"><div class="label">${withEmoji(label.text)}${may}</div>${drawAnyElement(blockId, element, reader)}${wrong}${advice}</div>`;
    }
    default:
      return assertNever(block);
  }
}

function drawText(text: PlainTextElement | MrkdwnElement, reader: Reader): Markup {
  return text.type === 'mrkdwn' ? drawMrkdwn(text.text, reader) : html`${withEmoji(text.text)}`;
}
