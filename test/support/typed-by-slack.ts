import type { KnownBlock, MessageAttachment, MessageMetadata, ModalView as SlackModalView } from '@slack/types';
import type { MessageBlock, ViewBlock } from '../../src/demo/slack/strict/blocks';
import type { Attachment, Metadata } from '../../src/demo/slack/strict/message';
import type { ModalView } from '../../src/demo/slack/strict/view';

/** What the schemas accept is what Slack's own types describe; otherwise this does not compile. */
export const TYPED_BY_SLACK = {
  block: (one: MessageBlock | ViewBlock): KnownBlock => one,
  attachment: (one: Attachment): MessageAttachment => one,
  metadata: (one: Metadata): MessageMetadata => one,
  view: (one: ModalView): SlackModalView => one,
};
