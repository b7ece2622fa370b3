import { html, type Markup } from '../../../incident/report/html/html';
import type { Message } from '../slack-json';
import { drawMessage, type Setting, sentAt } from './message';
import type { Reader } from './reader';
import { dayOf } from './slack-date';

/** Messages of one author that follow each other within this time are shown as one run. */
const RUN_MS = 5 * 60_000;

export interface Listed extends Omit<Setting, 'namesAuthor' | 'isPinned' | 'isEphemeral'> {
  readonly pins: readonly string[];
  readonly isEphemeral: (message: Message) => boolean;
}

/** Messages in the order of their times, under a heading for each day. */
export function drawMessages(messages: readonly Message[], reader: Reader, listed: Listed): Markup {
  const sorted = [...messages].sort((one, other) => Number(one.ts) - Number(other.ts));
  let day = '';
  let previous: Message | undefined;
  const drawn = sorted.map((message) => {
    const today = dayOf(sentAt(message.ts), reader);
    const heading = today === day ? null : html`<div class="day"><span>${today}</span></div>`;
    // What only one person sees is no part of a run: others do not see it.
    const isRun =
      heading === null &&
      previous !== undefined &&
      !listed.isEphemeral(previous) &&
      previous.user === message.user &&
      Number(message.ts) - Number(previous.ts) < RUN_MS / 1_000;
    const setting: Setting = {
      channel: listed.channel,
      isEphemeral: listed.isEphemeral(message),
      isPinned: listed.pins.includes(message.ts),
      namesAuthor: !isRun,
      showsThread: listed.showsThread,
      shortcuts: listed.shortcuts,
    };
    day = today;
    previous = message;
    return html`${heading}${drawMessage(message, reader, setting)}`;
  });
  return html`${drawn}`;
}
