import type {
  ActionsBlock,
  Button,
  Checkboxes,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  ImageBlock,
  ImageElement,
  InputBlock,
  KnownBlock,
  MultiStaticSelect,
  MultiUsersSelect,
  Overflow,
  PlainTextInput,
  RadioButtons,
  SectionBlock,
  StaticSelect,
  UsersSelect,
} from '@slack/web-api';

/** Exactly the blocks that the project may send. */
export type DrawnBlock = HeaderBlock | SectionBlock | ContextBlock | DividerBlock | ImageBlock | ActionsBlock | InputBlock;
/** Elements with a value of their own. */
export type StatefulElement =
  | StaticSelect
  | MultiStaticSelect
  | UsersSelect
  | MultiUsersSelect
  | PlainTextInput
  | RadioButtons
  | Checkboxes;
/** Elements that only do something. */
export type PressedElement = Button | Overflow;
export type DrawnElement = StatefulElement | PressedElement | ImageElement;

const BLOCKS: Readonly<Record<DrawnBlock['type'], true>> = {
  header: true,
  section: true,
  context: true,
  divider: true,
  image: true,
  actions: true,
  input: true,
};
const STATEFUL: Readonly<Record<StatefulElement['type'], true>> = {
  static_select: true,
  multi_static_select: true,
  users_select: true,
  multi_users_select: true,
  plain_text_input: true,
  radio_buttons: true,
  checkboxes: true,
};
const PRESSED: Readonly<Record<PressedElement['type'] | ImageElement['type'], true>> = { button: true, overflow: true, image: true };

interface Typed {
  readonly type?: string;
}

export const isDrawn = (block: Typed): block is DrawnBlock => Object.hasOwn(BLOCKS, block.type ?? '');
export const isStateful = (element: Typed): element is StatefulElement => Object.hasOwn(STATEFUL, element.type ?? '');
export const isDrawnElement = (element: Typed): element is DrawnElement =>
  isStateful(element) || Object.hasOwn(PRESSED, element.type ?? '');

export interface PlacedElement {
  readonly blockId: string;
  readonly element: DrawnElement;
}

/** Everything that can be pressed, chosen or filled in. */
export function elementsIn(blocks: readonly KnownBlock[]): readonly PlacedElement[] {
  return blocks.flatMap((block): readonly PlacedElement[] => {
    const blockId = block.block_id ?? '';
    if (!isDrawn(block)) return [];
    if (block.type === 'actions') return block.elements.flatMap((element) => placed(blockId, element));
    if (block.type === 'input') return placed(blockId, block.element);
    return block.type === 'section' && block.accessory !== undefined ? placed(blockId, block.accessory) : [];
  });
}

const placed = (blockId: string, element: Typed): readonly PlacedElement[] => (isDrawnElement(element) ? [{ blockId, element }] : []);

export function statefulIn(blocks: readonly KnownBlock[]): readonly { readonly blockId: string; readonly element: StatefulElement }[] {
  return elementsIn(blocks).flatMap(({ blockId, element }) => (isStateful(element) ? [{ blockId, element }] : []));
}
