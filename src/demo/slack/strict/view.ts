import { z } from 'zod';
import { viewBlocks } from './blocks';
import { plainText, text } from './text-objects';

/** docs.slack.dev/reference/views/modal-views */
export const modalView = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    blocks: viewBlocks,
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    private_metadata: text(3_000, 0).optional(),
    callback_id: text(255, 0).optional(),
    external_id: text(255, 0).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .refine(({ blocks, submit }) => submit !== undefined || !blocks.some(({ type }) => type === 'input'), {
    path: ['submit'],
    error: 'must be provided when a block is an input',
  });
export type ModalView = z.infer<typeof modalView>;

/** `view_too_large`: docs.slack.dev/reference/methods/views.open */
export const MAX_VIEW_BYTES = 250_000;
