import type { Content, Message } from '../slack-json';

/** A message that one person sees, until the page is loaded again in real Slack; here it stays. */
export interface Ephemeral extends Message {
  readonly channel: string;
  /** Who sees it. */
  readonly reader: string;
  /** True if Slack itself says it, not the app. */
  readonly isFromSlack?: boolean;
}

export class Ephemerals {
  #messages: readonly Ephemeral[] = [];

  add(message: Ephemeral): void {
    this.#messages = [...this.#messages, message];
  }

  /** In the channel itself if `threadTs` is undefined. */
  seenBy(reader: string, channel: string, threadTs?: string): readonly Ephemeral[] {
    return this.#messages.filter((one) => one.reader === reader && one.channel === channel && one.thread_ts === threadTs);
  }

  find(reader: string, channel: string, ts: string): Ephemeral | undefined {
    return this.#messages.find((one) => one.reader === reader && one.channel === channel && one.ts === ts);
  }

  replace({ reader, channel, ts }: Pick<Ephemeral, 'reader' | 'channel' | 'ts'>, { text, blocks, attachments }: Content): void {
    this.#messages = this.#messages.map((one) => {
      if (one.reader !== reader || one.channel !== channel || one.ts !== ts) return one;
      const { blocks: _blocks, attachments: _attachments, ...rest } = one;
      return { ...rest, text, ...(blocks === undefined ? {} : { blocks }), ...(attachments === undefined ? {} : { attachments }) };
    });
  }

  remove({ reader, channel, ts }: Pick<Ephemeral, 'reader' | 'channel' | 'ts'>): void {
    this.#messages = this.#messages.filter((one) => one.reader !== reader || one.channel !== channel || one.ts !== ts);
  }
}
