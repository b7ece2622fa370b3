import { sortUnresolved } from '../model/responders';
import type { IncidentState } from '../model/state';
import { countPeople } from '../people/people-counts';
import { formatDuration } from '../text/durations';
import { healthText } from '../text/health-text';
import { whyNotSuccess } from './score';
import { standingDegradations } from './standing-degradations';
import { describeTrouble } from './trouble-words';
import { waysOn } from './ways-on';

const MAX_NAMED = 10;

/** The response in a few lines of plain text, for the summary in the thread. */
export function summaryLines(state: IncidentState): string[] {
  return [
    stepsLine(state),
    ...failureLine(state),
    ...problemLines(state),
    ...warRoomLine(state),
    ...peopleLine(state),
    ...investigationLines(state),
    ...named(
      'degraded',
      standingDegradations(state).map(({ what, problem }) => describeTrouble(what, problem.message)),
    ),
  ];
}

function failureLine(state: IncidentState): string[] {
  return state.overallStatus === 'failed' ? [`the response has failed: ${whyNotSuccess(state) ?? 'no reason is known'}`] : [];
}

/** The summary belongs to the last step, so the steps before it are what can be counted when it is written. */
function stepsLine({ steps, nodes, createdAt }: IncidentState): string {
  const before = steps.filter(({ name }) => name !== 'summarizeIncident');
  const done = before.filter(({ status }) => status === 'done').length;
  const latest = nodes
    .flatMap(({ startedAt, endedAt }) => [startedAt, endedAt].filter((time) => time !== null))
    .sort()
    .at(-1);
  const took = latest === undefined ? '' : ` in ${formatDuration(Math.max(0, Date.parse(latest) - Date.parse(createdAt)))}`;
  const skipped = before.filter(({ status }) => status === 'skipped').map(({ name }) => name);
  const without = skipped.length === 0 ? '' : `; skipped: ${skipped.join(', ')}`;
  return `${done} of ${before.length} steps before this summary done${took}${without}`;
}

function problemLines({ steps, incidentId }: IncidentState): string[] {
  return steps.flatMap(({ name, status, problem, note }) => {
    if (status === 'waiting') return [`${name} ${note ?? 'waits for a blocked step'}`];
    if (status !== 'blocked' && status !== 'failed') return [];
    const mend = problem === null || problem.mend === '' ? '' : ` → ${problem.mend}`;
    const { retry, skip } = waysOn(incidentId, name);
    const commands = status === 'blocked' ? ` Then: ${retry}; or without it: ${skip}` : '';
    return [`${name} is ${status}: ${problem?.message ?? 'no reason is known'}${mend}${commands}`];
  });
}

function warRoomLine({ metrics: { timeToWarRoomMs }, warRoom }: IncidentState): string[] {
  if (timeToWarRoomMs === null || warRoom === null) return [];
  return [`war room ${warRoom.created ? 'opened' : 'taken over'} after ${formatDuration(timeToWarRoomMs)}`];
}

function peopleLine({ people }: IncidentState): string[] {
  if (people === null) return [];
  const { asked, text } = countPeople(people);
  if (asked === 0) return ['no people were requested'];
  const { sought, missing } = sortUnresolved(people.unresolved);
  const referencesOf = (list: typeof missing) => list.map(({ reference }) => reference);
  return [[text, ...named('not found', referencesOf(missing)), ...named('still looking for', referencesOf(sought))].join('; ')];
}

function investigationLines({ investigation }: IncidentState): string[] {
  if (investigation === null) return ['nothing was assessed: the state of the system is unknown'];
  const { counts, health, confidence, confidenceInputs, findings, leftOut } = investigation;
  const probes =
    findings.length === 0
      ? 'no probe matched: the state of the system is unknown'
      : `probes: ${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`;
  const sure = `health ${healthText(health)}, confidence ${confidence} % (${confidenceInputs})`;
  return [probes, ...(findings.length === 0 ? [] : [sure]), ...named('left out', leftOut)];
}

function named(what: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > MAX_NAMED ? ` and ${items.length - MAX_NAMED} more` : '';
  return [`${what}: ${items.slice(0, MAX_NAMED).join('; ')}${more}`];
}
