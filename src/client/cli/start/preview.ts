import type { ProbeSelection } from '../../../incident/model/finding';
import type { Incident } from '../../../incident/model/incident';
import { cleanLine } from '../../../incident/text/clean-text';
import type { StartRequest } from '../../temporal/incident-start';
import { type Paint, paintSeverity } from '../terminal/style';

const MAX_LINE = 400;

/** What would start, for the person who confirms it. `id` is as much of the id as is known before the start. */
export function previewLines(
  incident: Incident,
  { id, request, selection }: { id: string; request: Pick<StartRequest, 'createChannel' | 'autoAssign'>; selection: ProbeSelection },
  paint: Paint,
): string[] {
  const { severity, title, privacy, channelName, privacyReason, users, targets, severityDefaulted } = incident;
  const room = request.createChannel === false ? 'none' : `${privacy} #${channelName} (${privacyReason})`;
  const people = users.join(', ') || 'none';
  const fact = (name: string, text: string): string => `${name.padEnd(9)} ${cleanLine(text, MAX_LINE)}`;
  return [
    fact('incident', id),
    fact('title', title),
    `${'severity'.padEnd(9)} ${paintSeverity(paint, severity)}${severityDefaulted ? ' (the default)' : ''}`,
    fact('people', request.autoAssign === false ? `${people} (invited, not assigned)` : people),
    fact('war room', room),
    fact('targets', targets.join(', ') || 'none'),
    fact('runbooks', `${selection.runbooks.join(', ') || 'none'}: ${count(selection.probes.length, 'probe')}`),
    ...selection.leftOut.map((why) => paint('dim', fact('skipped', why))),
  ];
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
