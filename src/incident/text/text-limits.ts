/** Slack's header block allows 150 characters; this leaves room for an emoji. */
export const TITLE_CHARS = 140;
export const NAME_CHARS = 140;
export const DESCRIPTION_CHARS = 10_000;
/** Slack's limit for the display name of a person. */
export const PERSON_NAME_CHARS = 80;
