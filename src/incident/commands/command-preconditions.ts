import { type CommandName, declarationOf } from '../model/commands';
import { refusal } from '../model/effects';
import type { IncidentState } from '../model/state';
import { STATUS_VERBS } from '../model/status-marks';
import type { Refusal } from '../text/refusal';

/** True if the command changes something that is known only after the parse. Other commands apply at any time. */
export function needsIncident(name: CommandName): boolean {
  return declarationOf(name).needsIncident === true;
}

/** True while the event is not parsed but still may be, because a blocked parse can be fixed. */
export function awaitsParse(state: IncidentState): boolean {
  if (state.incident !== null || state.status === 'cancelled' || state.closedAt !== null) return false;
  const status = parseStatusOf(state);
  return status !== 'failed' && status !== 'skipped';
}

/** True while a waiting command cannot be decided yet. A further investigation comes after the response's own. */
export function mustWait(state: IncidentState, name: CommandName): boolean {
  if (awaitsParse(state)) return needsIncident(name);
  const isOver = state.incident === null || state.status === 'cancelled' || state.closedAt !== null;
  return name === 'investigateAgain' && !isOver && !state.responseComplete;
}

/** The refusal for a command that needs the incident: the event stays unparsed until someone retries the parse. */
export function notParsed(state: IncidentState): Refusal {
  const again = `incident resume ${state.incidentId} --from parseIncidentEvent`;
  return refusal(
    'not_possible',
    `the event has not been parsed (parseIncidentEvent ${STATUS_VERBS[parseStatusOf(state)]}); to retry: ${again}`,
  );
}

function parseStatusOf({ nodes }: IncidentState) {
  return nodes.find(({ name }) => name === 'parseIncidentEvent')?.status ?? 'skipped';
}
