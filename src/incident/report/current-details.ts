import { nextDeadline } from '../escalation/deadlines';
import { actorOf } from '../model/actor';
import { sortUnresolved } from '../model/responders';
import { type IncidentState, ROLES, type StepState } from '../model/state';
import { NODE_MARKS } from '../model/status-marks';
import { countPeople, describeCounts } from '../people/people-counts';
import { standingDegradations } from '../response/standing-degradations';
import { troubleTitle } from '../response/trouble-words';
import { retryLead, waysOn } from '../response/ways-on';
import { formatDuration } from '../text/durations';
import { healthText } from '../text/health-text';
import { markdownLine } from '../text/markdown-text';
import { utcTime } from '../text/utc-time';
import { describeEntry } from '../timeline-words/describe-entry';
import { shownLine } from '../timeline-words/shown-line';
import { hypothesisLabel } from './possible-causes';
import { openProposalLines } from './report-actions';

/** The server keeps at most 20,000 bytes. */
const MAX_BYTES = 18_000;
const TIMELINE_LINES = 10;
const MAX_TEXT = 200;
const MAX_NAMED = 10;

/**
 * The incident as Markdown for the Temporal UI's current details. It is enough on its own: it says what is going on, what to
 * fix, and which command continues. It is rebuilt at every change of the state.
 */
export function renderCurrentDetails(state: IncidentState): string {
  const lines = [
    `**${title(state)}**`,
    '',
    ...bullets(whatAndWho(state)),
    '',
    ...state.steps.map(stepLine),
    ...section('**Blocked: someone must fix this**', blocked(state)),
    ...section('**Waiting for an approval, or under way**', openProposalLines(state).map(safe)),
    ...section('**Result**', result(state)),
    ...section(
      '**Latest**',
      state.timeline
        .slice(-TIMELINE_LINES)
        .map(
          (entry) => `${utcTime(entry.at)} ${safe(actorOf(entry))}: ${safe(shownLine({ kind: entry.kind, text: describeEntry(entry) }))}`,
        ),
    ),
  ];
  return withinBytes(lines);
}

function title({ status, incident, request, incidentId }: IncidentState): string {
  const parts = [
    status.toUpperCase(),
    incident?.severity ?? request.severity ?? 'severity not known yet',
    ...(incident?.privacy === 'private' ? ['private incident'] : []),
    safe(incident?.title ?? request.title ?? incidentId),
  ];
  return parts.join(' · ');
}

function whatAndWho(state: IncidentState): string[] {
  const { warRoom, people, acknowledgedBy, resolvedBy, request, roles, closedAt } = state;
  const due = nextDeadline(state);
  const noRoom = request.createChannel === false ? 'not requested' : 'none yet';
  return [
    `War room: ${warRoom === null ? noRoom : `${warRoom.privacy} ${safe(`#${warRoom.name}`)}`}`,
    `People: ${people === null ? 'not looked up yet' : peopleText(people)}`,
    `Acknowledged by: ${acknowledgedBy === null ? 'no one' : safe(acknowledgedBy)}`,
    ...(resolvedBy === null ? [] : [`Resolved by: ${safe(resolvedBy)}`]),
    ...ROLES.flatMap((role) => (roles[role] === null ? [] : [`${capitalised(role)}: ${safe(roles[role].name)}`])),
    ...(due === null || closedAt !== null ? [] : [`Next: ${safe(due.summary)} at ${utcTime(due.at, 'minutes')}`]),
  ];
}

function peopleText(people: NonNullable<IncidentState['people']>): string {
  const counts = countPeople(people);
  if (counts.asked === 0) return 'no people were requested';
  const found = people.resolved.map(({ name }) => name);
  const { sought, missing } = sortUnresolved(people.unresolved);
  const referencesOf = (list: typeof missing) => list.map(({ reference }) => reference);
  return [
    describeCounts(counts),
    ...names('', found),
    ...names('not found: ', referencesOf(missing)),
    ...names('still searching for: ', referencesOf(sought)),
  ].join('; ');
}

function names(lead: string, all: readonly string[]): string[] {
  if (all.length === 0) return [];
  const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : '';
  return [`${lead}${safe(all.slice(0, MAX_NAMED).join(', '))}${more}`];
}

function stepLine({ name, status, durationMs, attempts, problem, note }: StepState): string {
  const facts = [
    // The note of a waiting step says what it is waiting for.
    ...(status === 'waiting' && note !== null ? [] : [status]),
    ...(durationMs === null ? [] : [formatDuration(durationMs)]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(problem === null ? [] : [safe(problem.message)]),
    ...(note === null ? [] : [safe(note)]),
  ];
  return `- ${NODE_MARKS[status]} ${name}: ${facts.join(', ')}`;
}

function blocked({ steps, incidentId }: IncidentState): string[] {
  return steps
    .filter(({ status }) => status === 'blocked')
    .map(({ name, problem }) => {
      const what = `${name}: ${safe(problem?.message ?? 'reason unknown')}`;
      const mend = problem === null || problem.mend === '' ? '.' : ` → **${safe(problem.mend)}**`;
      const { retry, skip } = waysOn(codeSafe(incidentId), name);
      return `${what}${mend} ${retryLead(problem?.mend)}: \`${retry}\`. Or skip it: \`${skip}\``;
    });
}

function result(state: IncidentState): string[] {
  const { investigation, score, overallStatus } = state;
  const lines: string[] = [];
  if (investigation !== null) {
    const { counts, health, confidence: observed, confidenceInputs, hypothesis, hypotheses } = investigation;
    lines.push(`Probes: ${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`);
    lines.push(`Health ${healthText(health)}, ${observed}% observed ${safe(`(${confidenceInputs})`)}`);
    lines.push(`${hypothesisLabel(hypotheses)}: ${hypothesis === null ? 'no cause found' : safe(hypothesis)}`);
  }
  if (score !== null) lines.push(`Score ${score.total}/100${overallStatus === null ? '' : `, ${overallStatus}`}`);
  lines.push(
    ...names(
      'Degraded: ',
      standingDegradations(state).map(({ what }) => troubleTitle(what)),
    ),
  );
  return lines;
}

const safe = (text: string): string => markdownLine(text, MAX_TEXT);
/** Incident ids are plain by rule, but a workflow started by hand may have any id. */
const codeSafe = (text: string): string => text.replace(/[^\w.:@/-]/g, '?').slice(0, MAX_TEXT);
const capitalised = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
const bullets = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);
const section = (heading: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', heading, '', ...bullets(lines)]);

/** Cuts only whole lines, so that no escape is broken. */
function withinBytes(lines: readonly string[]): string {
  let bytes = 0;
  const kept = lines.findIndex((line) => {
    bytes += bytesOf(line) + 1;
    return bytes > MAX_BYTES;
  });
  return (kept === -1 ? lines : [...lines.slice(0, kept), '…']).join('\n');
}

/** A UTF-16 unit takes at most three bytes of UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  }
  return bytes;
}
