import { html, type Markup } from './html';

/** Every picture is drawn for wide and for narrow pages; the page shows the one that fits. */
export interface Size {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  /** Space at the right for the label of the last mark. */
  readonly labelWidth: number;
}
export const WIDE: Size = { name: 'wide', width: 760, labelWidth: 150 };
export const NARROW: Size = { name: 'narrow', width: 340, labelWidth: 118 };

export interface Picture {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** The description for screen readers. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly content: readonly (Markup | null)[];
}

export function svg({ id, title, description, width, height, content }: Picture): Markup {
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${width} ${height}">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${content}
</svg>`;
}

export function inBothSizes(draw: (size: Size) => Markup): Markup {
  return html`<div class="wide">${draw(WIDE)}</div>
<div class="narrow">${draw(NARROW)}</div>`;
}
