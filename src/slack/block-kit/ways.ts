import type { NextUp } from '../../incident/model/room-message';
import { escapeText } from './text';

/** What a person can do next by typing a command, in the words of every message. Where buttons do the same, messages leave it out. */
export const toAcknowledge = (incidentId: string): string => `To acknowledge: ${command(incidentId, 'ack')}`;
export const toPageSomeone = (incidentId: string): string => `To page someone: ${command(incidentId, 'add', 'USER')}`;
export const toPostAnUpdate = (incidentId: string): string => `To post an update: ${command(incidentId, 'note', 'TEXT')}`;
export const toResolve = (incidentId: string): string => `If the incident is over: ${command(incidentId, 'resolve')}`;
export const toAssignCommander = (incidentId: string): string =>
  `To assign a commander: ${command(incidentId, 'assign', 'USER --role commander')}`;

/** What can be done about what is next. */
export function waysOnNext(next: NextUp, incidentId: string): readonly string[] {
  if (next.kind === 'acknowledge') return [toAcknowledge(incidentId), ...(next.allCalled ? [toPageSomeone(incidentId)] : [])];
  return next.kind === 'news' && next.wantsCommander ? [toAssignCommander(incidentId)] : [];
}

/** Where everything is that the room does not show. */
export const toSeeEverything = (incidentId: string): string => `Details: ${command(incidentId, 'report')}`;

function command(incidentId: string, verb: string, rest = ''): string {
  return `\`incident ${verb} ${escapeText(incidentId, 100)}${rest === '' ? '' : ` ${rest}`}\``;
}
