import { type CommandName, declarationOf } from '../model/commands';
import { refusal } from '../model/effects';
import type { IncidentState } from '../model/state';
import type { Refusal } from '../text/refusal';

/** True when a command changes what only the parse finds out; the others apply whenever they come. */
export function needsIncident(name: CommandName): boolean {
  return declarationOf(name).needsIncident === true;
}

/** True while the event is not parsed and may still be: a blocked parse can be mended. */
export function awaitsParse(state: IncidentState): boolean {
  if (state.incident !== null || state.status === 'cancelled' || state.closedAt !== null) return false;
  const status = parseStatusOf(state);
  return status !== 'failed' && status !== 'skipped';
}

/** True while a command that waits cannot be decided yet; a further investigation is one after the response's own. */
export function mustWait(state: IncidentState, name: CommandName): boolean {
  if (awaitsParse(state)) return needsIncident(name);
  const isOver = state.incident === null || state.status === 'cancelled' || state.closedAt !== null;
  return name === 'investigateAgain' && !isOver && !state.responseComplete;
}

/** Why what needs the incident is refused: the event will not be parsed unless somebody has it tried again. */
export function notParsed(state: IncidentState): Refusal {
  const again = `incident resume ${state.incidentId} --from parseIncidentEvent`;
  return refusal('not_possible', `the event has not been parsed (parseIncidentEvent is ${parseStatusOf(state)}); to parse it: ${again}`);
}

function parseStatusOf({ nodes }: IncidentState) {
  return nodes.find(({ name }) => name === 'parseIncidentEvent')?.status ?? 'skipped';
}
