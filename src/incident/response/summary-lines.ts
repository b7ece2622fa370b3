import type { Named, SummaryFacts } from '../model/room-message';
import type { OverallStatus, Score } from '../model/state';
import { STATUS_VERBS } from '../model/status-marks';
import { assertNever } from '../text/assert-never';
import { formatDuration } from '../text/durations';
import { describeFailure, PART_WORDS } from './score';
import { describeTrouble } from './trouble-words';
import { retryLead, waysOn } from './ways-on';

/** How the response itself went, in one sentence. What the investigation found is in its verdict. */
export function summaryHead(overallStatus: OverallStatus, score: Score, facts: SummaryFacts | null): string {
  const lacking = score.parts.filter(({ asked, points, outOf }) => asked && points < outOf);
  const inBrackets =
    lacking.length === 0 ? '' : ` (${lacking.map(({ name, points, outOf }) => `${PART_WORDS[name]} ${points} of ${outOf}`).join(', ')})`;
  const points = `score ${score.total}/100${inBrackets}`;
  switch (overallStatus) {
    case 'success':
      return `Automatic response complete: ${[points, ...(facts === null ? [] : times(facts))].join(', ')}`;
    case 'partial':
      return facts !== null && facts.stuck.length > 0
        ? `Automatic response not complete: ${points}`
        : `Automatic response complete, with gaps: ${points}`;
    case 'failed':
      return `Automatic response failed: ${points}`;
    default:
      return assertNever(overallStatus);
  }
}

function times({ warRoom, steps: { tookMs } }: SummaryFacts): string[] {
  return [
    ...(warRoom === null ? [] : [`war room ${warRoom.created ? 'opened' : 'reused'} after ${formatDuration(warRoom.afterMs)}`]),
    ...(tookMs === null ? [] : [`everything done after ${formatDuration(tookMs)}`]),
  ];
}

/** What went wrong with the response itself, as lines of plain text; none if nothing did. */
export function summaryLines({ incidentId, failure, stuck, steps, people, investigation, degraded }: SummaryFacts): string[] {
  return [
    ...(failure === null ? [] : [describeFailure(failure)]),
    ...stuck.map((step) => stuckLine(step, incidentId)),
    ...(steps.skipped.length === 0 ? [] : [`skipped: ${steps.skipped.join(', ')}`]),
    ...(people === null ? [] : [...named('not found', people.missing), ...named('still searching for', people.sought)]),
    ...(investigation === null && failure === null ? ['there is no investigation result, so the state of the system is unknown'] : []),
    ...degraded.first.map(({ what, message }) => describeTrouble(what, message)),
    ...(degraded.more === 0 ? [] : [`${degraded.more} more problems`]),
  ];
}

function stuckLine({ name, status, problem, note }: SummaryFacts['stuck'][number], incidentId: string): string {
  if (status === 'waiting') return `${name} is ${note ?? 'waiting for a blocked step'}`;
  const mend = problem === null || problem.mend === '' ? '' : ` → ${problem.mend}`;
  const { retry, skip } = waysOn(incidentId, name);
  const commands = status === 'blocked' ? `${mend === '' ? '.' : ''} ${retryLead(problem?.mend)}: ${retry}. Or skip it: ${skip}` : '';
  return `${name} ${STATUS_VERBS[status]}: ${problem?.message ?? 'reason unknown'}${mend}${commands}`;
}

function named(what: string, { first, more }: Named): string[] {
  return first.length === 0 ? [] : [`${what}: ${first.join(', ')}${more === 0 ? '' : ` and ${more} more`}`];
}
