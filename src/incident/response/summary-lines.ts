import type { Named, SummaryFacts } from '../model/room-message';
import { STATUS_VERBS } from '../model/status-marks';
import { describeCounts } from '../people/people-counts';
import { formatDuration } from '../text/durations';
import { healthText } from '../text/health-text';
import { describeFailure } from './score';
import { describeTrouble } from './trouble-words';
import { retryLead, waysOn } from './ways-on';

/** The response in a few lines of plain text. */
export function summaryLines(facts: SummaryFacts): string[] {
  const { failure, degraded } = facts;
  return [
    stepsLine(facts),
    ...(failure === null ? [] : [`the response failed: ${describeFailure(failure)}`]),
    ...facts.stuck.map((step) => stuckLine(step, facts)),
    ...warRoomLine(facts),
    ...peopleLine(facts),
    ...investigationLines(facts),
    ...named('degraded', { ...degraded, first: degraded.first.map(({ what, message }) => describeTrouble(what, message)) }),
  ];
}

function stepsLine({ steps: { done, all, skipped, tookMs } }: SummaryFacts): string {
  const took = tookMs === null ? '' : ` in ${formatDuration(tookMs)}`;
  const without = skipped.length === 0 ? '' : `; skipped: ${skipped.join(', ')}`;
  return `${done} of ${all} steps done${took} (before this summary)${without}`;
}

function stuckLine({ name, status, problem, note }: SummaryFacts['stuck'][number], { incidentId }: SummaryFacts): string {
  if (status === 'waiting') return `${name} is ${note ?? 'waiting for a blocked step'}`;
  const mend = problem === null || problem.mend === '' ? '' : ` → ${problem.mend}`;
  const { retry, skip } = waysOn(incidentId, name);
  const commands = status === 'blocked' ? `${mend === '' ? '.' : ''} ${retryLead(problem?.mend)}: ${retry}. Or skip it: ${skip}` : '';
  return `${name} ${STATUS_VERBS[status]}: ${problem?.message ?? 'reason unknown'}${mend}${commands}`;
}

function warRoomLine({ warRoom }: SummaryFacts): string[] {
  return warRoom === null ? [] : [`war room ${warRoom.created ? 'opened' : 'reused'} after ${formatDuration(warRoom.afterMs)}`];
}

function peopleLine({ people }: SummaryFacts): string[] {
  if (people === null) return [];
  if (people.asked === 0) return ['no people were requested'];
  return [[describeCounts(people), ...named('not found', people.missing), ...named('still searching for', people.sought)].join('; ')];
}

function investigationLines({ investigation }: SummaryFacts): string[] {
  if (investigation === null) return ['there is no investigation result, so the state of the system is unknown'];
  const { counts, health, confidence, confidenceInputs, probes, leftOut } = investigation;
  if (probes === 0) return ['no probe matched, so the state of the system is unknown', ...named('skipped', leftOut)];
  return [
    `probes: ${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`,
    `health ${healthText(health)}, confidence ${confidence}% (${confidenceInputs})`,
    ...named('skipped', leftOut),
  ];
}

function named(what: string, { first, more }: Named): string[] {
  return first.length === 0 ? [] : [`${what}: ${first.join('; ')}${more === 0 ? '' : ` and ${more} more`}`];
}
