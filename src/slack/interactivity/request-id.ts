import { createHash } from 'node:crypto';

/**
 * Ids by which a repeat of the same act is recognised: a double click, a request that is delivered again, one that is replayed.
 * A button's value holds the incident's revision, so the same button may act again later.
 */
export const idOfClick = (click: { messageTs: string; actionId: string; value: string; userId: string }): string =>
  `slack-click:${click.messageTs}:${click.actionId}:${digest(click.value)}:${click.userId}`;

/** A form sent again with other values, after it was refused, is another request. */
export const idOfForm = (viewId: string, values: unknown): string => `slack-form:${viewId}:${digest(JSON.stringify(values))}`;

/** A message is on an incident's timeline once, whoever adds it. */
export const idOfQuote = (channelId: string, ts: string): string => `slack-quote:${channelId}:${ts}`;

export const idOfLine = (triggerId: string): string => `slack-line:${triggerId}`;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
