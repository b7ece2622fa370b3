import { html, type Markup } from '../../../incident/report/html/html';
import type { Submitted } from '../clicks/modals';
import { drawMessages } from '../draw/messages';
import { drawModal } from '../draw/modal';
import type { Reader } from '../draw/reader';
import { drawRoomHeader, drawSidebar } from '../draw/room';
import type { PageParts } from './page-parts';

/** What the page is asked to show. */
export interface Asked {
  readonly as: string;
  readonly room: string | null;
  readonly thread: string | null;
  readonly timeZone: string;
}
/** The parts of the page that change, as HTML. */
export interface Regions {
  readonly people: string;
  readonly sidebar: string;
  readonly header: string;
  readonly messages: string;
  readonly thread: string;
  readonly modal: string;
  /** The room that is shown; empty if there is none. */
  readonly room: string;
}

export async function drawRegions(
  parts: PageParts,
  asked: Asked,
  submittedIn: (viewId: string) => Submitted | undefined,
): Promise<Regions> {
  const { reader: workspace, recorder, manifest } = parts.clicks;
  const [people, clickers] = await Promise.all([workspace.people(), workspace.clickers()]);
  const me = clickers.find(({ id }) => id === asked.as) ?? clickers[0];
  const userId = me?.id ?? '';
  const rooms = await workspace.roomsOf(userId);
  const reader: Reader = {
    userId,
    people: new Map(people.map((person) => [person.id, person])),
    channels: new Map(rooms.map(({ id, name }) => [id, name])),
    groups: new Map((recorder.options.groups ?? []).map(({ id, handle }) => [id, handle])),
    timeZone: asked.timeZone,
    now: new Date(),
  };
  const room = rooms.find(({ id }) => id === asked.room) ?? null;
  const view = recorder.views.top(userId);
  const shared = { sidebar: drawSidebar(rooms, reader, room?.id ?? null), people: drawPeople(clickers, userId) };
  const submitted = view === null ? undefined : submittedIn(view.id);
  const modal = view === null ? html`` : drawModal(view, reader, submitted?.errors, submitted?.failure ?? null);
  if (room === null) return texts({ ...shared, modal, header: html``, messages: drawNothing(rooms.length), thread: html``, room: html`` });
  const [messages, thread, pins, bookmarks] = await Promise.all([
    workspace.messages(room.id),
    asked.thread === null ? [] : workspace.thread(room.id, asked.thread),
    workspace.pins(room.id),
    workspace.bookmarks(room.id),
  ]);
  const listed = { channel: room.id, pins, shortcuts: manifest.messageShortcuts };
  const inRoom = recorder.ephemerals.seenBy(userId, room.id);
  const inThread = asked.thread === null ? [] : recorder.ephemerals.seenBy(userId, room.id, asked.thread);
  return texts({
    ...shared,
    modal,
    header: drawRoomHeader(room, reader, bookmarks, pins.length),
    messages: drawMessages([...messages, ...inRoom], reader, { ...listed, showsThread: true, isEphemeral: (one) => isAmong(one, inRoom) }),
    thread: drawMessages([...thread, ...inThread], reader, {
      ...listed,
      pins: [],
      showsThread: false,
      isEphemeral: (one) => isAmong(one, inThread),
    }),
    room: html`${room.id}`,
  });
}

const isAmong = (message: object, some: readonly object[]): boolean => some.includes(message);

function texts(regions: Readonly<Record<keyof Regions, Markup>>): Regions {
  const { people, sidebar, header, messages, thread, modal, room } = regions;
  return {
    people: people.text,
    sidebar: sidebar.text,
    header: header.text,
    messages: messages.text,
    thread: thread.text,
    modal: modal.text,
    room: room.text,
  };
}

function drawPeople(people: readonly { readonly id: string; readonly realName: string }[], current: string): Markup {
  return html`${people.map(({ id, realName }) => html`<option value="${id}" ${id === current ? html`selected` : null}>${realName}</option>`)}`;
}

function drawNothing(rooms: number): Markup {
  return html`<p class="nothing">${rooms === 0 ? 'No rooms yet.' : 'Choose a room.'} A new war room appears here as soon as an incident opens one.</p>`;
}
