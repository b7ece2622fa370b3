import { html, type Markup } from '../../../incident/report/html/html';
import type { Bookmark, Room } from '../recorder/workspace';
import { drawAvatar } from './avatar';
import { drawLink, drawMrkdwn } from './mrkdwn';
import { nameOf, type Reader } from './reader';

const FACES = 3;

export function titleOf(room: Room, reader: Reader): string {
  return room.kind === 'direct' ? nameOf(reader, room.members.find((id) => id !== reader.userId) ?? '') : room.name;
}

const signOf = ({ kind }: Room): string => (kind === 'direct' ? '' : kind === 'private' ? '🔒' : '#');

/** Name, topic, members, bookmarks. */
export function drawRoomHeader(room: Room, reader: Reader, bookmarks: readonly Bookmark[], pins: number): Markup {
  const isMember = reader.userId !== null && room.members.includes(reader.userId);
  const faces = room.members.slice(0, FACES).map((id) => drawAvatar(reader, id));
  const people = room.members.map((id) => html`<li>${drawAvatar(reader, id)} ${nameOf(reader, id)}</li>`);
  const members =
    room.kind === 'direct'
      ? null
      : html`<details class="members"><summary aria-label="Members">${faces}<span>${room.members.length}</span></summary><ul class="menu">${people}</ul></details>`;
  const marks = [
    ...(pins > 0 ? [html`<span class="bookmark">📌 ${pins} Pinned</span>`] : []),
    ...bookmarks.map(({ title, link }) => html`<span class="bookmark">🔗 ${drawLink(link, title)}</span>`),
  ];
  return html`<div class="title"><button type="button" class="back" data-act="back" aria-label="Back to the list of rooms">‹</button>
<h1><span class="sign">${signOf(room)}</span>${titleOf(room, reader)}</h1>${room.isArchived ? html`<span class="archived">archived</span>` : null}
${members}</div>
${room.topic === '' ? null : html`<div class="topic">${drawMrkdwn(room.topic, reader)}</div>`}
${marks.length === 0 ? null : html`<div class="bookmarks">${marks}</div>`}
${isMember || room.kind !== 'public' || room.isArchived ? null : html`<div class="joinable">You are not in this room. <button type="button" class="button" data-act="join">Join room</button></div>`}`;
}

/** The list of rooms on the left. */
export function drawSidebar(rooms: readonly Room[], reader: Reader, current: string | null): Markup {
  const entry = (room: Room): Markup =>
    html`<li><button type="button" data-act="room" value="${room.id}" ${room.id === current ? html`aria-current="true"` : null}>${
      room.kind === 'direct'
        ? drawAvatar(reader, room.members.find((id) => id !== reader.userId) ?? '')
        : html`<span class="sign">${signOf(room)}</span>`
    }<span class="name">${titleOf(room, reader)}</span></button></li>`;
  const list = (title: string, some: readonly Room[]): Markup | null =>
    some.length === 0 ? null : html`<h2>${title}</h2><ul>${some.map(entry)}</ul>`;
  const direct = rooms.filter(({ kind }) => kind === 'direct');
  const rest = rooms.filter(({ kind }) => kind !== 'direct');
  return html`${list('War rooms', rest.filter(({ isGeneral }) => !isGeneral).toReversed())}${list(
    'Channels',
    rest.filter(({ isGeneral }) => isGeneral),
  )}${list('Direct messages', direct)}`;
}
