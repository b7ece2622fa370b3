import { z } from 'zod';
import { assertNever } from '../../../incident/text/assert-never';
import { pressInMessage, pressInView, runCommand, useGlobalShortcut, useMessageShortcut } from '../clicks/clicks';
import { closeModal, NOTHING_WRONG, type Submitted, submitModal } from '../clicks/modals';
import { join, say } from '../clicks/people-acts';
import type { Person, Room } from '../recorder/workspace';
import type { PageParts } from './page-parts';

const id = z.string().max(100);
const chosen = z.union([z.string().max(40_000), z.array(z.string().max(500)).max(200)]);
const entered = z.record(z.string().max(300), z.record(z.string().max(300), chosen)).default({});
const element = { blockId: z.string().max(300), actionId: z.string().max(300), value: chosen.optional(), entered };
const message = { room: id, ts: id, threadTs: id.optional() };

/** What the page's script sends. */
const ACT = z.discriminatedUnion('act', [
  z.object({ act: z.literal('press'), as: id, ...message, ...element }),
  z.object({ act: z.literal('pressInView'), as: id, ...element }),
  z.object({ act: z.literal('submit'), as: id, entered }),
  z.object({ act: z.literal('close'), as: id }),
  z.object({ act: z.literal('type'), as: id, room: id, threadTs: id.optional(), text: z.string().min(1).max(40_000) }),
  z.object({ act: z.literal('shortcut'), as: id, callbackId: z.string().max(300) }),
  z.object({ act: z.literal('messageShortcut'), as: id, ...message, callbackId: z.string().max(300) }),
  z.object({ act: z.literal('join'), as: id, room: id }),
  z.object({ act: z.literal('dismiss'), as: id, ...message }),
]);
export type Act = z.infer<typeof ACT>;

/** What the page shows afterwards. */
export interface Done {
  /** Said once, at the bottom of the page; null if all went well. */
  readonly failure: string | null;
  readonly submitted?: Submitted;
}

/** Null if it is not something that the page sends. */
export function readAct(body: unknown): Act | null {
  const { success, data } = ACT.safeParse(body);
  return success ? data : null;
}

export async function perform(parts: PageParts, act: Act): Promise<Done> {
  const person = (await parts.clicks.reader.clickers()).find(({ id: userId }) => userId === act.as);
  if (person === undefined) return { failure: 'Choose who you are.' };
  const room = 'room' in act ? (await parts.clicks.reader.roomsOf(person.id)).find(({ id: roomId }) => roomId === act.room) : undefined;
  if ('room' in act && room === undefined) return { failure: 'You are not in this room.' };
  return performIn(parts, act, person, room as Room);
}

async function performIn({ clicks, api }: PageParts, act: Act, person: Person, room: Room): Promise<Done> {
  const here = { person, room };
  switch (act.act) {
    case 'press':
      return { failure: await pressInMessage(clicks, here, act) };
    case 'pressInView':
      return { failure: await pressInView(clicks, person, act) };
    case 'submit':
      return { failure: null, submitted: await submitModal(clicks, person, act.entered) };
    case 'close':
      await closeModal(clicks, person);
      return { failure: null, submitted: NOTHING_WRONG };
    case 'type':
      if (!act.text.startsWith('/')) return { failure: await say(api, clicks, here, act) };
      if (act.threadTs !== undefined) return { failure: 'Slack takes no slash commands in threads. Type it in the room.' };
      await runCommand(clicks, here, act.text);
      return { failure: null };
    case 'shortcut':
      return { failure: await useGlobalShortcut(clicks, person, act.callbackId) };
    case 'messageShortcut':
      return { failure: await useMessageShortcut(clicks, here, act) };
    case 'join':
      return { failure: await join(api, clicks, here) };
    case 'dismiss':
      clicks.recorder.ephemerals.remove({ reader: person.id, channel: room.id, ts: act.ts });
      clicks.recorder.changes.announce({ channel: room.id });
      return { failure: null };
    default:
      return assertNever(act);
  }
}
