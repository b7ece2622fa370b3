import { setTimeout as pause } from 'node:timers/promises';
import { within } from '../../http/within';
import type { WarRoom } from '../../incident/model/state';
import { InvalidInputError } from '../../incident/text/errors';
import { escapeText } from '../block-kit/text';
import type { Desk } from './desk';
import { readDeclareForm } from './modals/declare-form';
import type { FormMetadata } from './modals/metadata';
import { troubleText } from './outcome-words';
import { actorFor, outcomeOf } from './perform';
import { idOfForm } from './request-id';
import { whyNot } from './rights';
import { notDone, type Submission, type Told } from './submission';

const TITLE = 'title';
/** A room usually takes a second. */
const ROOM_TRIES = 5;
const ROOM_EVERY_MS = 1_000;
/** Where each look takes long, nobody is left waiting for what is done already. */
const ROOM_LIMIT_MS = 6_000;

/** Declares an incident. The same form, sent twice, declares one. Never throws. */
export async function declare(desk: Desk, { user, viewId, values }: Submission, { from }: FormMetadata): Promise<Told> {
  const person = await desk.people.find(user);
  const refused = whyNot(person.standing, 'declare');
  if (refused !== null) return notDone(refused, TITLE);
  const request = { ...readDeclareForm(values, user.userId, desk.respondersOf), ...actorFor(person) };
  try {
    const { incidentId } = await desk.incidents.start(request, idOfForm(viewId, values), from);
    return { text: await told(desk, incidentId) };
  } catch (error) {
    if (error instanceof InvalidInputError) {
      const field = values[error.field] === undefined ? TITLE : error.field;
      return { text: `❌ Not done: ${escapeText(error.problem)}`, inForm: { [field]: error.problem } };
    }
    return notDone(troubleText(outcomeOf(desk, error), null, desk), TITLE);
  }
}

/** Names the room if there is one in time. */
async function told(desk: Desk, incidentId: string): Promise<string> {
  const room = await within(ROOM_LIMIT_MS, roomOf(desk, incidentId));
  const declared = `✅ ${escapeText(incidentId)} is declared.`;
  return room === null
    ? `${declared} Its room isn't open yet; if you're paged, you'll hear when it is.`
    : `${declared} Its room: <#${room.channelId}>`;
}

async function roomOf({ incidents }: Desk, incidentId: string): Promise<WarRoom | null> {
  for (let tries = 0; tries < ROOM_TRIES; tries += 1) {
    const room = await incidents.read(incidentId).then(
      ({ state }) => state?.warRoom ?? null,
      () => null,
    );
    if (room !== null) return room;
    await pause(ROOM_EVERY_MS, undefined, { ref: false });
  }
  return null;
}
