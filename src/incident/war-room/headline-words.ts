import { CLOSING_DUE, REMINDER_DUE } from '../escalation/deadlines';
import { describeDue } from '../escalation/escalation';
import type { HeadlineMessage, NextUp } from '../model/room-message';
import { assertNever } from '../text/assert-never';
import { shortened } from '../text/graphemes';
import { healthText } from '../text/health-text';
import { describeWorst } from './finding-words';

/** What is broken, as far as it is known, without a full stop. `isAgain`: it is being investigated again. */
export function describeBroken(result: HeadlineMessage['result'], isAgain: boolean): string {
  if (result === null) return isAgain ? 'it is being investigated again' : 'what is broken is not known yet';
  const found = describeFound(result);
  return isAgain ? `it is being investigated again; before that: ${found}` : found;
}

function describeFound(result: NonNullable<HeadlineMessage['result']>): string {
  return result.gist === undefined ? describeFigures(result) : describeWorst(result.gist);
}

/** The result of an investigation that older code recorded. */
function describeFigures({ counts, health, confidence }: NonNullable<HeadlineMessage['result']>): string {
  const total = counts.ok + counts.warn + counts.fail + counts.unknown;
  if (total === 0) return 'the state is unknown: no probe matched';
  const parts = [`health ${healthText(health)}`, `${counts.fail} of ${total} probes failed`];
  if (counts.warn > 0) parts.push(`${counts.warn} warn`);
  if (counts.unknown > 0) parts.push(`${counts.unknown} unknown`);
  return `${parts.join(', ')} (${confidence}% observed)`;
}

/** The first sentence of what an alert says; empty if it says nothing. */
export function firstSentence(text: string): string {
  const line = text.split('\n').find((part) => part.trim() !== '') ?? '';
  return /^.{1,400}?[.!?](?=\s|$)/.exec(line)?.[0] ?? shortened(line, 400);
}

/** All alerts have recovered, and people decide. */
export const ALL_RECOVERED = '✅ All alerts have recovered. The incident stays open until someone resolves it.';

/**
 * What happens next, and when (RFC 3339; null if there is no set time). `team` is who was found; null while people are still
 * being looked up.
 */
export function describeNext(next: NextUp, team: HeadlineMessage['team']): { readonly text: string; readonly at: string | null } {
  switch (next.kind) {
    case 'acknowledge': {
      if (next.calls === null) return { text: next.allCalled ? ALL_REACHED : 'someone must acknowledge', at: null };
      const { level, at } = next.calls;
      const isNobody = level.level.users.length === 0 && team?.length === 0;
      const text = isNobody ? describeDue(level, 'no one has been found') : `unless someone acknowledges, ${describeDue(level, null)}`;
      return { text, at };
    }
    case 'news': {
      const commander = next.wantsCommander ? ['someone must take command'] : [];
      const news = next.at === null ? [] : [REMINDER_DUE];
      return { text: [...commander, ...news].join('; '), at: next.at };
    }
    case 'close':
      return { text: CLOSING_DUE, at: next.at };
    default:
      return assertNever(next);
  }
}

const ALL_REACHED = 'someone must acknowledge: every escalation level has been paged';
