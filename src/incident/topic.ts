import type { IncidentState } from './state';

/** Slack takes 250 characters; the title gives way, everything else stays. */
const MAX_CHARS = 250;

/** The channel's topic as the state stands: `🚨 title | status | severity | 👤 commander | link`. Empty before it is parsed. */
export function topicOf({ incident, status, roles }: IncidentState): string {
  if (incident === null) return '';
  const mark = status === 'resolved' ? '✅' : status === 'cancelled' ? '🚫' : '🚨';
  const commander = roles.commander === null ? [] : [`👤 ${roles.commander.name}`];
  const link = incident.links[0];
  const short = [status, incident.severity, ...commander].join(' | ');
  const whole = link === undefined || short.length + link.length > MAX_CHARS - 80 ? short : `${short} | ${link}`;
  const room = MAX_CHARS - [...`${mark}  | ${whole}`].length;
  const title = [...incident.title];
  return `${mark} ${title.length <= room ? incident.title : `${title.slice(0, room - 1).join('')}…`} | ${whole}`;
}
