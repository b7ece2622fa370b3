import type { ConfirmationDialog, PlainTextElement } from '@slack/web-api';
import { html, type Markup } from '../../../incident/report/html/html';
import { assertNever } from '../../../incident/text/assert-never';
import { type DrawnElement, isDrawnElement, type PlacedElement } from './drawn-blocks';
import { withEmoji } from './emoji';
import { drawLink, drawMrkdwn } from './mrkdwn';
import type { Reader } from './reader';

/** An element that the project may not send is named instead. */
export function drawAnyElement(blockId: string, element: { readonly type?: string }, reader: Reader): Markup {
  return isDrawnElement(element)
    ? drawElement({ blockId, element }, reader)
    : html`<span class="unknown">${element.type ?? 'element'}</span>`;
}

/** The client finds what was clicked by these attributes, and the server finds the element by them. */
export function drawElement({ blockId, element }: PlacedElement, reader: Reader): Markup {
  const ids = html`data-block="${blockId}" data-action="${'action_id' in element ? (element.action_id ?? '') : ''}"`;
  switch (element.type) {
    case 'button': {
      const { text, style = '', url, confirm } = element;
      const label = withEmoji(text.text);
      if (url !== undefined && /^https?:\/\//i.test(url))
        return html`<a class="button ${style}" href="${url}" target="_blank" rel="noopener noreferrer" data-act="press" ${ids}>${label}</a>`;
      return html`<button type="button" class="button ${style}" data-act="press" ${ids} ${confirmation(confirm)}>${label}</button>`;
    }
    case 'overflow': {
      const items = element.options.map(
        ({ text, value = '' }) =>
          html`<button type="button" role="menuitem" data-act="press" ${ids} value="${value}" ${confirmation(element.confirm)}>${withEmoji(text.text)}</button>`,
      );
      return html`<details class="overflow"><summary class="button" aria-label="More actions">•••</summary><div class="menu" role="menu">${items}</div></details>`;
    }
    case 'image':
      return drawImage('image_url' in element ? element.image_url : undefined, element.alt_text);
    case 'static_select': {
      const { options = [], option_groups: groups = [], initial_option: initial } = element;
      const shown = options.map(({ text, value = '' }) => option(value, text.text, value === initial?.value));
      const grouped = groups.map(
        ({ label, options: inside }) =>
          html`<optgroup label="${label?.text ?? ''}">${inside.map(({ text, value = '' }) => option(value, text.text, value === initial?.value))}</optgroup>`,
      );
      return html`<select class="select" data-act="choose" ${ids}>${placeholder(element.placeholder)}${shown}${grouped}</select>`;
    }
    case 'users_select': {
      const people = peopleOf(reader).map(({ id, realName }) => option(id, realName, id === element.initial_user));
      return html`<select class="select" data-act="choose" ${ids}>${placeholder(element.placeholder, 'Select a person')}${people}</select>`;
    }
    case 'multi_static_select': {
      const { options = [], option_groups: groups = [], initial_options: initial = [] } = element;
      const all = [...options, ...groups.flatMap((group) => group.options)];
      const ticked = (value: string | undefined): boolean => initial.some((one) => one.value === value);
      const boxes = all.map(({ text, value = '' }) => tick('checkbox', blockId, value, html`${withEmoji(text.text)}`, ticked(value)));
      return many(ids, element.placeholder?.text ?? 'Select options', boxes);
    }
    case 'multi_users_select': {
      const { initial_users: initial = [] } = element;
      const boxes = peopleOf(reader).map(({ id, realName }) => tick('checkbox', blockId, id, html`${realName}`, initial.includes(id)));
      return many(ids, element.placeholder?.text ?? 'Select people', boxes);
    }
    case 'radio_buttons':
    case 'checkboxes':
      return html`<fieldset class="choices" data-act="choose" ${ids}>${choicesOf(element, blockId, reader)}</fieldset>`;
    case 'plain_text_input': {
      const { initial_value: value = '', placeholder: hint, max_length: max, multiline } = element;
      const shared = html`class="input" data-act="write" ${ids} placeholder="${hint?.text ?? ''}" ${max === undefined ? null : html`maxlength="${max}"`}`;
      // A line break after the tag is not part of the content; one at the start of the content would be lost without it.
      return multiline === true
        ? html`<textarea rows="4" ${shared}>
${value}</textarea>`
        : html`<input type="text" autocomplete="off" ${shared} value="${value}">`;
    }
    default:
      return assertNever(element);
  }
}

/** Nothing is fetched from outside: an image is a link that says what it shows. */
export function drawImage(url: string | undefined, alt: string): Markup {
  return html`<span class="image">🖼 ${url === undefined ? html`${alt}` : drawLink(url, alt)}</span>`;
}

type Choices = Extract<DrawnElement, { type: 'radio_buttons' | 'checkboxes' }>;

function choicesOf(element: Choices, blockId: string, reader: Reader): readonly Markup[] {
  const initial = element.type === 'checkboxes' ? (element.initial_options ?? []) : [element.initial_option];
  const kind = element.type === 'checkboxes' ? 'checkbox' : 'radio';
  return element.options.map(({ text, value = '', description }) => {
    const label = text.type === 'mrkdwn' ? drawMrkdwn(text.text, reader) : html`${withEmoji(text.text)}`;
    const more = description === undefined ? null : html`<small>${description.text}</small>`;
    const isTicked = initial.some((one) => one?.value === value);
    return tick(kind, `${blockId}/${element.action_id ?? ''}`, value, html`<span>${label}${more}</span>`, isTicked);
  });
}

function tick(kind: 'checkbox' | 'radio', name: string, value: string, label: Markup, isTicked: boolean): Markup {
  return html`<label><input type="${kind}" name="${name}" value="${value}" ${isTicked ? html`checked` : null}>${label}</label>`;
}

function many(ids: Markup, summary: string, boxes: readonly Markup[]): Markup {
  return html`<details class="many"><summary class="select">${summary}</summary><fieldset class="menu" data-act="choose" ${ids}>${boxes}</fieldset></details>`;
}

const option = (value: string, label: string, isSelected: boolean): Markup =>
  html`<option value="${value}" ${isSelected ? html`selected` : null}>${withEmoji(label)}</option>`;

const placeholder = (text: PlainTextElement | undefined, otherwise = 'Select an option'): Markup =>
  html`<option value="">${text?.text ?? otherwise}</option>`;

const peopleOf = ({ people }: Reader) => [...people.values()].filter(({ isBot }) => !isBot);

function confirmation(dialog: ConfirmationDialog | undefined): Markup | null {
  if (dialog === undefined) return null;
  const { title, text, confirm, deny } = dialog;
  return html`data-confirm="${JSON.stringify([title, text, confirm, deny].map((part) => part?.text ?? ''))}"`;
}
