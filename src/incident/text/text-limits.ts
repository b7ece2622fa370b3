/** Slack's header block takes 150 characters; ours leave room for an emoji. */
export const TITLE_CHARS = 140;
export const NAME_CHARS = 140;
export const DESCRIPTION_CHARS = 10_000;
