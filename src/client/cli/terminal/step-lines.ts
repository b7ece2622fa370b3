import type { StepName } from '../../../incident/model/plan';
import { sortUnresolved } from '../../../incident/model/responders';
import type { IncidentState, StepState } from '../../../incident/model/state';
import { NODE_MARKS } from '../../../incident/model/status-marks';
import { deedOf, withRemedy } from '../../../incident/response/trouble-words';
import { cleanLine } from '../../../incident/text/clean-text';
import { formatDuration } from '../../../incident/text/durations';
import type { Waiting } from '../../temporal/read-state';
import { type Paint, STEP_FORMATS } from './style';

const MAX_LINE = 300;
const NAME_COLUMNS = 18;
/** The first retries happen faster than anyone can read. */
const SHOWN_FROM_ATTEMPT = 3;

/** One line per step: `✓ createWarRoom       813 ms  public #incident-prod-001`. */
export function stepLine(step: StepState, state: IncidentState, paint: Paint): string {
  // The note of a waiting step says what it is waiting for.
  const isSaid = step.status === 'waiting' && step.note !== null;
  const word = isSaid || step.status === 'done' || step.status === 'running' || step.status === 'pending' ? [] : [step.status];
  const facts = [
    ...word,
    ...(step.durationMs === null ? [] : [formatDuration(step.durationMs)]),
    ...(step.attempts > 1 ? [`${step.attempts} attempts`] : []),
    ...about(step, state),
  ];
  const mark = paint(STEP_FORMATS[step.status], NODE_MARKS[step.status]);
  return `${mark} ${step.name.padEnd(NAME_COLUMNS)} ${facts.map((fact) => cleanLine(fact, MAX_LINE)).join('  ')}`.trimEnd();
}

export function pendingLine(name: StepName, paint: Paint): string {
  return paint('dim', `${NODE_MARKS.pending} ${name}`);
}

/** What a step produced, or what it lacks, in a few words. */
function about(step: StepState, state: IncidentState): string[] {
  const { problem, note } = step;
  if (problem !== null) return [withRemedy(problem.message, problem.mend)];
  return [...(step.status === 'done' ? brought(step.name, state) : soFar(step.name, state)), ...(note === null ? [] : [note])];
}

/** `2 found, 1 not found`, and how many are still being searched for. */
function peopleWords(people: IncidentState['people']): string {
  const { resolved = [], unresolved = [] } = people ?? {};
  const { sought, missing } = sortUnresolved(unresolved);
  const also = sought.length === 0 ? '' : `, still searching for ${sought.length}`;
  return `${resolved.length} found, ${missing.length} not found${also}`;
}

function soFar(name: StepName, { probes, findings }: IncidentState): string[] {
  return name === 'investigate' && probes.length > 0 ? [`${findings.length} of ${probes.length} probes`] : [];
}

function brought(name: StepName, state: IncidentState): string[] {
  switch (name) {
    case 'parseIncidentEvent':
      return [`${state.incident?.severity}: ${state.incident?.title}`];
    case 'setUpSlack':
      return state.slack === null ? [] : [`workspace ${state.slack.workspace}`];
    case 'resolveSlackUsers':
      return [peopleWords(state.people)];
    case 'createWarRoom':
      return state.warRoom === null ? [] : [`${state.warRoom.privacy} #${state.warRoom.name}`];
    case 'investigate': {
      const counts = state.investigation?.counts;
      return counts === undefined ? [] : [`${counts.fail} fail, ${counts.warn} warn, ${counts.ok} ok, ${counts.unknown} unknown`];
    }
    case 'summarizeIncident':
      return state.score === null ? [] : [`score ${state.score.total}`];
    default:
      return [];
  }
}

/** What retried activities are waiting for, one line per cause; none in the first attempts. */
export function waitingLines(waiting: readonly Waiting[]): WaitingLine[] {
  const causes = new Map<string, Waiting[]>();
  for (const one of waiting.filter(({ attempt }) => attempt >= SHOWN_FROM_ATTEMPT)) {
    const key = `${nodeOf(one)} ${one.lastFailure}`;
    causes.set(key, [...(causes.get(key) ?? []), one]);
  }
  return [...causes].map(([key, alike]) => {
    const [first] = alike;
    const attempt = Math.max(...alike.map((one) => one.attempt));
    const times = alike.length === 1 ? '' : ` (×${alike.length})`;
    const why = cleanLine(first?.lastFailure ?? 'no answer yet', MAX_LINE);
    return {
      key,
      text: `  ${first === undefined ? '' : waitingFor(nodeOf(first))}${times}: ${why} (attempt ${attempt}; retrying automatically)`,
    };
  });
}

export interface WaitingLine {
  /** Identifies the cause; it is the same for every attempt. */
  readonly key: string;
  readonly text: string;
}

function waitingFor(node: string): string {
  const deed = deedOf(node);
  return deed === node ? `${node} is waiting` : `waiting to ${deed}`;
}

/** Activities are named `node.round.item`. */
function nodeOf({ activityId }: Waiting): string {
  return cleanLine(activityId.split('.')[0] ?? '', 60);
}
