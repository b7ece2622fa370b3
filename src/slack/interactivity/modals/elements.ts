import type { types } from '@slack/bolt';
import { shortened } from '../../../incident/text/graphemes';

/** Parts of forms, within Slack's limits: labels and hints 2,000 characters, options 75, placeholders 150. */
const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: true });

interface Field {
  /** Names the field in what is submitted, and in errors. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isOptional?: boolean;
}

const input = ({ name, label, hint, isOptional = false }: Field, element: types.InputBlock['element']): types.InputBlock => ({
  type: 'input',
  block_id: name,
  label: plain(label),
  optional: isOptional,
  element,
  ...(hint === undefined ? {} : { hint: plain(hint) }),
});

/** The element's action id is fixed: each field has one element, in a block of its own. */
export const VALUE = 'value';

interface TextField extends Field {
  readonly maxLength: number;
  readonly isMultiline?: boolean;
  readonly initial?: string;
}

export function textField(field: TextField): types.InputBlock {
  const { maxLength, isMultiline = false, initial = '' } = field;
  return input(field, {
    type: 'plain_text_input',
    action_id: VALUE,
    multiline: isMultiline,
    max_length: maxLength,
    ...(initial === '' ? {} : { initial_value: shortened(initial, maxLength) }),
  });
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}
const option = ({ value, text }: Choice): types.PlainTextOption => ({ value, text: plain(text) });

export function choiceField(field: Field & { readonly choices: readonly Choice[]; readonly initial?: string }): types.InputBlock {
  const initial = field.choices.find(({ value }) => value === field.initial);
  return input(field, {
    type: 'static_select',
    action_id: VALUE,
    options: field.choices.map(option),
    ...(initial === undefined ? {} : { initial_option: option(initial) }),
  });
}

export const personField = (field: Field): types.InputBlock => input(field, { type: 'users_select', action_id: VALUE });

export function peopleField(field: Field & { readonly most: number }): types.InputBlock {
  return input(field, { type: 'multi_users_select', action_id: VALUE, max_selected_items: field.most });
}

export const tickField = (field: Field & { readonly choice: Choice }): types.InputBlock =>
  input(field, { type: 'checkboxes', action_id: VALUE, options: [option(field.choice)] });

/** A form: title and buttons have at most 24 characters. */
export function modal(view: {
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string;
  /** What closes it without doing anything. */
  readonly close?: string;
  readonly metadata: string;
  readonly blocks: readonly types.InputBlock[];
}): types.ModalView {
  return {
    type: 'modal',
    callback_id: view.callbackId,
    title: plain(view.title),
    submit: plain(view.submit),
    close: plain(view.close ?? 'Cancel'),
    private_metadata: view.metadata,
    blocks: [...view.blocks],
  };
}
