import type { IncidentState } from '../../incident/model/state';
import { limitedId } from '../../incident/text/limited-text';

/** Messages that a further investigation posts as new ones instead of editing those of the one before. */
const OF_THE_ROUND: ReadonlySet<string> = new Set(['postProgress', 'postFindings', 'postVerdict', 'postSummary']);

/**
 * A message's identity: `incident/name`, `incident/name/item` where there are several, and `@round` behind the name in a
 * further investigation.
 */
export function messageKey({ incidentId, investigationRound }: IncidentState, name: string, item?: string): string {
  const round = investigationRound > 1 && OF_THE_ROUND.has(name) ? `@${investigationRound}` : '';
  return limitedId([incidentId, `${name}${round}`, ...(item === undefined ? [] : [item])].join('/'));
}
