import { z } from 'zod';
import { confirmation, items, linkedOption, option, optionGroup, plainText, richOption, text, url } from './text-objects';

/**
 * The elements that this project uses; Slack has more. They are described at docs.slack.dev/reference/block-kit/block-elements, one
 * page each. An unknown property is refused, as Slack does.
 */
const actionable = { action_id: text(255).optional(), confirm: confirmation.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const severalItems = { max_selected_items: z.number().int().min(1).optional() };

/** …/button-element */
export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: text(2_000, 0).optional(),
  url: url(3_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: text(75).optional(),
  ...actionable,
});

/** …/overflow-menu-element */
export const overflow = z.strictObject({ type: z.literal('overflow'), options: items(linkedOption, 5), ...actionable });

type Choice = z.infer<typeof richOption>;
/** What the menus and groups below offer, and what they have chosen beforehand. */
interface Offer {
  readonly options?: readonly Choice[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly Choice[] }[] | undefined;
  readonly initial_option?: Choice | undefined;
  readonly initial_options?: readonly Choice[] | undefined;
}

const offered = ({ options, option_groups }: Offer): readonly Choice[] => [
  ...(options ?? []),
  ...(option_groups ?? []).flatMap((group) => group.options),
];
const hasOneKind = ({ options, option_groups }: Offer): boolean => (options === undefined) !== (option_groups === undefined);
const ONE_KIND = 'must provide either options or option_groups';
/** Slack wants an exact copy of the option. */
const offersInitial = (offer: Offer): boolean => {
  const all = new Set(offered(offer).map((one) => JSON.stringify(one)));
  return [offer.initial_option ?? [], offer.initial_options ?? []].flat().every((one) => all.has(JSON.stringify(one)));
};
const NOT_OFFERED = 'initial options must match the options exactly';
const hasUniqueValues = (offer: Offer): boolean => new Set(offered(offer).map(({ value }) => value)).size === offered(offer).length;
const NOT_UNIQUE = 'option values must be unique';

const menu = { options: items(option, 100).optional(), option_groups: items(optionGroup, 100).optional() };

/** …/select-menu-element */
export const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...menu,
    initial_option: option.optional(),
    ...actionable,
    ...focusable,
    ...placeholder,
  })
  .refine(hasOneKind, ONE_KIND)
  .refine(offersInitial, NOT_OFFERED)
  .refine(hasUniqueValues, NOT_UNIQUE);

/** …/multi-select-menu-element */
export const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...menu,
    initial_options: items(option, 100).optional(),
    ...actionable,
    ...focusable,
    ...placeholder,
    ...severalItems,
  })
  .refine(hasOneKind, ONE_KIND)
  .refine(offersInitial, NOT_OFFERED)
  .refine(hasUniqueValues, NOT_UNIQUE);

export const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  initial_user: text(255).optional(),
  ...actionable,
  ...focusable,
  ...placeholder,
});

export const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  initial_users: items(text(255), 100).optional(),
  ...actionable,
  ...focusable,
  ...placeholder,
  ...severalItems,
});

/** …/radio-button-group-element */
export const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    options: items(richOption, 10),
    initial_option: richOption.optional(),
    ...actionable,
    ...focusable,
  })
  .refine(offersInitial, NOT_OFFERED)
  .refine(hasUniqueValues, NOT_UNIQUE);

/** …/checkboxes-element */
export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    options: items(richOption, 10),
    initial_options: items(richOption, 10).optional(),
    ...actionable,
    ...focusable,
  })
  .refine(offersInitial, NOT_OFFERED)
  .refine(hasUniqueValues, NOT_UNIQUE);

/** …/plain-text-input-element */
export const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: text(255).optional(),
  initial_value: text(3_000, 0).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3_000).optional(),
  max_length: z.number().int().min(1).max(3_000).optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: items(z.enum(['on_enter_pressed', 'on_character_entered']), 2).optional() })
    .optional(),
  ...focusable,
  ...placeholder,
});

/** …/image-element */
export const imageElement = z.strictObject({ type: z.literal('image'), image_url: url(3_000), alt_text: text(2_000) });
