import { z } from 'zod';

/**
 * Lengths are counted in UTF-16 units. Slack does not say what it counts; no other count of characters is larger.
 *
 * The messages of refusals are Slack's own.
 */
export function text(max: number, min = 1) {
  return z
    .string({ error: 'must be a string' })
    .min(min, `must be more than ${min - 1} characters`)
    .max(max, `must be less than ${max + 1} characters`);
}

export function url(max: number) {
  return text(max).refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), 'must be a valid URL');
}

export function items<Item extends z.ZodType>(item: Item, max: number, min = 1) {
  return z
    .array(item, { error: 'must be an array' })
    .min(min, `no fewer than ${min} ${min === 1 ? 'item' : 'items'} allowed`)
    .max(max, `no more than ${max} items allowed`);
}

/** Text objects have at most 3,000 characters; most places allow fewer: docs.slack.dev/reference/block-kit/composition-objects/text-object */
const MAX_TEXT = 3_000;

export function plainText(max = MAX_TEXT) {
  return z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.boolean().optional() });
}

export function mrkdwn(max = MAX_TEXT) {
  return z.strictObject({ type: z.literal('mrkdwn'), text: text(max), verbatim: z.boolean().optional() });
}

export function anyText(max = MAX_TEXT) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

/** docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const confirmation = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

/**
 * docs.slack.dev/reference/block-kit/composition-objects/option-object. Only entries of an overflow menu may have an address.
 */
const optionFields = { value: text(150), description: plainText(75).optional() };
export const option = z.strictObject({ text: plainText(75), ...optionFields });
export const linkedOption = z.strictObject({ text: plainText(75), ...optionFields, url: url(3_000).optional() });
/** For radio buttons and checkboxes. */
export const richOption = z.union([option, z.strictObject({ text: mrkdwn(75), ...optionFields })], {
  error: 'must be a valid option',
});

/** docs.slack.dev/reference/block-kit/composition-objects/option-group-object */
export const optionGroup = z.strictObject({ label: plainText(75), options: items(option, 100) });
