import { within } from '../../http/within';
import { isOfPublic } from '../../incident/model/incident';
import { cleanText } from '../../incident/text/clean-text';
import { type Answer, answer } from './answer';
import type { Desk } from './desk';
import { renderQuoteForm } from './modals/quote-form';
import { openView, personInTime } from './open-form';
import { outcomeText, said, troubleText } from './outcome-words';
import { outcomeOf, perform } from './perform';
import type { Place } from './place';
import { namesIn, readMrkdwn } from './read-mrkdwn';
import { idOfQuote } from './request-id';
import { whyNot } from './rights';
import { incidentOfRoom } from './room-incident';

/** A message that someone wants on the timeline. */
export interface Quote {
  readonly user: { readonly userId: string; readonly name: string };
  readonly place: Place & { readonly channelId: string };
  readonly triggerId: string;
  readonly message: {
    readonly ts: string;
    readonly text: string;
    readonly author: { readonly userId: string | null; readonly name: string };
  };
}

const FIRST_MS = 1_500;
const MAX_NAMES = 10;
/** A note takes 3,000 characters; the permalink leads to the rest. */
const MAX_TEXT = 2_900;

/** Adds a message to the timeline of the incident whose room it is in; elsewhere, a form asks which. Never throws. */
export async function quote(desk: Desk, given: Quote): Promise<void> {
  const told = await take(desk, given).catch((error: unknown): Answer => said(troubleText(outcomeOf(desk, error), null, desk)));
  if (told !== null) await answer(desk, given.place, given.user.userId, told);
}

async function take(desk: Desk, given: Quote): Promise<Answer | null> {
  const { user, place } = given;
  const room = incidentOfRoom(desk, place.channelId);
  const [person, early] = await Promise.all([
    personInTime(desk, user),
    within(
      FIRST_MS,
      room.then((incidentId) => ({ incidentId })),
    ),
  ]);
  const refused = person === null ? null : whyNot(person.standing, 'addNote');
  if (refused !== null) return said(refused);
  const incidentId = early === null ? await room : early.incidentId;
  if (incidentId !== null) return addTo(desk, given, incidentId);
  // A form has to open within three seconds of the click.
  return early === null ? said(TOO_LATE) : ask(desk, given);
}

const TOO_LATE = '❌ Not done: it took too long to find out about this channel. Try again in a moment; a repeat is safe.';

async function addTo(desk: Desk, { user, place, message }: Quote, incidentId: string): Promise<Answer> {
  const person = await desk.people.find(user);
  const refused = whyNot(person.standing, 'addNote');
  if (refused !== null) return said(refused);
  const payload = await quotedOf(desk, place, message);
  const requestId = idOfQuote(place.channelId, message.ts);
  const wanted = { name: 'addNote', incidentId, payload, requestId } as const;
  return said(outcomeText(await perform(desk, person, wanted), wanted, desk));
}

/** Null once the form is open. */
async function ask(desk: Desk, { place, triggerId, message }: Quote): Promise<Answer | null> {
  const listed = openIncidents(desk);
  const [quoted, open] = await Promise.all([within(FIRST_MS, quotedOf(desk, place, message)), within(FIRST_MS, listed)]);
  if (open === null) {
    await listed;
    return said('❌ Not done: it took too long to list the incidents. Try again in a moment; a repeat is safe.');
  }
  const metadata = { incidentId: null, ...place, ...(quoted === null ? {} : { quoted: quoted.quoted }) };
  const view = renderQuoteForm(metadata, quoted?.text ?? message.text, open);
  if (view === null) return said('❌ Not done: no public incident is open.');
  await openView(desk, triggerId, view);
  return null;
}

async function openIncidents({ incidents }: Desk) {
  const open = await incidents.list({ limit: 100 });
  return open.flatMap(({ incident_id, title }) => (isOfPublic(title) ? [{ incidentId: incident_id, title }] : []));
}

/** What is kept of a message: author, time, address and text. */
async function quotedOf({ call, people }: Desk, { channelId: channel }: Quote['place'], { ts, text, author }: Quote['message']) {
  const nameOf = async (userId: string) => [userId, (await people.find({ userId, name: '' })).name] as const;
  const [permalink, name, names] = await Promise.all([
    call('chat.getPermalink', (client) => client.chat.getPermalink({ channel, message_ts: ts })).then(
      (found) => found.permalink ?? null,
      () => null,
    ),
    author.userId === null ? author.name : nameOf(author.userId).then(([, known]) => known),
    Promise.all(namesIn(text).slice(0, MAX_NAMES).map(nameOf)),
  ]);
  const at = new Date(Number(ts) * 1_000).toISOString();
  return { text: cleanText(readMrkdwn(text, new Map(names)), MAX_TEXT), quoted: { author: name, at, permalink } };
}
