import { commanderCommand } from '../commands/people-commands';
import { CLOSING_DUE, REMINDER_DUE } from '../escalation/deadlines';
import { describeDue } from '../escalation/escalation';
import type { HeadlineMessage, NextUp } from '../model/room-message';
import { assertNever } from '../text/assert-never';
import { healthText } from '../text/health-text';

/** The investigation's result in one line. */
export function describeResult({ counts, health, confidence }: NonNullable<HeadlineMessage['result']>): string {
  const total = counts.ok + counts.warn + counts.fail + counts.unknown;
  if (total === 0) return 'no probe matched: state unknown';
  const parts = [`health ${healthText(health)}`, `${counts.fail} of ${total} probes failed`];
  if (counts.warn > 0) parts.push(`${counts.warn} warn`);
  if (counts.unknown > 0) parts.push(`${counts.unknown} unknown`);
  return `${parts.join(', ')} (confidence ${confidence}%)`;
}

/** All alerts have recovered, and people decide. */
export function describeRecovered(incidentId: string): string {
  return `✅ All alerts have recovered. If the incident is over, resolve it: incident resolve ${incidentId}`;
}

/**
 * What happens next, and when (RFC 3339; null if there is no set time). `team` is who was found; null while people are still
 * being looked up.
 */
export function describeNext(
  next: NextUp,
  { incidentId, team }: { readonly incidentId: string; readonly team: HeadlineMessage['team'] },
): { readonly text: string; readonly at: string | null } {
  switch (next.kind) {
    case 'acknowledge': {
      const acknowledge = `acknowledge with: incident ack ${incidentId}`;
      if (next.calls !== null) {
        const { level, at } = next.calls;
        const nobody = level.level.users.length === 0 && team?.length === 0 ? 'no one has been found' : null;
        return { text: `${acknowledge}; otherwise, ${describeDue(level, nobody)}`, at };
      }
      return { text: next.allCalled ? `${acknowledge}; ${allReached(incidentId)}` : acknowledge, at: null };
    }
    case 'news': {
      const commander = next.wantsCommander ? [`assign a commander: ${commanderCommand(incidentId)}`] : [];
      const news = next.at === null ? [] : [REMINDER_DUE];
      return { text: [...commander, ...news].join('; '), at: next.at };
    }
    case 'close':
      return { text: CLOSING_DUE, at: next.at };
    default:
      return assertNever(next);
  }
}

const allReached = (incidentId: string): string =>
  `every escalation level has been reached; to page people by name: incident add ${incidentId} USER`;
