import type { Severity } from '../model/severity';
import type { IncidentState, IncidentStatus } from '../model/state';
import { shortened } from '../text/graphemes';

/** The contents of the channel's topic, as data. */
export interface RoomTopic {
  readonly title: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** Name of the commander; null if there is none. */
  readonly commander: string | null;
  /** The alert's first link; null if it has none. */
  readonly link: string | null;
}

/** Slack allows 250 characters. The title is cut; everything else stays. */
const MAX_CHARS = 250;

/** @throws if the incident is not parsed; before that there is no room. */
export function topicOf({ incident, status, roles }: IncidentState): RoomTopic {
  if (incident === null) throw new Error('the topic needs a parsed incident');
  const { title, severity, links } = incident;
  return { title, status, severity, commander: roles.commander?.name ?? null, link: links[0] ?? null };
}

/** `🚨 title | status | severity | 👤 commander | link` */
export function topicText({ title, status, severity, commander, link }: RoomTopic): string {
  const mark = status === 'resolved' ? '✅' : status === 'cancelled' ? '🚫' : '🚨';
  const short = [status, severity, ...(commander === null ? [] : [`👤 ${commander}`])].join(' | ');
  const whole = link === null || short.length + link.length > MAX_CHARS - 80 ? short : `${short} | ${link}`;
  const room = MAX_CHARS - `${mark}  | ${whole}`.length;
  return `${mark} ${shortened(title, room)} | ${whole}`;
}
