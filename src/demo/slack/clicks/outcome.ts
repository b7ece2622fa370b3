import { setTimeout as pause } from 'node:timers/promises';
import type { Recorder } from '../recorder/recorder';
import { answerResponse } from '../recorder/respond';
import { slackTs } from '../slack-json';
import type { Reply } from './gateway-door';

interface ToSay {
  readonly recorder: Recorder;
  /** Who reads it. */
  readonly reader: string;
  readonly channel: string;
}

/** Slackbot says it, to one person. */
export async function tell({ recorder, reader, channel }: ToSay, text: string): Promise<void> {
  await pause(1);
  recorder.ephemerals.add({ type: 'message', ts: slackTs(Date.now()), text, channel, reader, user: 'USLACKBOT', isFromSlack: true });
  recorder.changes.announce({ channel });
}

/** What the answer to a slash command shows: its text or message, nothing, or why there is none. */
export async function answerCommand(to: ToSay, command: string, { status, body }: Reply): Promise<void> {
  if (status !== 200) {
    const why = status === null ? body : 'dispatch_failed';
    return tell(to, `${command} failed with the error "${why}"`);
  }
  if (body.trim() === '') return;
  const message = jsonObject(body) ?? { text: body };
  await answerResponse(to.recorder, { userId: to.reader, channel: to.channel }, message);
}

export function jsonObject(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
