import type { KnownBlock, PlainTextOption } from '@slack/web-api';
import { assertNever } from '../../../incident/text/assert-never';
import { isStateful, type StatefulElement, statefulIn } from '../draw/drawn-blocks';

/** `state.values`: by block, by action. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
/** What a person has entered or chosen on the page: by block, by action; several values of one that allows several. */
export type Entered = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The state of a view or message, in Slack's form. What a person has not touched has its initial value. */
export function stateOf(blocks: readonly KnownBlock[], entered: Entered): StateValues {
  const values: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const { blockId, element } of statefulIn(blocks)) {
    const actionId = element.action_id ?? '';
    values[blockId] = { ...values[blockId], [actionId]: stateValue(element, entered[blockId]?.[actionId]) };
  }
  return values;
}

/** What stands in a payload for an element: `state.values` and `actions` hold the same. */
export function stateValue(element: StatefulElement, given: string | readonly string[] | undefined): Record<string, unknown> {
  const { type } = element;
  const one = typeof given === 'string' ? given : given?.[0];
  const many = given === undefined ? undefined : typeof given === 'string' ? [given] : given;
  switch (type) {
    case 'plain_text_input':
      return { type, value: (one ?? element.initial_value) || null };
    case 'static_select':
      return { type, selected_option: chosen(optionsOf(element), one, element.initial_option) };
    case 'radio_buttons':
      return { type, selected_option: chosen(optionsOf(element), one, element.initial_option) };
    case 'users_select':
      return { type, selected_user: (one ?? element.initial_user) || null };
    case 'multi_users_select':
      return { type, selected_users: many ?? element.initial_users ?? [] };
    case 'multi_static_select':
      return { type, selected_options: allChosen(optionsOf(element), many, element.initial_options) };
    case 'checkboxes':
      return { type, selected_options: allChosen(optionsOf(element), many, element.initial_options) };
    default:
      return assertNever(element);
  }
}

type Option = PlainTextOption | { readonly value?: string };

export function optionsOf(element: Extract<StatefulElement, { options?: unknown }>): readonly Option[] {
  const groups = 'option_groups' in element ? (element.option_groups ?? []) : [];
  return [...(element.options ?? []), ...groups.flatMap(({ options }) => options)];
}

/** Only what is on offer can be chosen. */
function chosen(options: readonly Option[], value: string | undefined, initial: Option | undefined): Option | null {
  if (value === undefined) return initial ?? null;
  return options.find((option) => option.value === value) ?? null;
}

function allChosen(options: readonly Option[], values: readonly string[] | undefined, initial: readonly Option[] = []) {
  return values === undefined ? initial : options.filter(({ value }) => value !== undefined && values.includes(value));
}

/** What Slack itself asks for before it sends a modal: by block. */
export function missingInputs(blocks: readonly KnownBlock[], values: StateValues): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || block.block_id === undefined || !isStateful(block.element)) continue;
    const state = values[block.block_id]?.[block.element.action_id ?? ''] ?? {};
    const given = Object.entries(state).find(([name]) => name !== 'type')?.[1];
    const isEmpty = given === null || given === undefined || (Array.isArray(given) && given.length === 0);
    if (isEmpty && block.optional !== true) errors[block.block_id] = 'Please complete this required field.';
    if (block.element.type !== 'plain_text_input' || typeof given !== 'string') continue;
    const { max_length: max = 3_000, min_length: min = 0 } = block.element;
    if (given.length > max) errors[block.block_id] = `Please shorten this to ${max} characters.`;
    if (given.length < min) errors[block.block_id] = `Please enter at least ${min} characters.`;
  }
  return errors;
}
