import type { IncidentStatus } from '../../incident/model/state';
import type { CardMessage } from '../../incident/war-room/card';
import { context, type Rendered, section } from './blocks';
import { SEVERITY_EMOJI } from './headline';
import { date, escapeText, link, mention } from './text';

const STATUS: Readonly<Record<IncidentStatus, string>> = {
  triggered: '🚨 no one has acknowledged yet',
  acknowledged: '👀 acknowledged',
  resolved: '✅ resolved',
  reopened: '🚨 reopened, no one has acknowledged since',
  cancelled: '🚫 cancelled',
};

/** One incident in the broadcast channel. It has no buttons: people act in its room. */
export function renderCard({ incidentId, status, shown }: CardMessage): Rendered {
  const id = escapeText(incidentId, 100);
  if (shown === null) return { text: `Incident ${id} (${status})`, blocks: [section(`Incident ${id}: ${STATUS[status]}`)] };
  const { title, severity, owner, createdAt, room } = shown;
  const name = escapeText(title, 200);
  const where = room === null ? null : link(room.url, `#${room.name}`);
  const who = owner === null ? 'no one' : owner.userId === null ? escapeText(owner.name, 100) : mention(owner.userId);
  const facts = [`*Owner:* ${who}`, `*Since:* ${date(createdAt)}`, ...(where === null ? [] : [`*War room:* ${where}`])];
  return {
    text: `${severity.toUpperCase()} incident ${id}: ${name} (${status})`,
    blocks: [section(`${SEVERITY_EMOJI[severity]} *${severity}* incident ${id}: *${name}*\n${STATUS[status]}`), context(facts.join('   '))],
  };
}
