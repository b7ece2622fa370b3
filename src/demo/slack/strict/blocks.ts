import { z } from 'zod';
import {
  button,
  checkboxes,
  imageElement,
  multiStaticSelect,
  multiUsersSelect,
  overflow,
  plainTextInput,
  radioButtons,
  staticSelect,
  usersSelect,
} from './elements';
import { anyText, items, plainText, text, url } from './text-objects';

/**
 * The blocks that this project uses; Slack has more. They are described at docs.slack.dev/reference/block-kit/blocks, one page each.
 * An unknown property is refused, as Slack does.
 */
const identified = { block_id: text(255).optional() };

/** …/header-block */
const header = z.strictObject({ type: z.literal('header'), text: plainText(150), ...identified });

/** …/section-block */
const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3_000).optional(),
    fields: items(anyText(2_000), 10).optional(),
    accessory: z
      .discriminatedUnion('type', [
        button,
        overflow,
        imageElement,
        staticSelect,
        multiStaticSelect,
        usersSelect,
        multiUsersSelect,
        radioButtons,
        checkboxes,
      ])
      .optional(),
    expand: z.boolean().optional(),
    ...identified,
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'must provide either text or fields');

/** …/context-block */
const context = z.strictObject({
  type: z.literal('context'),
  elements: items(z.union([anyText(), imageElement], { error: 'unsupported type of element' }), 10),
  ...identified,
});

/** …/divider-block */
const divider = z.strictObject({ type: z.literal('divider'), ...identified });

/** …/image-block */
const image = z.strictObject({
  type: z.literal('image'),
  image_url: url(3_000),
  alt_text: text(2_000),
  title: plainText(2_000).optional(),
  ...identified,
});

/** …/actions-block */
const actions = z
  .strictObject({
    type: z.literal('actions'),
    elements: items(
      z.discriminatedUnion('type', [
        button,
        overflow,
        staticSelect,
        multiStaticSelect,
        usersSelect,
        multiUsersSelect,
        radioButtons,
        checkboxes,
      ]),
      25,
    ),
    ...identified,
  })
  .refine(({ elements }) => areUnique(elements.map(({ action_id }) => action_id)), 'action_id must be unique within the block');

/** …/input-block */
const input = z.strictObject({
  type: z.literal('input'),
  label: plainText(2_000),
  element: z.discriminatedUnion('type', [
    plainTextInput,
    staticSelect,
    multiStaticSelect,
    usersSelect,
    multiUsersSelect,
    radioButtons,
    checkboxes,
  ]),
  hint: plainText(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  ...identified,
});

const messageBlock = z.discriminatedUnion('type', [header, section, context, divider, image, actions]);
const viewBlock = z.discriminatedUnion('type', [header, section, context, divider, image, actions, input]);
export type MessageBlock = z.infer<typeof messageBlock>;
export type ViewBlock = z.infer<typeof viewBlock>;

const SAME_ID = 'block_id must be unique';
const haveOwnIds = (blocks: readonly { readonly block_id?: string | undefined }[]): boolean =>
  areUnique(blocks.map(({ block_id }) => block_id));

export const messageBlocks = items(messageBlock, 50, 0).refine(haveOwnIds, SAME_ID);
export const viewBlocks = items(viewBlock, 100).refine(haveOwnIds, SAME_ID);

function areUnique(ids: readonly (string | undefined)[]): boolean {
  const given = ids.filter((id) => id !== undefined);
  return new Set(given).size === given.length;
}
