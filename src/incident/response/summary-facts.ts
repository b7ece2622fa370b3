import { sortUnresolved } from '../model/responders';
import type { Named, SummaryFacts } from '../model/room-message';
import type { IncidentState } from '../model/state';
import { countPeople } from '../people/people-counts';
import { failureOf } from './score';
import { standingDegradations } from './standing-degradations';

const MAX_NAMED = 10;

/** How the response went, for the summary in the thread. */
export function summaryFacts(state: IncidentState): SummaryFacts {
  const { investigation } = state;
  return {
    incidentId: state.incidentId,
    steps: stepsOf(state),
    failure: failureOf(state),
    stuck: stuckOf(state),
    warRoom: warRoomOf(state),
    people: peopleOf(state),
    investigation: investigation === null ? null : { probes: investigation.findings.length },
    degraded: firstOf(standingDegradations(state).map(({ what, problem }) => ({ what, message: problem.message }))),
  };
}

/** The summary belongs to the last step, so only the steps before it can be counted when it is written. */
function stepsOf({ steps, nodes, createdAt }: IncidentState): SummaryFacts['steps'] {
  const before = steps.filter(({ name }) => name !== 'summarizeIncident');
  const latest = nodes
    .flatMap(({ startedAt, endedAt }) => [startedAt, endedAt].filter((time) => time !== null))
    .sort()
    .at(-1);
  return {
    skipped: before.filter(({ status }) => status === 'skipped').map(({ name }) => name),
    // A later round also contains the time that people took to ask for it.
    tookMs: latest === undefined || nodes.some(({ round }) => round > 1) ? null : Math.max(0, Date.parse(latest) - Date.parse(createdAt)),
  };
}

function stuckOf({ steps }: IncidentState): SummaryFacts['stuck'] {
  return steps.flatMap(({ name, status, problem, note }) =>
    status === 'waiting' || status === 'blocked' || status === 'failed' ? [{ name, status, problem, note }] : [],
  );
}

function warRoomOf({ metrics: { timeToWarRoomMs: afterMs }, warRoom }: IncidentState): SummaryFacts['warRoom'] {
  return afterMs === null || warRoom === null ? null : { created: warRoom.created, afterMs };
}

function peopleOf({ people }: IncidentState): SummaryFacts['people'] {
  if (people === null) return null;
  const { sought, missing } = sortUnresolved(people.unresolved);
  const referencesOf = (list: typeof missing) => firstOf(list.map(({ reference }) => reference));
  return { ...countPeople(people), missing: referencesOf(missing), sought: referencesOf(sought) };
}

function firstOf<Item>(items: readonly Item[]): Named<Item> {
  return { first: items.slice(0, MAX_NAMED), more: Math.max(0, items.length - MAX_NAMED) };
}
