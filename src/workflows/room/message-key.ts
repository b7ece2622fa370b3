import type { IncidentState } from '../../incident/model/state';
import { limitedId } from '../../incident/text/limited-text';

/** Messages that a further investigation posts again instead of editing the previous ones. */
const OF_THE_ROUND: ReadonlySet<string> = new Set(['postProgress', 'postFindings', 'postVerdict', 'postSummary']);

/**
 * A message's identity: `incident/name`, or `incident/name/item` if there are several. In a further investigation `@round`
 * follows the name.
 */
export function messageKey({ incidentId, investigationRound }: IncidentState, name: string, item?: string): string {
  const round = investigationRound > 1 && OF_THE_ROUND.has(name) ? `@${investigationRound}` : '';
  return limitedId([incidentId, `${name}${round}`, ...(item === undefined ? [] : [item])].join('/'));
}
