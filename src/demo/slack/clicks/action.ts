import { assertNever } from '../../../incident/text/assert-never';
import { isStateful, type PlacedElement } from '../draw/drawn-blocks';
import type { Payload } from './payloads';
import { stateValue } from './state';

/** An entry of `actions` in a payload. */
export function actionOf({ blockId, element }: PlacedElement, value: string | readonly string[] | undefined, actionTs: string): Payload {
  const about = { action_id: 'action_id' in element ? element.action_id : '', block_id: blockId };
  if (isStateful(element)) return { ...about, ...placeholderOf(element), ...stateValue(element, value), action_ts: actionTs };
  switch (element.type) {
    case 'button': {
      const { type, text, value: own, style, url } = element;
      return { ...about, text, ...given({ value: own, style, url }), type, action_ts: actionTs };
    }
    case 'overflow': {
      const selected = element.options.find((option) => option.value === value) ?? null;
      return { ...about, type: element.type, selected_option: selected, action_ts: actionTs };
    }
    case 'image':
      return about;
    default:
      return assertNever(element);
  }
}

const placeholderOf = (element: object): Payload => ('placeholder' in element ? { placeholder: element.placeholder } : {});

function given(fields: Readonly<Record<string, unknown>>): Payload {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
